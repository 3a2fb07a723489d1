import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Where all rules are listed. */
const INDEX = /[\\/]src[\\/]rules[\\/]index\.generated\.ts$/;
/** Where `PROSE` stands, empty. */
const TABLE = /[\\/]src[\\/]rules[\\/]prose\.ts$/;
/** `docker/pin-base-image.ts`, but not `docker/_subject.ts`. */
const RULE = /[\\/]src[\\/]rules[\\/][^\\/]+[\\/][a-z0-9][^\\/]*\.ts$/;
/** As Biome lays out a rule. */
const PROSE = /^ {2}(?:why:[\s\S]*?,\n(?= {2}\S)|examples: \{\n[\s\S]*?\n {2}\},\n)/gm;
/** The table as a file beside the program. */
const PROSE_FILE = "prose.json";

/**
 * Takes the built-in rules apart by who needs what: the outlines of all rules for each run, the checks of a family when
 * there is a file for it, and what only people read when somebody asks. In the source a rule is one file.
 */
export const apart = {
  name: "rule-parts",
  setup({ onLoad, onResolve, initialOptions: { define, outdir } }) {
    const folder = resolve("src", "rules");
    onLoad({ filter: RULE }, ({ path }) => ({ contents: withoutProse(path), loader: "ts" }));
    onLoad({ filter: INDEX }, async () => ({
      contents: index(await partsOf(define)),
      loader: "ts",
      resolveDir: folder,
    }));
    onResolve({ filter: /^family:/ }, ({ path }) => ({ path: path.slice("family:".length), namespace: "family" }));
    onLoad({ filter: /./, namespace: "family" }, async ({ path }) => {
      const rules = (await partsOf(define)).filter(({ family }) => family === path);
      return { contents: list(rules), loader: "ts", resolveDir: folder };
    });
    onLoad({ filter: TABLE }, async () => {
      const parts = await partsOf(define);
      const prose = Object.fromEntries(parts.map(({ outline: { id }, why, examples }) => [id, { why, examples }]));
      mkdirSync(outdir, { recursive: true });
      writeFileSync(join(outdir, PROSE_FILE), JSON.stringify(prose));
      return { contents: READING_PROSE, loader: "js" };
    });
  },
};

const READING_PROSE = `
import { readFileSync } from "node:fs";
export const PROSE = JSON.parse(readFileSync(\`\${__dirname}/${PROSE_FILE}\`, "utf8"));`;

/** Families whose rules are about kinds of files of their own are loaded late. */
function index(parts) {
  const families = new Map(parts.map(({ family }) => [family, parts.filter((one) => one.family === family)]));
  const lists = [];
  const heads = ['import { lateRules } from "../rule/late-rules.ts";'];
  for (const [family, rules] of families) {
    if (isLate(rules)) {
      const outlines = JSON.stringify(JSON.stringify(rules.map(({ outline, calls }) => [outline, calls])));
      lists.push(`lateRules(JSON.parse(${outlines}), async () => (await import("family:${family}")).default)`);
    } else {
      heads.push(`import ${family} from "family:${family}";`);
      lists.push(family);
    }
  }
  return `${heads.join("\n")}\nexport const RULES = [${lists.map((one) => `...${one}`).join(", ")}];`;
}

/** Any file may be text; and rules that only join files are about those of other families. */
const isLate = (rules) => {
  const kinds = rules.flatMap(({ outline: { artefact } }) => artefact).filter((kind) => kind !== "project");
  return kinds.length > 0 && !kinds.includes("text");
};

const list = (rules) =>
  [
    ...rules.map(({ outline: { id } }, i) => `import rule${i} from "./${id}.ts";`),
    `export default [${rules.map((_, i) => `rule${i}`).join(", ")}];`,
  ].join("\n");

function withoutProse(path) {
  const source = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  if (source.match(PROSE)?.length !== 2) throw new Error(`${path}: where do "why" and "examples" begin and end?`);
  return source.replace(PROSE, "");
}

let known;
const partsOf = (define) => {
  known ??= readParts(define);
  return known;
};

/** Fails unless what is left of each rule is the rule but for its prose. */
async function readParts(define) {
  const whole = await rulesOf({ define });
  const left = await rulesOf({ define, plugins: [withoutAnyProse] });
  return whole.map(({ why, examples, ...rest }, i) => {
    if (shape(rest) !== shape(left[i])) throw new Error(`${rest.id}: more than its prose was taken out.`);
    const isCall = ([, value]) => typeof value === "function";
    const calls = Object.entries(rest)
      .filter(isCall)
      .map(([name]) => name);
    const outline = Object.fromEntries(Object.entries(rest).filter((entry) => !isCall(entry)));
    if (shape(JSON.parse(JSON.stringify(outline))) !== shape(outline)) throw new Error(`${rest.id} is not plain data.`);
    return { family: dirname(outline.id), outline, calls, why, examples };
  });
}

const withoutAnyProse = {
  name: "without-prose",
  setup({ onLoad }) {
    onLoad({ filter: RULE }, ({ path }) => ({ contents: withoutProse(path), loader: "ts" }));
  },
};

const shape = (rule) =>
  JSON.stringify(rule, (_, value) => (typeof value === "function" ? `${value.name}/${value.length}` : value));

async function rulesOf(options) {
  const folder = mkdtempSync(join(tmpdir(), "opsguard-rules-"));
  const outfile = join(folder, "rules.mjs");
  try {
    await build({
      ...options,
      entryPoints: ["src/rules/index.generated.ts"],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
    });
    return (await import(pathToFileURL(outfile))).RULES;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
