import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { write } from "./corpus.mjs";
import { dockerfiles } from "./dockerfiles.mjs";
import { applications, definitions } from "./manifests.mjs";
import { median, race, table } from "./processes.mjs";

const bin = resolve("bin/opsguard.js");
const opsguard = (...args) => [process.execPath, bin, ...args];
const folder = mkdtempSync(join(tmpdir(), "opsguard-bench-"));
const only = process.argv[2];

/** Each suite writes what it scans, races commands beside a bare Node, and gives rows of a table. */
const SUITES = {
  start() {
    const cwd = join(folder, "one");
    write(cwd, [[".git/HEAD", ""], ...dockerfiles(1)]);
    const times = race(
      {
        node: [process.execPath, "-e", "0"],
        version: opsguard("--version"),
        one: opsguard("--fail-on", "never", "services/s0/Dockerfile"),
      },
      { runs: 15, cwd },
    );
    const over = (name) => `bare node + ${(times[name] - times.node).toFixed(0)} ms`;
    return [
      ["`--version`", over("version"), ratio(times.version, times.node)],
      ["one Dockerfile", over("one"), ratio(times.one, times.node)],
    ];
  },

  growth() {
    const counts = [500, 1000, 2000, 4000];
    const commands = { node: [process.execPath, "-e", "0"] };
    for (const count of counts) {
      const cwd = join(folder, `d${count}`);
      write(cwd, [[".git/HEAD", ""], ...dockerfiles(count)]);
      commands[count] = opsguard("--fail-on", "never", "-f", "json", "-o", join(folder, "out.json"), cwd);
    }
    const times = race(commands, { runs: 5 });
    return counts.map((count) => {
      const over = times[count] - times.node;
      const rate = Math.round((count / over) * 1000);
      return [`${count} Dockerfiles`, `${rate} files/s`, ratio(times[count], times.node)];
    });
  },

  process() {
    const count = 2000;
    const cwd = join(folder, "process");
    write(cwd, [[".git/HEAD", ""], ...dockerfiles(count)]);
    const program = [resolve("bench/in-process.mjs"), cwd, "8"];
    const [first, ...later] = JSON.parse(execFileSync(process.execPath, program, { encoding: "utf8" }));
    const rate = (time) => `${Math.round((count / time) * 1000)} files/s`;
    return [
      [`${count} Dockerfiles, the first scan of a process`, rate(first), ""],
      [`${count} Dockerfiles, a later scan`, rate(median(later)), ""],
    ];
  },

  manifests() {
    const crds = definitions(66e6);
    const files = [...crds, ...applications(1350 - crds.length)];
    const cwd = join(folder, "manifests");
    write(cwd, [[".git/HEAD", ""], ...files]);
    const bytes = files.reduce((sum, [, text]) => sum + text.length, 0);
    const scan = opsguard("--fail-on", "never", "-f", "json", "-o", join(folder, "out.json"), cwd);
    const times = race({ node: [process.execPath, "-e", "0"], scan }, { runs: 5 });
    const over = times.scan - times.node;
    const rate = `${(bytes / 1e3 / over).toFixed(0)} MB/s, ${Math.round((files.length / over) * 1000)} files/s`;
    return [[`${files.length} manifests, mostly CRDs`, rate, ratio(times.scan, times.node)]];
  },
};

const ratio = (a, b) => `${(a / b).toFixed(2)} x`;

try {
  for (const [name, suite] of Object.entries(SUITES)) {
    if (only && only !== name) continue;
    console.log(`\n${name} (Node ${process.version})\n`);
    console.log(table(["work", "measured", "against bare node"], suite()));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
