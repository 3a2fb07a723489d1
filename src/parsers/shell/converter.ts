import type * as Unbash from "unbash";
import type {
  ShellAndOr,
  ShellAssignment,
  ShellCommand,
  ShellCompound,
  ShellHeredoc,
  ShellList,
  ShellNode,
  ShellRedirect,
  ShellScript,
  ShellWord,
} from "../../model/shell.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { Range, Ranged } from "../../text/source-file.ts";
import type { TextView } from "../../text/text-view.ts";
import { commentsIn } from "./comments.ts";
import { enclosed } from "./enclosed.ts";
import type { Interpreter } from "./interpreter.ts";
import { scriptSource, unescaped, viewOfHeredoc, viewOfWord } from "./nested.ts";
import { isError, problemOf, type Unclosed } from "./problems.ts";
import { openerOf, operandsOfTest, separatorAt, wordOfAssignment } from "./source.ts";
import { collect, collectArithmetic, type Expansions, type Substitute, shellWord } from "./words.ts";

const NONE: readonly never[] = [];

/** How scripts in a script are read, and how deep. */
export interface Levels {
  readonly max: number;
  parse(view: TextView, interpreter: Interpreter, depth: number): ShellScript | undefined;
}

/** The tree of unbash as ours. One per text: a substitution in backquotes with escapes is a text of its own. */
export class Converter {
  readonly #view: TextView;
  readonly #interpreter: Interpreter;
  readonly #problems: SyntaxProblem[];
  readonly #depth: number;
  readonly #levels: Levels;
  /** Where `#` does not start a comment, in order of their ends. */
  readonly #opaque: Range[] = [];
  /** Outer before inner. */
  readonly #unclosed: Unclosed[] = [];
  /** Errors that unbash does not see. */
  readonly #overlooked: Unbash.ParseError[] = [];

  /** `depth` counts the scripts it is nested in. */
  constructor(view: TextView, interpreter: Interpreter, problems: SyntaxProblem[], depth: number, levels: Levels) {
    this.#view = view;
    this.#interpreter = interpreter;
    this.#problems = problems;
    this.#depth = depth;
    this.#levels = levels;
  }

