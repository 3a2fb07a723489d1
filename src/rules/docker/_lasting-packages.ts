import { type PackageStep, packageStepsOf, plainCommandsOf } from "../../model/docker-run.ts";
import type { RunInstruction } from "../../model/dockerfile.ts";
import { packageName } from "../../model/package-name.ts";
import type { ShellWord } from "../../model/shell.ts";
import { flagValue, runs } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";

/** A package of the operating system that a RUN leaves in its layer. */
export interface LastingPackage {
  /** As written, version and all. */
  readonly name: string;
  readonly word: ShellWord;
}

const SYSTEM_MANAGERS = ["apk", "apt", "dnf", "pacman", "zypper"];

/**
 * The packages a RUN installs and does not remove again: what a later command of the same RUN removes by name, by the
 * name of an `apk --virtual` group, or by a list that only a variable holds, is no part of the image.
 */
export function lastingPackages(run: RunInstruction): readonly LastingPackage[] {
  const steps = systemSteps(run);
  const lasting: LastingPackage[] = [];
  for (const [i, step] of steps.entries()) {
    if (step.action !== "install") continue;
    const removals = steps.slice(i + 1).filter(({ action }) => action === "remove");
    if (removals.some((removal) => undoes(removal, step)) || (removals.length > 0 && marksAllAuto(run))) continue;
    const removed = new Set(removals.flatMap(({ operands }) => operands).map(({ pattern = "" }) => bare(pattern)));
    for (const word of step.operands) {
      const name = packageName(step.manager, word)?.text;
      if (name !== undefined && !removed.has(bare(name))) lasting.push({ name, word });
    }
  }
  return lasting;
}

/** Does a RUN remove packages again that it installed itself? What it compiled with them in between is all that stays. */
export function removesItsTools(run: RunInstruction): boolean {
  const steps = systemSteps(run);
  const first = steps.findIndex(({ action }) => action === "install");
  return first !== -1 && steps.slice(first).some(({ action }) => action === "remove");
}

const systemSteps = (run: RunInstruction): readonly PackageStep[] =>
  [...packageStepsOf(run)].filter(({ manager }) => SYSTEM_MANAGERS.includes(manager));

/** Is all of an installation undone, or might it be? */
function undoes(removal: PackageStep, { command, manager }: PackageStep): boolean {
  if (removal.operands.some(({ pattern }) => pattern === undefined || /[*?^]/.test(pattern))) return true;
  const group = manager === "apk" ? known(flagValue(command, "t", "virtual")) : undefined;
  return group !== undefined && removal.operands.some(({ pattern }) => pattern === group);
}

/** `apt-mark auto '.*'`: what a removal then keeps was marked by hand before, and no list here says what that is. */
const marksAllAuto = (run: RunInstruction): boolean =>
  [...plainCommandsOf(run)].some((command) => runs(command, "apt-mark", "auto"));

/** Without version, architecture or release. */
const bare = (name: string): string => name.split(/[=<>~:@/]/, 1)[0] ?? "";
