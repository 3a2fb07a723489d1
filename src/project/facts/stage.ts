import { isWindowsImage } from "../../model/base-image.ts";
import { referencedStages } from "../../model/build-source.ts";
import { isNumericUser, isRootUser } from "../../model/container-user.ts";
import { type Dockerfile, instructionsOf, type Stage } from "../../model/dockerfile.ts";
import { type ExposedPort, exposedPort } from "../../model/exposed-port.ts";
import { type StageState, stageStates } from "../../model/stage-state.ts";
import { known } from "../../model/value.ts";
import type { Range, Ranged } from "../../text/source-file.ts";

/**
 * An image that a Dockerfile can build: its last stage, or one that `--target` names. What is in force counts what it
 * inherits from the stages it is built on. The range is that of its FROM.
 */
export interface StageFact extends Ranged {
  /** As written; Docker compares names without regard to case. */
  readonly name: string | undefined;
  /** Index of the stage it is built on. */
  readonly parent: number | undefined;
  /** Does another stage of the file build on it, or take files from it? */
  readonly isReferenced: boolean;
  readonly base: BaseFact;
  /** Absent when no USER is in force. */
  readonly user: UserFact | undefined;
  /** Its own; those of its parent are its ports too. */
  readonly ports: readonly PortFact[];
  readonly healthcheck: HealthcheckFact;
  /** Has a CMD or an ENTRYPOINT. */
  readonly isRunnable: boolean;
}

/** The external image at the root; `image` as expanded: `node:22-alpine`. */
export type BaseFact =
  | { readonly kind: "image"; readonly image: string; readonly isWindows: boolean }
  | { readonly kind: "scratch" }
  | { readonly kind: "unknown" };

/** The range is that of what follows USER. */
export interface UserFact extends Ranged {
  /** `unknown`: a variable or a trigger decides it. */
  readonly is: "name" | "number" | "root" | "unknown";
  /** As expanded: `app:web`. */
  readonly text: string | undefined;
}

/** A word of EXPOSE; without `port` when a variable decides it, or Docker would refuse it. */
export interface PortFact extends Ranged {
  readonly port: ExposedPort | undefined;
}

/** `none`: HEALTHCHECK NONE, a decision; `trigger`: an ONBUILD brings one. */
export type HealthcheckFact = "absent" | "command" | "none" | "trigger";

/** In file order, so the last one is what `docker build` tags. */
export function stageFacts(dockerfile: Dockerfile): readonly StageFact[] {
  const referenced = referencedStages(dockerfile);
  const states = stageStates(dockerfile);
  return dockerfile.stages.flatMap((stage) => {
    const state = states[stage.index];
    if (!state) return [];
    const { range, parent, name } = stage;
    return {
      range,
      parent,
      name: known(name),
      isReferenced: referenced.has(stage.index),
      ports: portsOf(stage),
      base: baseOf(state.root),
      user: userOf(state.user, range),
      healthcheck: healthcheckOf(state.healthcheck),
      isRunnable: (state.cmd ?? state.entrypoint) !== undefined,
    };
  });
}

function baseOf({ isScratch, image, from }: Stage): BaseFact {
  if (isScratch) return { kind: "scratch" };
  if (!image || !from?.image.known) return { kind: "unknown" };
  return { kind: "image", image: from.image.value, isWindows: isWindowsImage(image) };
}

function userOf(user: StageState["user"], range: Range): UserFact | undefined {
  if (user === undefined) return undefined;
  if (user === "unknown") return { is: "unknown", text: undefined, range };
  if (!user.known) return { is: "unknown", text: undefined, range: user.range };
  const is = isRootUser(user.value) ? "root" : isNumericUser(user.value) ? "number" : "name";
  return { is, text: user.value, range: user.range };
}

const portsOf = (stage: Stage): readonly PortFact[] =>
  instructionsOf(stage, "EXPOSE")
    .flatMap(({ args }) => args)
    .map((word) => ({ port: word.known ? valid(exposedPort(word.value)) : undefined, range: word.range }));

const valid = (port: ReturnType<typeof exposedPort>): ExposedPort | undefined => ("fault" in port ? undefined : port);

function healthcheckOf(healthcheck: StageState["healthcheck"]): HealthcheckFact {
  if (healthcheck === undefined || healthcheck === "trigger") return healthcheck ?? "absent";
  return healthcheck.isNone ? "none" : "command";
}

/** An ARG that `docker build --build-arg` can set. */
export interface ArgFact extends Ranged {
  readonly name: string;
  readonly hasDefault: boolean;
  /** Stands before the first FROM, so only FROM lines see it until a stage asks for it. */
  readonly isGlobal: boolean;
}

export function argFacts({ preamble, stages }: Dockerfile): readonly ArgFact[] {
  const facts: ArgFact[] = [];
  for (const [i, instructions] of [preamble, ...stages.map((stage) => stage.instructions)].entries()) {
    for (const instruction of instructions) {
      if (instruction.keyword !== "ARG") continue;
      for (const { key, value, range } of instruction.pairs) {
        if (key.known) facts.push({ name: key.value, hasDefault: value !== undefined, isGlobal: i === 0, range });
      }
    }
  }
  return facts;
}
