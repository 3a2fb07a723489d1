#!/usr/bin/env node

// Node makes an ES module of what is imported from it, which takes longer.
const { getBuiltinModule } = process;

if (process.argv.length === 3 && ["--version", "-V"].includes(process.argv[2])) {
  const { version } = JSON.parse(
    getBuiltinModule("node:fs").readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  process.stdout.write(`${version}\n`);
} else {
  getBuiltinModule("node:module").enableCompileCache?.();
  const { main } = await import("../dist/cli.js");
  process.exitCode = await main(process.argv.slice(2));
}
