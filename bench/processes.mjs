import { spawnSync } from "node:child_process";

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Runs a command as a whole process and gives its wall time in milliseconds. */
function once([command, ...args], cwd) {
  const start = process.hrtime.bigint();
  const { error, stderr, status } = spawnSync(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  if (error || status === null || status > 1) throw new Error(`${command} ${args.join(" ")}: ${error ?? stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Times several commands in turn, A B A B ..., so that a machine that slows down slows all of them; medians by name. */
export function race(commands, { runs = 7, cwd } = {}) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = -1; run < runs; run += 1) {
    for (const [name, command] of Object.entries(commands)) {
      const time = once(command, cwd);
      if (run >= 0) times[name].push(time);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** A Markdown table. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
