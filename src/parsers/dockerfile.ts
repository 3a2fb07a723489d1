import type { Directive, DockerComment, Dockerfile, Instruction } from "../model/dockerfile.ts";
import type { Comment } from "../model/suppression.ts";
import type { SyntaxProblem } from "../model/syntax.ts";
import type { SourceFile } from "../text/source-file.ts";
import { skipSpace } from "./dockerfile/chars.ts";
import { directiveAt } from "./dockerfile/directives.ts";
import { HeredocReader } from "./dockerfile/heredocs.ts";
import { readInstruction } from "./dockerfile/instructions.ts";
import { commentAt, lineAt, logicalLine } from "./dockerfile/lines.ts";
import { Stages } from "./dockerfile/stages.ts";
import type { Parsed } from "./parse.ts";
import { shellBudget } from "./shell/parse-shell.ts";

/** Reads a Dockerfile as BuildKit does, but for errors: what it refuses is a problem, and the rest is read all the same. */
export function parseDockerfile(source: SourceFile): Parsed {
  const whole = new FileReader(source, false);
  whole.read();
  if (whole.hasFrom || whole.isEmpty) return whole.parsed();
  const fragment = new FileReader(source, true);
  fragment.read();
  return fragment.parsed();
}

class FileReader {
  hasFrom = false;
  readonly #path: string;
  readonly #text: string;
  readonly #problems: SyntaxProblem[] = [];
  readonly #directives: Directive[] = [];
  readonly #comments: DockerComment[] = [];
  /** The instruction that each comment is about: the one it stands in, or the next. */
  readonly #subjects = new Map<DockerComment, Instruction>();
  readonly #instructions: Instruction[] = [];
  #pending: DockerComment[] = [];
  #escapeChar: "\\" | "`" = "\\";
  readonly #start: number;
  readonly #stages: Stages;

  constructor({ path, text }: SourceFile, isFragment: boolean) {
    this.#path = path;
    this.#text = text;
    this.#start = this.#readDirectives();
    this.#stages = new Stages(this.#problems, this.#escapeChar, isFragment);
  }

  get isEmpty(): boolean {
    return this.#instructions.length === 0;
  }

  read(): void {
    const text = this.#text;
    const heredocs = new HeredocReader(text);
    const scripts = shellBudget();
    const budget = { left: 4 * text.length + 100_000 };
    const words = { escape: this.#escapeChar, problems: this.#problems, budget };
    for (let at = this.#start; at < text.length; ) {
      const { end, next } = lineAt(text, at);
      const from = skipSpace(text, at, end);
      if (from === end) at = next;
      else if (text[from] === "#") {
        this.#announce(this.#comment(commentAt(text, from, end)));
        at = next;
      } else {
        const line = logicalLine(text, from, this.#escapeChar);
        const scope = this.#stages.scopeFor(KEYWORD.exec(line.view.text)?.[1]?.toUpperCase() ?? "");
        const context = { words, scripts, heredocs, scope, shell: this.#stages.shell, isTrigger: false };
        const read = readInstruction(line, context);
        this.#add(read.instruction, line.comments);
        at = read.next;
      }
    }
    this.#checkOrder();
  }

  #readDirectives(): number {
    const text = this.#text;
    let at = 0;
    while (at < text.length) {
      const { end, next } = lineAt(text, at);
      const from = skipSpace(text, at, end);
      const line = directiveAt(text, from, end);
      if (line.kind === "none") break;
      if (line.kind === "directive") this.#directive(line.directive);
      else this.#comment(commentAt(text, from, end));
      at = next;
    }
    return at;
  }

  #directive(directive: Directive): void {
    const { name, value } = directive;
    if (this.#directives.some((other) => other.name === name)) {
      const message = `The directive \`${name}\` is given twice.`;
      this.#problems.push({ range: directive.range, message, code: "duplicate-directive" });
    } else if (name === "escape" && value.known) {
      if (value.value === "`" || value.value === "\\") this.#escapeChar = value.value;
      else {
        const message = "The escape character is either a backslash or a backquote.";
        this.#problems.push({ range: directive.range, message, code: "bad-escape-directive" });
      }
    }
    this.#directives.push(directive);
  }

  #comment(comment: DockerComment): DockerComment {
    this.#comments.push(comment);
    this.#pending.push(comment);
    return comment;
  }

  #announce(comment: DockerComment): void {
    const shell = /^hadolint\s[^#]*\bshell\s*=\s*(\S+)/i.exec(comment.text)?.[1];
    if (shell !== undefined) this.#stages.announce(shell);
  }

  #add(instruction: Instruction, inside: readonly DockerComment[]): void {
    for (const comment of this.#pending) this.#subjects.set(comment, instruction);
    this.#pending = [];
    for (const comment of inside) {
      this.#comments.push(comment);
      this.#subjects.set(comment, instruction);
    }
    this.#stages.add(instruction);
    this.#instructions.push(instruction);
    if (instruction.keyword === "FROM") this.hasFrom = true;
  }

  #checkOrder(): void {
    const [first] = this.#instructions;
    if (!this.hasFrom) {
      const range = first?.keywordRange ?? { start: 0, end: Math.min(1, this.#text.length) };
      this.#problems.push({ range, message: "No FROM says what the image is built on.", code: "no-from" });
      return;
    }
    const early = this.#stages.preamble.find(({ keyword }) => keyword !== "ARG" && keyword !== "?");
    if (early) {
      const message = `${early.keyword} stands before the first FROM, where only ARG may.`;
      this.#problems.push({ range: early.keywordRange, message, code: "first-instruction" });
    }
  }

  parsed(): Parsed {
    const [first] = this.#instructions;
    const stages = this.#stages.stages.map((stage) =>
      stage.from || !first ? stage : { ...stage, range: first.range },
    );
    const dockerfile: Dockerfile = {
      kind: "dockerfile",
      path: this.#path,
      text: this.#text,
      directives: this.#directives,
      escape: this.#escapeChar,
      preamble: this.#stages.preamble,
      stages,
      comments: this.#comments,
      problems: this.#problems.toSorted((a, b) => a.range.start - b.range.start),
    };
    return { artefacts: [dockerfile], comments: this.#scopedComments(dockerfile) };
  }

  /** A comment is about the instruction it stands in or above; above a FROM, about the whole stage. */
  #scopedComments({ stages }: Dockerfile): readonly Comment[] {
    const stageEnds = new Map(stages.map(({ from, instructions }) => [from, instructions.at(-1)?.range.end]));
    return this.#comments.map((comment) => {
      const { start, end } = comment.range;
      const range = { start: end - comment.text.length, end };
      const subject = this.#subjects.get(comment);
      if (!subject) return { range, scope: { start, end } };
      const stageEnd = subject.keyword === "FROM" ? stageEnds.get(subject) : undefined;
      return { range, scope: { start: subject.range.start, end: stageEnd ?? subject.range.end } };
    });
  }
}

const KEYWORD = /^\s*(\S+)/;
