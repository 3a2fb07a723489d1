#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";

if (process.argv.length === 3 && ["--version", "-V"].includes(process.argv[2])) {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  process.stdout.write(`${version}\n`);
} else {
  module.enableCompileCache?.();
  const { main } = await import("../dist/cli.js");
  process.exitCode = await main(process.argv.slice(2));
}
