import { isWindowsImage } from "../../model/base-image.ts";
import type { FromInstruction, Instruction, Stage } from "../../model/dockerfile.ts";
import { flag } from "../../model/dockerfile.ts";
import { type ImageReference, imageReference, isValidReference, isWholeDigest } from "../../model/image-reference.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { known } from "../../model/value.ts";
import { clipped } from "../../text/clipped.ts";
import { DEFAULT_SHELL, type Shell, shellOf, WINDOWS_SHELL } from "./command.ts";
import { declareArg, declareEnv, globalScope, newScope, type Scope } from "./scope.ts";

/** A stage while its instructions are read. */
interface OpenStage {
  readonly stage: Omit<Stage, "instructions">;
  readonly instructions: Instruction[];
  readonly scope: Scope;
  /** What its ONBUILD triggers declare, for the stages built from it. */
  readonly handedDown: Scope;
  shell: Shell;
}

const UNKNOWN_SHELL: Shell = { argv: DEFAULT_SHELL.argv, interpreter: undefined };

/** Puts instructions into stages, and knows what is in force where the next one stands. */
export class Stages {
  readonly preamble: Instruction[] = [];
  readonly #stages: OpenStage[] = [];
  readonly #byName = new Map<string, number>();
  readonly #globals = globalScope();
  readonly #problems: SyntaxProblem[];
  readonly #escapeChar: string;
  /** What `# hadolint shell=` says since the last instruction: a FROM would make it void else. */
  #announced: Shell | undefined;

  /** `isFragment`: no FROM comes, so what comes is a stage from the start. */
  constructor(problems: SyntaxProblem[], escapeChar: string, isFragment: boolean) {
    this.#problems = problems;
    this.#escapeChar = escapeChar;
    if (isFragment) this.#open(undefined);
  }

  get stages(): readonly Stage[] {
    return this.#stages.map(({ stage, instructions }) => ({ ...stage, instructions }));
  }

  get #current(): OpenStage | undefined {
    return this.#stages.at(-1);
  }

  get shell(): Shell {
    return this.#announced ?? this.#current?.shell ?? DEFAULT_SHELL;
  }

  /** Whose variables the next instruction may use. */
  scopeFor(keyword: string): Scope {
    const current = this.#current;
    if (!current || keyword === "FROM") return this.#globals;
    return keyword === "ONBUILD" ? { ...current.handedDown, isTrigger: true } : current.scope;
  }

  /** A comment `# hadolint shell=name`. */
  announce(shell: string): void {
    this.#announced = shellOf([shell, "-c"]);
  }

  add(instruction: Instruction): void {
    const current = this.#current;
    if (instruction.keyword === "FROM") this.#open(instruction);
    else if (current) {
      if (this.#announced) current.shell = this.#announced;
      if (instruction.keyword === "SHELL") current.shell = shellOfArgs(instruction.args.map(known)) ?? current.shell;
      if (instruction.keyword !== "ONBUILD") this.#declare(instruction, current.scope);
      else if (instruction.trigger) this.#declare(instruction.trigger, current.handedDown);
      current.instructions.push(instruction);
    } else this.preamble.push(instruction);
    this.#announced = undefined;
  }

  #declare(instruction: Instruction, scope: Scope): void {
    const isHandedDown = scope === this.#current?.handedDown;
    const globals = isHandedDown ? undefined : this.#globals;
    if (instruction.keyword === "ENV") for (const pair of instruction.pairs) declareEnv(scope, pair);
    if (instruction.keyword === "ARG") for (const pair of instruction.pairs) declareArg(scope, pair, globals);
  }

  #open(from: FromInstruction | undefined): void {
    const index = this.#stages.length;
    const target = known(from?.image);
    const parent = target === undefined ? undefined : this.#byName.get(target.toLowerCase());
    const base = parent === undefined ? undefined : this.#stages[parent];
    const isScratch = target === "scratch" && !base;
    const image = target === undefined || base || isScratch ? undefined : imageReference(target);
    if (from && image) this.#checkReference(from, image);
    const scope = newScope(base?.handedDown);
    const name = from?.alias;
    this.#stages.push({
      stage: { range: from?.range ?? { start: 0, end: 0 }, index, from, name, parent, image, isScratch },
      instructions: [],
      scope,
      handedDown: newScope(scope),
      shell: this.#announced ?? base?.shell ?? this.#shellOfImage(from, image),
    });
    if (name?.known) this.#byName.set(name.value.toLowerCase(), index);
  }

  #checkReference(from: FromInstruction, image: ImageReference): void {
    if (isValidReference(image) && (!image.digest || isWholeDigest(image.digest.text))) return;
    const message = `\`${clipped(known(from.image) ?? "")}\` is no valid image reference.`;
    this.#problems.push({ range: from.image.range, message, code: "invalid-reference" });
  }

  /** Windows images run `cmd`; of an unknown one in a file that escapes with a backquote, as only Windows needs, it may. */
  #shellOfImage(from: FromInstruction | undefined, image: ImageReference | undefined): Shell {
    const platform = from && known(flag(from, "platform")?.value);
    if (platform?.startsWith("windows") || (image && isWindowsImage(image))) return WINDOWS_SHELL;
    return !image && this.#escapeChar === "`" ? UNKNOWN_SHELL : DEFAULT_SHELL;
  }
}

function shellOfArgs(args: readonly (string | undefined)[]): Shell | undefined {
  const argv = args.filter((word) => word !== undefined);
  return argv.length > 0 ? shellOf(argv) : undefined;
}
