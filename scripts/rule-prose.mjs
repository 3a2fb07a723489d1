import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Where `PROSE` stands, empty. */
const TABLE = /[\\/]src[\\/]rules[\\/]prose\.ts$/;
/** `docker/pin-base-image.ts`, but not `docker/_subject.ts`. */
const RULE = /[\\/]src[\\/]rules[\\/][^\\/]+[\\/][a-z0-9][^\\/]*\.ts$/;
/** As Biome lays out a rule. */
const PROSE = /^ {2}(?:why:[\s\S]*?,\n(?= {2}\S)|examples: \{\n[\s\S]*?\n {2}\},\n)/gm;

/** Moves what only people read of the built-in rules out of what each run loads, into the table that is loaded on demand. */
export const apart = {
  name: "rule-prose",
  setup({ onLoad, initialOptions }) {
    const { define } = initialOptions;
    onLoad({ filter: RULE }, ({ path }) => ({ contents: withoutProse(path), loader: "ts" }));
    onLoad({ filter: TABLE }, async () => {
      const table = JSON.stringify(await proseOfAll(define));
      return { contents: `export const PROSE = JSON.parse(${JSON.stringify(table)});`, loader: "js" };
    });
  },
};

function withoutProse(path) {
  const source = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  if (source.match(PROSE)?.length !== 2) throw new Error(`${path}: where do "why" and "examples" begin and end?`);
  return source.replace(PROSE, "");
}

/** By rule. Fails unless what is left of each rule is the rule but for them. */
async function proseOfAll(define) {
  const whole = await rulesOf({ define });
  const left = await rulesOf({ define, plugins: [apart] });
  return Object.fromEntries(
    whole.map(({ why, examples, ...rest }, i) => {
      if (shape(rest) !== shape(left[i])) throw new Error(`${rest.id}: more than its prose was taken out.`);
      return [rest.id, { why, examples }];
    }),
  );
}

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
