import { type PackageStep, packageStepsOf, plainCommandsOf } from "../../model/docker-run.ts";
import type { RunInstruction } from "../../model/dockerfile.ts";
import { packageName } from "../../model/package-name.ts";
import type { ShellWord } from "../../model/shell.ts";
import { flagValue, runs } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { remembered } from "../../text/remembered.ts";

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
export const lastingPackages: (run: RunInstruction) => readonly LastingPackage[] = remembered((run) => {
  const steps = systemSteps(run);
  if (!steps.some(({ action }) => action === "install")) return [];
  const isAuto = marksAllAuto(run);
  const lasting: LastingPackage[][] = [];
  const removed = new Set<string>();
  let isOpen = false;
  for (const step of steps.toReversed()) {
    if (step.action === "remove") {
      for (const { pattern = "" } of step.operands) removed.add(bare(pattern));
      isOpen ||= isAuto || step.operands.some(({ pattern }) => pattern === undefined || /[*?^]/.test(pattern));
    }
    if (step.action !== "install" || isOpen || removed.has(groupOf(step) ?? "")) continue;
    const named = step.operands.flatMap((word) => {
      const name = packageName(step.manager, word)?.text;
      return name === undefined || removed.has(bare(name)) ? [] : [{ name, word }];
    });
    lasting.push(named);
  }
  return lasting.toReversed().flat();
});

/** Does a RUN remove packages again that it installed itself? What it compiled with them in between is all that stays. */
export function removesItsTools(run: RunInstruction): boolean {
  const steps = systemSteps(run);
  const first = steps.findIndex(({ action }) => action === "install");
  return first !== -1 && steps.slice(first).some(({ action }) => action === "remove");
}

const systemSteps = (run: RunInstruction): readonly PackageStep[] =>
  packageStepsOf(run).filter(({ manager }) => SYSTEM_MANAGERS.includes(manager));

/** The name under which `apk add --virtual` installs, to be removed by it. */
const groupOf = ({ command, manager }: PackageStep): string | undefined =>
  manager === "apk" ? known(flagValue(command, "t", "virtual")) : undefined;

/** `apt-mark auto '.*'`: what a removal then keeps was marked by hand before, and no list here says what that is. */
const marksAllAuto = (run: RunInstruction): boolean =>
  plainCommandsOf(run).some((command) => runs(command, "apt-mark", "auto"));

/** Without version, architecture or release. */
const bare = (name: string): string => name.split(/[=<>~:@/]/, 1)[0] ?? "";