  script(parsed: Unbash.ParsedScript, start: number, end: number, problems: readonly SyntaxProblem[]): ShellScript {
    const body = this.#list(parsed.commands, start);
    const error = this.#firstError(parsed, end);
    if (error) this.#problems.push(problemOf(error, this.#view, start, end, this.#unclosed));
    const range = this.#view.range(start, end);
    return {
      range,
      shell: this.#interpreter.shell,
      shellOptions: this.#interpreter.shellOptions,
      body: parsed.errors || this.#overlooked.length > 0 ? enclosed(body, range) : body,
      problems,
      comments: commentsIn(this.#view, start, end, this.#opaque),
    };
  }

  /** A shell stops at the first, and those after it mostly follow from it. */
  #firstError({ errors = NONE }: Unbash.ParsedScript, end: number): Unbash.ParseError | undefined {
    if (errors.length === 0 && this.#overlooked.length === 0) return undefined;
    const isReal = (one: Unbash.ParseError): boolean => isError(one, this.#interpreter, end);
    const [seen, overlooked] = [errors.find(isReal), this.#overlooked.find(isReal)];
    return seen && overlooked && overlooked.pos < seen.pos ? overlooked : (seen ?? overlooked);
  }

  #list(statements: readonly Unbash.Statement[], start: number): ShellList {
    const { text } = this.#view;
    const first = statements[0];
    const last = statements.at(-1);
    const items = statements.map(({ command }) => this.#node(command));
    return {
      type: "list",
      range: first && last ? this.#range(first.pos, last.end, items) : this.#view.range(start, start),
      items,
      separators: statements.map(({ background, end }) => (background ? "&" : separatorAt(text, end))),
    };
  }

  #node(node: Unbash.AndOr | Unbash.Pipeline | Unbash.CommandNode | Unbash.CompoundList): ShellNode {
    switch (node.type) {
      case "AndOr":
        return this.#andOr(node);
      case "Pipeline":
        return this.#pipeline(node);
      case "Command":
        return this.#command(node);
      case "CompoundList":
        return this.#list(node.commands, node.pos);
      case "Coproc":
        return this.#node(node.body);
      case "Redirected":
        return this.#redirected(node);
      case "Function":
        return this.#function(node);
      default:
        return this.#compound(node);
    }
  }

  #redirected({ command, redirects: written, pos, end }: Unbash.Redirected): ShellCompound {
    const compound = this.#compound(command);
    const redirects = written.map((one) => this.#redirect(one));
    return { ...compound, range: this.#range(pos, end, [compound]), redirects };
  }

  #andOr({ commands, operators, pos, end }: Unbash.AndOr): ShellAndOr {
    const items = commands.map((command) => this.#node(command));
    return {
      type: "and-or",
      range: this.#range(pos, end, items),
      items,
      operators: operators.map((text, i) => ({ text, range: this.#operator(text, commands[i]) })),
    };
  }

  #pipeline({ commands, operators, prefixes, pos, end }: Unbash.Pipeline): ShellNode {
    const items = commands.map((command) => this.#node(command));
    const isNegated = prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
    const [only] = items;
    if (only && items.length === 1) {
      return only.type === "command" || only.type === "compound" ? { ...only, isNegated } : only;
    }
    const pipes = operators.map((operator, i) => this.#operator(operator, commands[i]));
    return { type: "pipeline", range: this.#range(pos, end, items), isNegated, items, pipes };
  }

  /** Nothing but blanks stands between a command and the operator after it. */
  #operator(operator: string, before: { readonly end: number } | undefined): Range {
    const from = before?.end ?? 0;
    const at = this.#view.text.indexOf(operator, from);
    return at === -1 ? this.#view.range(from, from) : this.#view.range(at, at + operator.length);
  }

  /** What is never closed ends where it starts, unbash says; its parts do not. */
  #range(pos: number, end: number, ...parts: readonly (readonly Ranged[])[]): Range {
    const range = this.#view.range(pos, end);
    let last = range.end;
    for (const some of parts) for (const part of some) if (part.range.end > last) last = part.range.end;
    return last > range.end ? { start: range.start, end: last } : range;
  }

  #command({ name, prefix, suffix, pos, end }: Unbash.Command): ShellCommand {
    const assignments: ShellAssignment[] = [];
    const redirects: ShellRedirect[] = [];
    const sources: Unbash.Word[] = [];
    const args: ShellWord[] = [];
    for (const one of prefix) {
      if (one.type === "Assignment") assignments.push(this.#assignment(one));
      else redirects.push(this.#redirect(one));
    }
    const nameWord = name && this.#word(name);
    if (name) this.#checkParenthesis(name);
    for (const one of suffix) {
      if (one.type === "Word" || one.type === "Assignment") {
        const source = one.type === "Word" ? one : wordOfAssignment(one);
        sources.push(source);
        args.push(this.#word(source));
      } else redirects.push(this.#redirect(one));
    }
    const command: ShellCommand = {
      type: "command",
      range: this.#view.range(pos, end),
      assignments,
      name: nameWord,
      args,
      redirects,
      script: undefined,
      isNegated: false,
    };
    const source = scriptSource(command, this.#interpreter);
    if (!source) return command;
    const { word, interpreter } = source;
    const written = word && sources[args.indexOf(word)];
    if (written) return { ...command, script: this.#nested(viewOfWord(written, this.#view), interpreter, word.known) };
    const heredoc = [...prefix, ...suffix].findLast((one) => one.type === "HereDoc");
    if (!heredoc) return command;
    const view = viewOfHeredoc(heredoc, this.#view);
    return { ...command, script: this.#nested(view, interpreter, heredoc.delimiter?.quoted ?? false) };
  }

  /** After the name of a command `(` starts a function; unbash passes over one that does not. */
  #checkParenthesis({ end }: Unbash.Word): void {
    const { text } = this.#view;
    let at = end;
    while (text[at] === " " || text[at] === "\t") at += 1;
    if (text[at] === "(") this.#overlooked.push({ message: "unexpected token '('", pos: at });
  }

  /** `isLiteral`: nothing in it is expanded before its own shell reads it. */
  #nested(view: TextView | undefined, interpreter: Interpreter, isLiteral: boolean): ShellScript | undefined {
    if (!view || this.#depth >= this.#levels.max) return undefined;
    const script = this.#levels.parse(view, interpreter, this.#depth + 1);
    return script && !isLiteral ? { ...script, problems: NONE } : script;
  }

  #substitution: Substitute = (parsed, view, part) => {
    if (this.#depth >= this.#levels.max) return undefined;
    const inner = parsed.source === undefined ? view : unescaped(view, part, parsed.source);
    const converter = new Converter(inner, this.#interpreter, this.#problems, this.#depth + 1, this.#levels);
    return converter.script(parsed, parsed.pos, parsed.end, NONE);
  };

  #word(word: Unbash.Word): ShellWord {
    this.#hide(word);
    return shellWord(word, this.#view, this.#substitution);
  }

  #hide({ pos, end, text }: Unbash.Word | Unbash.HereDocBody): void {
    if (text.includes("#")) this.#opaque.push({ start: pos, end });
  }

  #assignment({ name, value, append, pos, end }: Unbash.Assignment): ShellAssignment {
    const isArray = value.type === "ArrayValue";
    return {
      range: this.#view.range(pos, end),
      name,
      value: isArray || value.text === "" ? undefined : this.#word(value),
      elements: isArray ? value.elements.map((element) => this.#word(element)) : NONE,
      isAppended: append ?? false,
    };
  }

  #redirect(redirect: Unbash.Redirection): ShellRedirect {
    const { operator, descriptor, pos, end } = redirect;
    const isHeredoc = redirect.type === "HereDoc";
    return {
      range: this.#view.range(pos, end),
      operator,
      descriptor: descriptor && (descriptor.type === "FileDescriptor" ? `${descriptor.value}` : `{${descriptor.name}}`),
      target: isHeredoc || !redirect.target ? undefined : this.#word(redirect.target),
      heredoc: isHeredoc ? this.#heredoc(redirect) : undefined,
    };
  }

  #heredoc({ body, delimiter, operator }: Unbash.HereDoc): ShellHeredoc {
    this.#hide(body);
    const found: Expansions = { variables: [], substitutions: [] };
    if (body.parts) collect(body.parts, this.#view, this.#substitution, found);
    return {
      range: this.#view.range(body.pos, body.end),
      text: operator === "<<-" ? body.text.replace(/^\t+/gm, "") : body.text,
      isQuoted: delimiter?.quoted ?? false,
      ...found,
    };
  }

  #function(node: Unbash.Function): ShellCompound {
    const name = this.#word(node.name);
    const body = this.#node(node.body);
    const isPlain = body.type === "compound" && body.form === "group";
    const [inner] = isPlain ? body.bodies : [body];
    const list: ShellList =
      inner?.type === "list" ? inner : { type: "list", range: body.range, items: [body], separators: [undefined] };
    const redirects = isPlain ? body.redirects : NONE;
    const shape = this.#shape("function", node, [list]);
    return { ...shape, range: this.#range(node.pos, node.end, [shape, body]), name, redirects };
  }

  #shape(
    form: ShellCompound["form"],
    { pos, end }: Unbash.SyntaxNode,
    bodies: readonly ShellList[],
    words: readonly ShellWord[] = NONE,
    conditions: readonly ShellList[] = NONE,
  ): ShellCompound {
    return {
      type: "compound",
      form,
      range: this.#range(pos, end, bodies, words, conditions),
      conditions,
      bodies,
      words,
      name: undefined,
      redirects: NONE,
      isNegated: false,
    };
  }

  #compound(node: Unbash.CompoundCommand): ShellCompound {
    const list = ({ commands, pos }: Unbash.CompoundList): ShellList => this.#list(commands, pos);
    const words = (all: readonly Unbash.Word[] | undefined): readonly ShellWord[] =>
      all?.map((word) => this.#word(word)) ?? NONE;
    const lastStart = node.type === "If" ? (node.elif.at(-1)?.pos ?? node.pos) : node.pos;
    if (node.end <= lastStart) this.#unclosed.push({ pos: node.pos, opener: openerOf(node) });
    switch (node.type) {
      case "If": {
        const branches = [node, ...node.elif];
        const bodies = branches.map(({ then }) => list(then));
        if (node.else) bodies.push(list(node.else));
        return this.#shape(
          "if",
          node,
          bodies,
          NONE,
          branches.map(({ clause }) => list(clause)),
        );
      }
      case "For":
      case "Select": {
        const form = node.type === "For" ? "for" : "select";
        const shape = this.#shape(form, node, [list(node.body)], words(node.wordlist));
        return { ...shape, name: this.#word(node.name) };
      }
      case "While":
        return this.#shape(node.kind, node, [list(node.body)], NONE, [list(node.clause)]);
      case "Case":
        return this.#shape(
          "case",
          node,
          node.items.map(({ body }) => list(body)),
          [this.#word(node.word), ...node.items.flatMap(({ pattern }) => words(pattern))],
        );
      case "Subshell":
        return this.#shape("subshell", node, [list(node.body)]);
      case "BraceGroup":
        return this.#shape("group", node, [list(node.body)]);
      case "TestCommand":
        return this.#shape("test", node, NONE, words(operandsOfTest(node.expression)));
      case "ArithmeticFor": {
        const { initialize, test, update } = node;
        return this.#shape("for", node, [list(node.body)], this.#arithmetic([initialize, test, update]));
      }
      case "ArithmeticCommand":
        this.#opaque.push({ start: node.pos, end: node.end });
        return this.#shape("arithmetic", node, NONE, this.#arithmetic([node.expression]));
    }
  }

  #arithmetic(expressions: readonly (Unbash.ArithmeticExpression | undefined)[]): readonly ShellWord[] {
    return expressions.flatMap((expression): ShellWord[] => {
      if (!expression) return [];
      const { pos, end } = expression;
      const found: Expansions = { variables: [], substitutions: [] };
      collectArithmetic(expression, this.#view, this.#substitution, found);
      const raw = this.#view.text.slice(pos, end);
      const range = this.#view.range(pos, end);
      return [{ range, known: false, raw, isQuoted: false, prefix: "", pattern: undefined, ...found }];
    });
  }
}
