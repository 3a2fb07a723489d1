import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { builtins } from "./builtins.mjs";
import { apart } from "./rule-prose.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const require = createRequire(import.meta.url);

rmSync("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts", testing: "src/testing.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // One byte per character is faster to compile.
  charset: "ascii",
  metafile: true,
  plugins: [apart, builtins],
  chunkNames: "chunks/[name]-[hash]",
  define: { OPSGUARD_VERSION: JSON.stringify(version) },
  alias: {
    // Its ES module build is transpiled for older engines and takes 2.8 times as long on Node 20.
    "js-yaml": join(dirname(require.resolve("js-yaml/package.json")), "dist/js-yaml.cjs.js"),
    // What it offers to Node is CommonJS, whose names a dynamic import does not see.
    yaml: join(dirname(require.resolve("yaml/package.json")), "browser/index.js"),
  },
  // CommonJS packages that end up in an ES module still ask for Node's own modules by `require`.
  banner: {
    js: 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);',
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
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", notices(Object.keys(metafile.inputs)));

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
