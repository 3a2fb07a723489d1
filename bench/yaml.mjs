/** Times our YAML reader as a whole process beside the package `yaml`, bundled alike. Ratios hold within one run only. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { write } from "./corpus.mjs";
import { applications, definitions } from "./manifests.mjs";
import { race, table } from "./processes.mjs";

/** Each reads all files of a folder, one after the other: trees with all places, and comments. */
const PROGRAMS = {
  ours: `
    import { compose } from "./src/parsers/syntax/yaml/compose.ts";
    import { documents } from "./src/parsers/syntax/yaml/documents.ts";
    const read = (text) => documents(text).map((document) => compose(text, document));`,
  yaml: `
    import { parseAllDocuments } from "yaml";
    const read = parseAllDocuments;`,
};
const MAIN = `
  import { readdirSync, readFileSync } from "node:fs";
  import { join } from "node:path";
  const folder = process.argv[2];
  let count = 0;
  for (const name of readdirSync(folder)) count += read(readFileSync(join(folder, name), "utf8")).length;
  console.log(count);`;

const texts = (files) => files.map(([, text]) => text);
const half = 2_500_000;
const sized = (list, bytes) => {
  const taken = [];
  for (let i = 0, sum = 0; sum < bytes; i += 1) sum += taken[taken.push(list[i]) - 1].length;
  return taken;
};
const many = texts(applications(6000, 7));
const INPUTS = {
  "600 small files": texts(applications(600)),
  "one file, 5 MB of applications": [sized(many, 2 * half).join("---\n")],
  "one file, 5 MB of definitions": [texts(definitions(2 * half)).join("---\n")],
  "one file, 2.5 MB of each": [[...texts(definitions(half)), ...sized(many, half)].join("---\n")],
};

const folder = mkdtempSync(join(tmpdir(), "opsguard-bench-"));
try {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    // CommonJS, since starting Node's loader of ES modules would only blur the ratio.
    await build({
      stdin: { contents: program + MAIN, resolveDir: process.cwd(), loader: "ts" },
      outfile: join(folder, `${name}.cjs`),
      bundle: true,
      format: "cjs",
      platform: "node",
      target: "node20.19",
      minifySyntax: true,
      minifyWhitespace: true,
    });
  }
  const runs = Number(process.argv[2] ?? 7);
  const rows = Object.entries(INPUTS).map(([name, inputs], i) => {
    const cwd = join(folder, `${i}`);
    write(
      cwd,
      inputs.map((text, j) => [`${j}.yaml`, text]),
    );
    const times = race(
      {
        node: [process.execPath, "-e", "0"],
        yaml: [process.execPath, join(folder, "yaml.cjs"), cwd],
        ours: [process.execPath, join(folder, "ours.cjs"), cwd],
      },
      { runs },
    );
    const kB = Math.round(inputs.join("").length / 1000);
    const ms = (time) => `${time.toFixed(0)} ms`;
    return [
      name,
      `${kB} kB`,
      ms(times.node),
      ms(times.yaml),
      ms(times.ours),
      `${(times.yaml / times.ours).toFixed(1)} x`,
    ];
  });
  console.log(`\nYAML (Node ${process.version})\n`);
  console.log(table(["input", "size", "bare node", "yaml", "ours", "yaml / ours"], rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
