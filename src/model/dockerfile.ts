import { remembered } from "../text/remembered.ts";
import type { Range, Ranged } from "../text/source-file.ts";
import type { ImageReference } from "./image-reference.ts";
import type { Origin } from "./origin.ts";
import type { ShellCommand, ShellScript } from "./shell.ts";
import { commandsFrom, commandsIn } from "./shell-command.ts";
import type { SyntaxProblem } from "./syntax.ts";
import type { Value } from "./value.ts";

/** A Dockerfile as BuildKit reads it: https://docs.docker.com/reference/dockerfile/ */
export interface Dockerfile extends Origin {
  readonly kind: "dockerfile";
  /** The whole file, which all ranges count in: for fixes that keep its layout. */
  readonly text: string;
  /** `# syntax=`, `# escape=`, `# check=`, in file order. */
  readonly directives: readonly Directive[];
  readonly escape: "\\" | "`";
  /** What stands before the first FROM: the global ARGs. */
  readonly preamble: readonly Instruction[];
  /** In file order; the last one is what `docker build` tags. */
  readonly stages: readonly Stage[];
  readonly comments: readonly DockerComment[];
  readonly problems: readonly SyntaxProblem[];
}

/** The range is that of the comment line, its value that of what follows `=`. */
export interface Directive extends Ranged {
  /** Lower case. */
  readonly name: string;
  readonly value: Value<string>;
}

/** The text without its `#` and blanks around; `range` covers it with its `#`. */
export interface DockerComment extends Ranged {
  readonly text: string;
}

/** Its range is that of its `FROM`; of a fragment without one, that of its first instruction. */
export interface Stage extends Ranged {
  readonly index: number;
  /** Absent in a fragment: its base is then unknown, like all that a base may bring. */
  readonly from: FromInstruction | undefined;
  /** As written; Docker compares names without regard to case. */
  readonly name: Word | undefined;
  /** Index of the earlier stage this one is built `FROM`, when its image names one. */
  readonly parent: number | undefined;
  /** The image it is built from, expanded; absent when that is a stage, `scratch`, or unknown. */
  readonly image: ImageReference | undefined;
  readonly isScratch: boolean;
  /** After the FROM, in file order, each ONBUILD holding its trigger. */
  readonly instructions: readonly Instruction[];
}

/**
 * A word of an instruction. It is known when it holds no variable, or each of its variables has a value in the file
 * (ARG default, ENV, `${x:-default}`); `value` is then expanded and without quotes.
 */
export type Word = Value<string> & {
  /** As written, continuation lines joined. */
  readonly raw: string;
  /** Holds no variable, so `value` is what the author wrote but for quotes and escapes. */
  readonly isLiteral: boolean;
  readonly variables: readonly VariableUse[];
};

/** `$NAME` or `${NAME…}` where Docker, not a shell, expands it. */
export interface VariableUse extends Ranged {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//` after the name. */
  readonly operator: string | undefined;
  /** What declares it at this point: an ARG or ENV of the stage or of those it is built from, a platform or proxy ARG, or nothing in the file. */
  readonly declaredBy: "arg" | "env" | "global-arg" | "predefined" | undefined;
}

interface Base<K extends string> extends Ranged {
  readonly keyword: K;
  /** Range of the keyword, and how it is written. */
  readonly keywordText: string;
  readonly keywordRange: Range;
  readonly flags: readonly Flag[];
  readonly heredocs: readonly Heredoc[];
  /** Empty lines between its continuation lines, each with its line end. */
  readonly emptyLines: readonly Range[];
}

/** `--name=value`; of `--mount`, the value taken apart. */
export interface Flag extends Ranged {
  readonly name: string;
  readonly value: Word | undefined;
  readonly options: readonly FlagOption[];
}
export interface FlagOption extends Ranged {
  readonly key: string;
  readonly value: Word | undefined;
}

/** `<<NAME`; `range` is that of the word that opens it. */
export interface Heredoc extends Ranged {
  readonly name: string;
  /** Docker and the shell expand variables in the body unless the name is quoted. */
  readonly isQuoted: boolean;
  /** The lines of the body, and their text with tabs stripped as `<<-` asks. */
  readonly body: Range;
  readonly text: string;
  readonly isTerminated: boolean;
}

/** What a RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD runs. */
export type CommandForm =
  | {
      readonly form: "exec";
      readonly range: Range;
      readonly args: readonly Word[];
      /** The same as the one command it is, whose `script` is that of an `["sh", "-c", "…"]`; absent for `[]`. */
      readonly command: ShellCommand | undefined;
    }
  | {
      readonly form: "shell";
      readonly range: Range;
      /** As written, continuation lines joined and comments gone. */
      readonly text: string;
      /** Absent when no POSIX-like shell runs it (`cmd`, PowerShell, a heredoc with a shebang of another language). */
      readonly script: ShellScript | undefined;
      /** The argv that runs it: of the last SHELL, else `/bin/sh -c`. */
      readonly shell: readonly string[];
      /** Written as JSON, almost: Docker takes it for shell text. */
      readonly isBrokenJson: boolean;
    };

