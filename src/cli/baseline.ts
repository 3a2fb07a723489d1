import { resolve } from "node:path";
import {
  type Baseline,
  createBaseline,
  formatBaseline,
  isOfSecret,
  matchBaseline,
  parseBaseline,
  pruneBaseline,
  updateBaseline,
} from "../engine/baseline.ts";
import { UsageError } from "../engine/config/config-error.ts";
import { readText, writeAtomically } from "../engine/disk.ts";
import { openSession } from "../engine/session.ts";
import { shown } from "../reporters/display.ts";
import { plural } from "../reporters/plural.ts";
import type { Finding } from "../rule/finding.ts";
import type { SessionFlags } from "./flags.ts";
import { shortPath } from "./paths.ts";
import { Progress } from "./progress.ts";
import { requestOf } from "./request.ts";
import type { World } from "./world.ts";

export interface BaselineFlags {
  /** Accept secrets, too. */
  readonly includeSecrets?: true;
}

export type BaselineCommand = "create" | "update" | "prune" | "check";

/** Makes a baseline of what is found, or compares one with it. */
export async function changeBaseline(
  world: World,
  command: BaselineCommand,
  flags: BaselineFlags & SessionFlags,
): Promise<number> {
  if (flags.baseline === false) throw new UsageError("A baseline command needs a baseline: leave out --no-baseline.");
  const progress = new Progress(world);
  const session = await openSession({ ...requestOf(world, flags), baseline: false, onProgress: progress.tell }).finally(
    () => progress.end(),
  );
  const path = flags.baseline === undefined ? session.baselinePath : resolve(world.cwd, flags.baseline);
  const name = shortPath(world.cwd, path);
  const text = readText(path);
  const { findings, rules, failures } = session.run({ lineHashes: false });
  if (failures.length > 0) {
    const [{ ruleId, message } = { ruleId: "A rule", message: "" }] = failures;
    throw new Error(`${ruleId} failed, so the findings are not all there: ${message}`);
  }
  const say = (sentence: string): void => world.stderr.write(`opsguard: ${sentence}\n`);
  for (const notice of session.notices) say(shown(notice));
  /** Less the secrets among them, unless they were asked for. */
  const accepted = (wanted: readonly Finding[]): readonly Finding[] => {
    if (flags.includeSecrets) return wanted;
    const secrets = wanted.filter((finding) => isOfSecret(finding, rules));
    if (secrets.length > 0) {
      const them = secrets.length === 1 ? "1 secret" : `${secrets.length} secrets`;
      say(`left out ${them}, to be changed and taken out of the repository. --include-secrets accepts them.`);
    }
    return wanted.filter((finding) => !isOfSecret(finding, rules));
  };
  if (command === "create") {
    if (text !== undefined) throw new UsageError(`${name} is there already: opsguard baseline update.`);
    const all = accepted(findings);
    writeAtomically(path, formatBaseline(createBaseline(all)));
    say(`${name} accepts ${plural(all.length, "finding")}.`);
    return 0;
  }
  if (text === undefined) throw new UsageError(`There is no baseline ${name}: opsguard baseline create.`);
  const before = parseBaseline(text, name);
  const { fresh, known, fixed } = matchBaseline(findings, before, session.project);
  const gone = `${plural(sum(fixed), "accepted finding")} ${sum(fixed) === 1 ? "is" : "are"} no more`;
  if (command === "check") {
    for (const { path: file, rule, count } of fixed)
      world.stdout.write(`${file}  ${rule}${count > 1 ? ` (${count})` : ""}\n`);
    say(fixed.length === 0 ? `${name} is up to date.` : `${gone}: opsguard baseline prune.`);
    return fixed.length === 0 ? 0 : 1;
  }
  const added = command === "prune" ? [] : accepted(fresh);
  const after =
    command === "prune"
      ? pruneBaseline(before, { fixed })
      : updateBaseline(before, [...known, ...added], session.project);
  writeAtomically(path, formatBaseline(after));
  say(`${name} accepts ${plural(sum(after), "finding")}: ${added.length} new, ${sum(fixed)} gone.`);
  return 0;
}

const sum = (baseline: Baseline): number => baseline.reduce((total, { count }) => total + count, 0);
