import type {
  CopyInstruction,
  Flag,
  FromInstruction,
  HealthcheckInstruction,
  Instruction,
  PairsInstruction,
  UnknownInstruction,
  Word,
  WordsInstruction,
} from "../../model/dockerfile.ts";
import { isSignal } from "../../model/signal.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import type { Range } from "../../text/source-file.ts";
import type { TextView } from "../../text/text-view.ts";
import { skipSpace, splitWords, trimEnd, wordEnd } from "./chars.ts";
import { type CommandContext, commandForm, literalString } from "./command.ts";
import { checkFlags, readFlags } from "./flags.ts";
import { type HeredocReader, openHeredocs, type ReadHeredoc } from "./heredocs.ts";
import { type JsonString, jsonForm } from "./json.ts";
import type { LogicalLine } from "./lines.ts";
import { legacyPair, pairAt, quotedWords } from "./pairs.ts";
import { declareArg, type Scope } from "./scope.ts";
import { expandedWord, literalWord } from "./words.ts";

/** What reading an instruction takes from its surroundings. */
export interface InstructionContext extends CommandContext {
  /** Whose variables are expanded. */
  readonly scope: Scope;
  readonly heredocs: HeredocReader;
  readonly isTrigger: boolean;
}

export interface ReadInstruction {
  readonly instruction: Instruction;
  /** Where the line after it starts. */
  readonly next: number;
}

const NONE: readonly never[] = [];

const KEYWORDS = [
  ...["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"],
  ...["ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"],
];

const HOLDS_HEREDOCS = new Set(["ADD", "COPY", "RUN"]);

/** The instruction that a logical line holds, with the bodies of its heredocs, which stand after it. */
export function readInstruction(line: LogicalLine, context: InstructionContext): ReadInstruction {
  const { view, emptyLines } = line;
  const end = trimEnd(view.text, 0, view.text.length);
  const part = new Part(view, skipSpace(view.text, 0, end), end, emptyLines, context);
  const { read, next } = part.readHeredocs(line.next);
  return { instruction: part.instruction(read), next };
}

/** What all instructions have. */
type Head = Omit<UnknownInstruction, "argument" | "keyword">;

/** The part of a logical line that is an instruction: all of it, or what follows ONBUILD. */
class Part {
  readonly #view: TextView;
  readonly #start: number;
  readonly #end: number;
  readonly #context: InstructionContext;
  readonly #emptyLines: readonly Range[];
  readonly #keywordEnd: number;
  readonly #keyword: string;
  readonly #flags: readonly Flag[];
  /** Where the arguments start. */
  readonly #args: number;
  readonly #trigger: Part | undefined;