export interface FromInstruction extends Base<"FROM"> {
  readonly image: Word;
  readonly alias: Word | undefined;
  /** The word `AS`. */
  readonly as: Word | undefined;
}
export interface RunInstruction extends Base<"RUN"> {
  readonly command: CommandForm | undefined;
}
export interface CmdInstruction extends Base<"CMD"> {
  readonly command: CommandForm | undefined;
}
export interface EntrypointInstruction extends Base<"ENTRYPOINT"> {
  readonly command: CommandForm | undefined;
}
/** `HEALTHCHECK NONE` has no command. */
export interface HealthcheckInstruction extends Base<"HEALTHCHECK"> {
  readonly isNone: boolean;
  readonly command: CommandForm | undefined;
}
export interface CopyInstruction extends Base<"ADD" | "COPY"> {
  /** Without heredocs, which are sources too. */
  readonly sources: readonly Word[];
  readonly destination: Word | undefined;
  readonly form: "exec" | "shell";
}
/** `legacy`: written `KEY value`, without `=`. */
export interface PairsInstruction extends Base<"ARG" | "ENV" | "LABEL"> {
  readonly pairs: readonly Pair[];
  readonly isLegacy: boolean;
}
export interface Pair extends Ranged {
  readonly key: Word;
  /** Absent for `ARG NAME`. */
  readonly value: Word | undefined;
}
export interface WordInstruction extends Base<"MAINTAINER" | "STOPSIGNAL" | "USER" | "WORKDIR"> {
  /** All that follows the keyword; absent when nothing does. */
  readonly argument: Word | undefined;
}
export interface WordsInstruction extends Base<"EXPOSE" | "SHELL" | "VOLUME"> {
  readonly args: readonly Word[];
  readonly form: "exec" | "shell";
}
export interface OnbuildInstruction extends Base<"ONBUILD"> {
  readonly trigger: Instruction | undefined;
}
/** A keyword that is none. */
export interface UnknownInstruction extends Base<"?"> {
  readonly argument: Word | undefined;
}

export type Instruction =
  | CmdInstruction
  | CopyInstruction
  | EntrypointInstruction
  | FromInstruction
  | HealthcheckInstruction
  | OnbuildInstruction
  | PairsInstruction
  | RunInstruction
  | UnknownInstruction
  | WordInstruction
  | WordsInstruction;
export type InstructionOf<K extends Instruction["keyword"]> = Sharing<Instruction, K>;
/** Several keywords may share one shape, so `Extract` would find none for a single one of them. */
type Sharing<I extends Instruction, K> = I extends Instruction ? (K & I["keyword"] extends never ? never : I) : never;

/** `stage` and the stages it is built from, nearest first. */
export function lineage({ stages }: Pick<Dockerfile, "stages">, stage: Stage): readonly Stage[] {
  const chain: Stage[] = [];
  for (let next: Stage | undefined = stage; next; ) {
    chain.push(next);
    next = next.parent !== undefined && next.parent < next.index ? stages[next.parent] : undefined;
  }
  return chain;
}

/** The final stage and those it is built from, nearest first: what the image users run consists of. */
export function shippedStages(dockerfile: Pick<Dockerfile, "stages">): readonly Stage[] {
  const final = dockerfile.stages.at(-1);
  return final ? lineage(dockerfile, final) : [];
}

/** The stage at the root of a lineage: the one whose image comes from outside. */
export const rootOf = (dockerfile: Pick<Dockerfile, "stages">, stage: Stage): Stage =>
  lineage(dockerfile, stage).at(-1) ?? stage;

/** Instructions with this keyword, in file order; ONBUILD triggers are not among them. */
export const instructionsOf = <K extends Instruction["keyword"]>(
  stage: Stage,
  keyword: K,
): readonly InstructionOf<K>[] =>
  stage.instructions.filter((instruction): instruction is InstructionOf<K> => instruction.keyword === keyword);

/** The instruction with this keyword that is in force in `stage`: its own last one, else its ancestors'. */
export function effective<K extends Instruction["keyword"]>(
  dockerfile: Pick<Dockerfile, "stages">,
  stage: Stage,
  keyword: K,
): InstructionOf<K> | undefined {
  for (const ancestor of lineage(dockerfile, stage)) {
    const last = instructionsOf(ancestor, keyword).at(-1);
    if (last) return last;
  }
  return undefined;
}

/** The flag with this name, without its dashes. */
export const flag = ({ flags }: Pick<Base<string>, "flags">, name: string): Flag | undefined =>
  flags.find((one) => one.name === name);

/**
 * The simple commands a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs, those in nested scripts included, in the order they
 * stand; an exec form is one command. An ONBUILD stands for its trigger.
 */
export const commandsOf: (instruction: Instruction) => readonly ShellCommand[] = remembered((instruction) => {
  switch (instruction.keyword) {
    case "ONBUILD":
      return instruction.trigger ? commandsOf(instruction.trigger) : NONE;
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "RUN": {
      const { command } = instruction;
      if (command?.form === "shell") return command.script ? commandsIn(command.script) : NONE;
      return command?.command ? commandsFrom(command.command) : NONE;
    }
    default:
      return NONE;
  }
});
const NONE: readonly ShellCommand[] = [];
