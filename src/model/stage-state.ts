import { remembered } from "../text/remembered.ts";
import {
  type CmdInstruction,
  type Dockerfile,
  type EntrypointInstruction,
  type HealthcheckInstruction,
  type Instruction,
  instructionsOf,
  type Stage,
  type Word,
} from "./dockerfile.ts";

/** What is in force at the end of a stage, by its own instructions and by those of the stages it is built from. */
export interface StageState {
  /** The stage whose image comes from outside. */
  readonly root: Stage;
  /** Of the last USER; `unknown` when an ONBUILD trigger or an empty USER decides it. */
  readonly user: Word | "unknown" | undefined;
  readonly cmd: CmdInstruction | undefined;
  readonly entrypoint: EntrypointInstruction | undefined;
  readonly healthcheck: HealthcheckInstruction | "trigger" | undefined;
  /** A SHELL stands somewhere. */
  readonly choosesShell: boolean;
}

/** The state of every stage, by index. Takes linear time, however the stages are built on each other. */
export const stageStates: (dockerfile: Pick<Dockerfile, "stages">) => readonly StageState[] = remembered(
  ({ stages }) => {
    const states: StageState[] = [];
    const handedDown = new Map<number, Draft>();
    for (const stage of stages) {
      const parent = stage.parent === undefined ? undefined : stages[stage.parent];
      const state = parent && states[parent.index];
      const below: Draft = state
        ? (handedDown.get(parent.index) ?? triggered(state, parent))
        : { ...START, root: stage };
      if (parent) handedDown.set(parent.index, below);
      const { ownCmd: _, ...end } = stage.instructions.reduce(after, below);
      states.push(end);
    }
    return states;
  },
);

type Draft = StageState & {
  /** The CMD of the stage itself: an ENTRYPOINT forgets that of the stages below. */
  readonly ownCmd: CmdInstruction | undefined;
};

const START = {
  user: undefined,
  cmd: undefined,
  ownCmd: undefined,
  entrypoint: undefined,
  healthcheck: undefined,
  choosesShell: false,
} as const;

/** What a stage hands down to those built on it: its ONBUILD triggers run there before anything else. */
function triggered(state: StageState, stage: Stage): Draft {
  const triggers = instructionsOf(stage, "ONBUILD").flatMap(({ trigger }) => trigger ?? []);
  const draft = triggers.reduce(after, { ...state, ownCmd: undefined });
  return triggers.some(({ keyword }) => keyword === "USER") ? { ...draft, user: "unknown" } : draft;
}

function after(state: Draft, instruction: Instruction): Draft {
  switch (instruction.keyword) {
    case "CMD":
      return { ...state, cmd: instruction, ownCmd: instruction };
    case "ENTRYPOINT":
      return { ...state, entrypoint: instruction, cmd: state.ownCmd };
    case "HEALTHCHECK":
      return { ...state, healthcheck: instruction };
    case "ONBUILD": {
      const isHealthcheck = instruction.trigger?.keyword === "HEALTHCHECK";
      return isHealthcheck && !state.healthcheck ? { ...state, healthcheck: "trigger" } : state;
    }
    case "SHELL":
      return { ...state, choosesShell: true };
    case "USER":
      return { ...state, user: instruction.argument ?? "unknown" };
    default:
      return state;
  }
}