  constructor(view: TextView, start: number, end: number, emptyLines: readonly Range[], context: InstructionContext) {
    this.#view = view;
    this.#start = start;
    this.#end = end;
    this.#context = context;
    this.#emptyLines = emptyLines;
    this.#keywordEnd = wordEnd(view.text, start, end);
    this.#keyword = view.text.slice(start, this.#keywordEnd).toUpperCase();
    const rest = skipSpace(view.text, this.#keywordEnd, end);
    const { flags, next } = readFlags(view, rest, end, context.scope, context.words);
    this.#flags = flags;
    this.#args = next;
    const isOnbuild = this.#keyword === "ONBUILD" && !context.isTrigger && next < end;
    this.#trigger = isOnbuild ? new Part(view, next, end, NONE, { ...context, isTrigger: true }) : undefined;
  }

  /** The bodies of the heredocs it opens, which stand from `start` on. */
  readHeredocs(start: number): { readonly read: readonly ReadHeredoc[]; readonly next: number } {
    const inner = this.#trigger ?? this;
    if (!HOLDS_HEREDOCS.has(inner.#keyword)) return { read: NONE, next: start };
    const open = openHeredocs(this.#view, inner.#args, inner.#end);
    if (open.length === 0 || inner.#isJson()) return { read: NONE, next: start };
    const read: ReadHeredoc[] = [];
    let next = start;
    for (const one of open) {
      const heredoc = this.#context.heredocs.read(one, this.#view, next);
      read.push(heredoc);
      next = heredoc.next;
      if (!heredoc.heredoc.isTerminated) {
        const { range, name } = heredoc.heredoc;
        this.#report("unterminated-heredoc", `No line ends the heredoc \`${clipped(name)}\`.`, range);
      }
    }
    return { read, next };
  }

  #isJson(): boolean {
    return jsonForm(this.#view, this.#args, this.#end).kind === "strings";
  }

  instruction(read: readonly ReadHeredoc[]): Instruction {
    const head: Head = {
      range: { start: this.#view.offset(this.#start), end: read.at(-1)?.end ?? this.#view.offset(this.#end) },
      keywordText: this.#view.text.slice(this.#start, this.#keywordEnd),
      keywordRange: this.#view.range(this.#start, this.#keywordEnd),
      flags: this.#flags,
      heredocs: this.#trigger ? NONE : read.map(({ heredoc }) => heredoc),
      emptyLines: this.#emptyLines,
    };
    const instruction = this.#typed(head, read);
    if (instruction.keyword !== "?") checkFlags(instruction.keyword, this.#flags, this.#context.words);
    return instruction;
  }

  #typed(head: Head, read: readonly ReadHeredoc[]): Instruction {
    const keyword = this.#keyword;
    switch (keyword) {
      case "FROM":
        return this.#from(head);
      case "RUN":
        this.#demandArguments();
        return { keyword, ...head, command: this.#command(this.#args, read) };
      case "CMD":
      case "ENTRYPOINT":
        return { keyword, ...head, command: this.#command(this.#args, NONE) };
      case "HEALTHCHECK":
        return this.#healthcheck(head);
      case "ADD":
      case "COPY":
        return this.#copy(keyword, head, read);
      case "ARG":
      case "ENV":
      case "LABEL":
        return this.#pairs(keyword, head);
      case "STOPSIGNAL":
        return { keyword, ...head, argument: this.#signal() };
      case "MAINTAINER":
      case "USER":
      case "WORKDIR":
        return { keyword, ...head, argument: this.#argument(keyword !== "MAINTAINER") };
      case "EXPOSE":
      case "SHELL":
      case "VOLUME":
        return this.#words(keyword, head);
      case "ONBUILD":
        return this.#onbuild(head, read);
      default:
        this.#unknownInstruction(head);
        return { keyword: "?", ...head, argument: this.#rest() };
    }
  }

  #unknownInstruction({ keywordText, keywordRange }: Head): void {
    const near = closest(keywordText.toUpperCase(), KEYWORDS, 2);
    const message = `\`${clipped(keywordText)}\` is no instruction${near ? `, but ${near} is` : ""}.`;
    this.#report("unknown-instruction", message, keywordRange);
  }

  #report(code: string, message: string, range: Range): void {
    this.#context.words.problems.push({ range, message, code });
  }

  /** Is there anything after the keyword and its flags? Reports when not. */
  #demandArguments(what = "its arguments"): boolean {
    if (this.#args < this.#end) return true;
    const range = this.#view.range(this.#start, this.#keywordEnd);
    this.#report("missing-argument", `${this.#keyword} lacks ${what}.`, range);
    return false;
  }

  #command(start: number, read: readonly ReadHeredoc[]) {
    return commandForm(this.#view, start, this.#end, read, this.#context);
  }

  #expanded(start: number, end: number): Word {
    return expandedWord(this.#view, start, end, this.#context.scope, this.#context.words);
  }

  /** A string of an array in which variables are expanded. */
  #expandedString({ view, range, raw }: JsonString): Word {
    const word = expandedWord(view, 0, view.text.length, this.#context.scope, this.#context.words);
    return { ...word, range, raw };
  }

  /** All that follows the keyword and its flags. */
  #rest(): Word | undefined {
    return this.#args < this.#end ? literalWord(this.#view, this.#args, this.#end) : undefined;
  }

  #argument(isExpanded: boolean): Word | undefined {
    if (!this.#demandArguments("its argument")) return undefined;
    return isExpanded ? this.#expanded(this.#args, this.#end) : this.#rest();
  }

  #signal(): Word | undefined {
    const signal = this.#argument(true);
    if (signal?.known && !isSignal(signal.value)) {
      this.#report("unknown-signal", `There is no signal \`${clipped(signal.value)}\`.`, signal.range);
    }
    return signal;
  }

  #from(head: Head): FromInstruction {
    this.#demandArguments("an image");
    const [image, as, alias, ...more] = splitWords(this.#view.text, this.#args, this.#end);
    const isAs = as !== undefined && /^as$/i.test(this.#view.text.slice(...as));
    const surplus = isAs ? more[0] : as;
    if (surplus) {
      const message = "FROM takes an image and, after AS, a name for the stage.";
      this.#report("surplus-argument", message, this.#view.range(surplus[0], this.#end));
    } else if (isAs && !alias) {
      this.#report("missing-argument", "AS lacks the name of the stage.", this.#view.range(...as));
    }
    const name = isAs && alias ? literalWord(this.#view, ...alias) : undefined;
    if (name?.known && !/^[a-z][a-z0-9._-]*$/i.test(name.value)) {
      const message = `The stage name \`${clipped(name.raw)}\` is more than letters, digits, \`-\`, \`_\` and \`.\` after a letter.`;
      this.#report("invalid-stage-name", message, name.range);
    }
    return {
      keyword: "FROM",
      ...head,
      image: image ? this.#expanded(...image) : absentWord(head.keywordRange.end),
      as: isAs ? literalWord(this.#view, ...as) : undefined,
      alias: name,
    };
  }

  #healthcheck(head: Head): HealthcheckInstruction {
    const typeEnd = wordEnd(this.#view.text, this.#args, this.#end);
    const type = this.#view.text.slice(this.#args, typeEnd).toUpperCase();
    const rest = skipSpace(this.#view.text, typeEnd, this.#end);
    const isNone = type === "NONE";
    const typeRange = this.#view.range(this.#args, typeEnd);
    if (this.#demandArguments("NONE or CMD and a command")) {
      if (isNone && rest < this.#end) {
        const range = this.#view.range(rest, this.#end);
        this.#report("surplus-argument", "HEALTHCHECK NONE takes no arguments.", range);
      } else if (!isNone && type !== "CMD") {
        this.#report("unknown-healthcheck", `HEALTHCHECK is NONE or CMD, not \`${clipped(type)}\`.`, typeRange);
      } else if (!isNone && rest >= this.#end) {
        this.#report("missing-argument", "HEALTHCHECK CMD lacks its command.", typeRange);
      }
    }
    const command = type === "CMD" ? this.#command(rest, NONE) : undefined;
    if (command?.form === "exec" && command.args.length === 0) {
      this.#report("missing-argument", "HEALTHCHECK CMD lacks its command.", command.range);
    }
    return { keyword: "HEALTHCHECK", ...head, isNone, command };
  }

  #copy(keyword: CopyInstruction["keyword"], head: Head, read: readonly ReadHeredoc[]): CopyInstruction {
    const json = jsonForm(this.#view, this.#args, this.#end);
    const form = json.kind === "strings" ? "exec" : "shell";
    if (json.kind === "not-strings") this.#refuseArray();
    const opened = new Set(read.map(({ heredoc }) => heredoc.range.start));
    const words =
      json.kind === "strings"
        ? json.strings.map((string) => this.#expandedString(string))
        : splitWords(this.#view.text, this.#args, this.#end)
            .filter(([start]) => !opened.has(this.#view.offset(start)))
            .map((word) => this.#expanded(...word));
    const count = words.length + read.length;
    if (this.#demandArguments("its sources and destination") && (count < 2 || words.length === 0)) {
      const range = this.#view.range(this.#args, this.#end);
      this.#report("missing-argument", `${keyword} lacks its destination.`, range);
      return { keyword, ...head, sources: words, destination: undefined, form };
    }
    return { keyword, ...head, sources: words.slice(0, -1), destination: words.at(-1), form };
  }

  #refuseArray(): void {
    const range = this.#view.range(this.#args, this.#end);
    this.#report("bad-json", "A JSON array here may hold strings only.", range);
  }

  #pairs(keyword: PairsInstruction["keyword"], head: Head): PairsInstruction {
    const { scope, words: context } = this.#context;
    const words = quotedWords(this.#view.text, this.#args, this.#end, context.escape);
    this.#demandArguments(keyword === "ARG" ? "a name" : "a name and a value");
    const [first] = words;
    const isLegacy = keyword !== "ARG" && first !== undefined && !this.#view.text.slice(...first).includes("=");
    if (isLegacy) {
      const pair = legacyPair(this.#view, this.#args, this.#end, scope, context);
      if (!pair.value)
        this.#report("missing-argument", `${keyword} lacks a value for \`${clipped(pair.key.raw)}\`.`, pair.range);
      return { keyword, ...head, pairs: [pair], isLegacy };
    }
    const pairs = words.map((word) => {
      const pair = pairAt(this.#view, word, scope, context);
      if (scope.isGlobal) declareArg(scope, pair);
      return pair;
    });
    for (const { key, value, range } of pairs) {
      if (key.raw === "") this.#report("missing-name", `${keyword} sets a value without a name.`, range);
      else if (!value && keyword !== "ARG") {
        this.#report("missing-equals", `\`${clipped(key.raw)}\` lacks a \`=\` and a value.`, range);
      }
    }
    return { keyword, ...head, pairs, isLegacy };
  }

  #words(keyword: WordsInstruction["keyword"], head: Head): WordsInstruction {
    const json = keyword === "EXPOSE" ? undefined : jsonForm(this.#view, this.#args, this.#end);
    if (this.#demandArguments()) {
      const range = this.#view.range(this.#args, this.#end);
      if (json?.kind === "not-strings") this.#refuseArray();
      else if (keyword === "SHELL" && json?.kind !== "strings") {
        this.#report("shell-not-json", "SHELL takes a JSON array of strings only.", range);
      } else if (json?.kind === "strings" && json.strings.length === 0) {
        this.#report("missing-argument", `${keyword} lacks its arguments.`, range);
      }
    }
    if (json?.kind === "strings") {
      const args = json.strings.map((string) =>
        keyword === "SHELL" ? literalString(string) : this.#expandedString(string),
      );
      if (keyword === "VOLUME") this.#refuseEmpty(args);
      return { keyword, ...head, args, form: "exec" };
    }
    const words = splitWords(this.#view.text, this.#args, this.#end);
    const args = words.map((word) =>
      keyword === "SHELL" ? literalWord(this.#view, ...word) : this.#expanded(...word),
    );
    if (keyword === "VOLUME") this.#refuseEmpty(args);
    return { keyword, ...head, args, form: "shell" };
  }

  #refuseEmpty(folders: readonly Word[]): void {
    for (const folder of folders) {
      if (!folder.known || folder.value !== "") continue;
      const { start, end } = folder.range;
      const range = start === end ? { start: start - 1, end: end + 1 } : folder.range; // in an array, less its quotes
      this.#report("empty-volume", "A volume lacks its path.", range);
    }
  }

  #onbuild(head: Head, read: readonly ReadHeredoc[]): Instruction {
    this.#demandArguments("an instruction");
    const trigger = this.#trigger?.instruction(read);
    if (trigger && ["FROM", "MAINTAINER", "ONBUILD"].includes(trigger.keyword)) {
      const message = `ONBUILD may not trigger ${trigger.keyword}.`;
      this.#report("invalid-onbuild", message, trigger.keywordRange);
    }
    return { keyword: "ONBUILD", ...head, trigger };
  }
}

/** Where a word should stand. */
const absentWord = (at: number): Word => ({
  range: { start: at, end: at },
  known: false,
  raw: "",
  isLiteral: false,
  variables: NONE,
});
