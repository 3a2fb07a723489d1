import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { builtins } from "./builtins.mjs";
import { buildProgram } from "./program.mjs";
import { apart } from "./rule-parts.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const require = createRequire(import.meta.url);

rmSync("dist", { recursive: true, force: true });

const shared = {
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // One byte per character is faster to compile.
  charset: "ascii",
  metafile: true,
  define: { OPSGUARD_VERSION: JSON.stringify(version) },
  // What it offers to Node is CommonJS, whose names a dynamic import does not see.
  alias: { yaml: join(dirname(require.resolve("yaml/package.json")), "browser/index.js") },
};

const library = await build({
  ...shared,
  entryPoints: { index: "src/index.ts", testing: "src/testing.ts" },
  splitting: true,
  format: "esm",
  plugins: [apart, builtins],
  chunkNames: "chunks/[name]-[hash]",
  // CommonJS packages that end up in an ES module still ask for Node's own modules by `require`.
  banner: {
    js: 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);',
  },
});

const program = await buildProgram({
  ...shared,
  entryPoints: { cli: "src/cli/main.ts" },
  plugins: [apart, builtins],
  scripts: {
    cli: ["src/cli/main.ts"],
    scan: ["src/cli/scan.ts", "src/reporters/text.ts"],
    dockerfile: ["src/parsers/dockerfile.ts", "family:docker"],
    yaml: ["src/parsers/yaml.ts", "family:compose", "family:k8s"],
  },
});

const types = spawnSync(
  process.execPath,
  [join("node_modules", "typescript", "bin", "tsc"), "--project", "tsconfig.build.json"],
  { stdio: "inherit" },
);
if (types.status !== 0) process.exit(types.status ?? 1);

mkdirSync("dist", { recursive: true });
copyFileSync("src/reporters/json.schema.json", "dist/report.schema.json");
writeFileSync(
  "dist/THIRD-PARTY-NOTICES.txt",
  notices([library.metafile, program].flatMap(({ inputs }) => Object.keys(inputs))),
);

/** The licences of all packages whose code is in the bundle. */
function notices(inputs) {
  const packages = new Set(
    inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1] ?? []),
  );
  const texts = [...packages].toSorted().map((name) => {
    const folder = join("node_modules", name);
    const { version: of, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} ${of} (${license})\n\n${licenceText(folder)}`;
  });
  return ["opsguard contains code of these packages.", ...texts].join(`\n\n${"-".repeat(80)}\n\n`);
}

function licenceText(folder) {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENSE-MIT", "license", "LICENCE"]) {
    try {
      return readFileSync(join(folder, name), "utf8").trim();
    } catch {
      // The next spelling.
    }
  }
  throw new Error(`${folder} has no licence file`);
}
