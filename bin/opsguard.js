#!/usr/bin/env node
"use strict";

const { argv } = process;

if (argv.length === 3 && ["--version", "-V"].includes(argv[2])) {
  process.stdout.on("error", fail).write(`${require("../package.json").version}\n`);
} else {
  void run(argv.slice(2));
}

async function run(args) {
  const { load, keepCompiled } = require("./load.js");
  const { main } = await load("cli.js", "cli");
  process.exitCode = await main(args);
  keepCompiled();
}

/** The same as of any other output: who has read enough does no harm. */
function fail({ code, message }) {
  if (code === "EPIPE") return;
  process.stderr.write(`opsguard: ${message}\n`);
  process.exitCode = 3;
}
