import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ShellCommand, ShellNode, ShellScript, ShellWord } from "../../src/model/shell.ts";
import { commandsIn } from "../../src/model/shell-command.ts";
import { known } from "../../src/model/value.ts";
import { isScript, parseShell, shellBudget } from "../../src/parsers/shell/parse-shell.ts";
import { viewOf } from "../../src/text/text-view.ts";
import { at, script as scriptOfRun } from "./dockerfile/read.ts";

const parsed = (text: string, shell = "sh") =>
  parseShell(viewOf(text, { start: 0, end: text.length }), { shell, shellOptions: [] }, shellBudget());

function script(text: string, shell?: string): ShellScript {
  const result = parsed(text, shell);
  if (!isScript(result)) throw new Error(result.message);
  return result;
}

const commands = (text: string): readonly ShellCommand[] => [...commandsIn(script(text))];
const names = (text: string): readonly (string | undefined)[] => commands(text).map(({ name }) => known(name));

function command(text: string): ShellCommand {
  const [first] = commands(text);
  if (!first) throw new Error("no command");
  return first;
}

/** The tree without its places: enough to see its form. */
function form(node: ShellNode): unknown {
  switch (node.type) {
    case "command":
      return [node.name, ...node.args].map((word) => word?.raw ?? "").join(" ");
    case "compound":
      return [node.form, ...node.conditions.map(form), ...node.bodies.map(form)];
    case "list":
      return node.items.length === 1 && node.items[0] ? form(node.items[0]) : node.items.map(form);
    case "and-or":
      return node.items.flatMap((item, i) => [form(item), ...node.operators.slice(i, i + 1).map(({ text }) => text)]);
    case "pipeline":
      return node.items.flatMap((item, i) => (i === 0 ? [form(item)] : ["|", form(item)]));
  }
}

describe("the tree", () => {
  test.each<[string, unknown]>([
    ["a b", "a b"],
    ["a && b || c", ["a", "&&", "b", "||", "c"]],
    ["a | b |& c", ["a", "|", "b", "|", "c"]],
    ["a; b & c", ["a", "b", "c"]],
    ["if a; then b; elif c; then d; else e; fi", ["if", "a", "c", "b", "d", "e"]],
    ["while a; do b; done", ["while", "a", "b"]],
    ["until a; do b; done", ["until", "a", "b"]],
    ["for i in x y; do b; c; done", ["for", ["b", "c"]]],
    ["case x in a) b;; *) c; d;; esac", ["case", "b", ["c", "d"]]],
    ["(a; b)", ["subshell", ["a", "b"]]],
    ["{ a; b; }", ["group", ["a", "b"]]],
    ["f() { a; }", ["function", "a"]],
    ["function f { a; }", ["function", "a"]],
    ["f() ( a )", ["function", ["subshell", "a"]]],
    ["[[ a == b ]]", ["test"]],
    ["(( i++ ))", ["arithmetic"]],
    ["for ((;;)); do a; done", ["for", "a"]],
    ["select i in a; do b; done", ["select", "b"]],
    ["time a | b", ["a", "|", "b"]],
    ["", []],
  ])("%s", (text, tree) => {
    const { body, problems } = script(text);
    expect([form(body), problems]).toEqual([tree, []]);
  });

  test("separators, one after each item", () => {
    expect(script("a; b & c # d\ne;").body.separators).toEqual([";", "&", "newline", ";"]);
    expect(script("a").body.separators).toEqual([undefined]);
    expect(script("case x in a) b;; esac").body.items[0]).toMatchObject({ bodies: [{ separators: [undefined] }] });
  });

  test("operators, pipes and negations stand where they are written", () => {
    const text = "! a  &&  b |& c || ! d | e";
    const [node] = script(text).body.items;
    if (node?.type !== "and-or") throw new Error("no and-or");
    expect(node.operators.map((operator) => [operator.text, operator.range.start])).toEqual([
      ["&&", text.indexOf("&&")],
      ["||", text.indexOf("||")],
    ]);
    expect(node.items).toMatchObject([
      { type: "command", isNegated: true },
      { type: "pipeline", isNegated: false, pipes: [{ start: text.indexOf("|&"), end: text.indexOf("|&") + 2 }] },
      { type: "pipeline", isNegated: true },
    ]);
  });

  test("assignments, arrays and redirects", () => {
    const { assignments, redirects, name } = command("A=1 B+=$x C= D=(e f) g 2>&1 >>h {fd}<i <<<j");
    expect(
      assignments.map(({ name: variable, value, elements, isAppended }) => [
        variable,
        value?.raw,
        elements.length,
        isAppended,
      ]),
    ).toEqual([
      ["A", "1", 0, false],
      ["B", "$x", 0, true],
      ["C", undefined, 0, false],
      ["D", undefined, 2, false],
    ]);
    expect(redirects.map(({ operator, descriptor, target }) => [operator, descriptor, target?.raw])).toEqual([
      [">&", "2", "1"],
      [">>", undefined, "h"],
      ["<", "{fd}", "i"],
      ["<<<", undefined, "j"],
    ]);
    expect(known(name)).toBe("g");
  });

  test("a heredoc has its body, its text, its variables", () => {
    const text = "cat <<-E <<'F'\n\tone $a $(b)\n\tE\n\ttwo $c\nF\n";
    const [first, second] = command(text).redirects.map(({ heredoc }) => heredoc);
    expect(first).toMatchObject({ text: "one $a $(b)\n", isQuoted: false, variables: [{ name: "a" }] });
    expect(second).toMatchObject({ text: "\ttwo $c\n", isQuoted: true, variables: [], substitutions: [] });
    expect(second && at(text, second)).toBe("\ttwo $c\n");
    expect(names(text)).toEqual(["cat", "b"]);
  });

  test("comments, but no other #", () => {
    const text = "# one\na '# b' c#d \\# ${e#f} $# # two\nb;#three\ncat <<E\n# body\nE\n(c)# four";
    expect(script(text).comments.map((comment) => at(text, comment))).toEqual(["# one", "# two", "#three", "# four"]);
  });
});

describe("words", () => {
  const word = (written: string): ShellWord => {
    const [first] = command(`x ${written}`).args;
    if (!first) throw new Error("no word");
    return first;
  };

  test.each([
    ["abc", "abc"],
    ["'a b'", "a b"],
    ['"a b"', "a b"],
    ["a\\ b", "a b"],
    ["a\"b\"'c'", "abc"],
    ["''", ""],
    ["\\$a", "$a"],
    ["{}", "{}"],
    ["--a=b", "--a=b"],
    ["a=b", "a=b"],
  ])("%s is %s", (written, value) => {
    expect(word(written)).toMatchObject({ known: true, value, prefix: value, pattern: value, raw: written });
  });

  test.each([
    ["$a", "", undefined],
    ['/x/"$a"/y', "/x/", undefined],
    ["/x/`a`", "/x/", undefined],
    ["/x/*", "/x/", "/x/*"],
    ["a[b]", "a", "a[b]"],
    ["'a b'?", "a b", "a b?"],
    ["{a,b}", "", "{a,b}"],
    ["~/x", "", "~/x"],
    ["~", "", "~"],
    ["a$((1+b))", "a", undefined],
    ["{a,$b}", "", undefined],
  ])("%s is unknown, starts with '%s', and may stand for %s", (written, prefix, pattern) => {
    expect(word(written)).toMatchObject({ known: false, prefix, pattern, raw: written });
  });

  test("are quoted when some of them is", () => {
    expect(["a", "a'b'", '"$a"', "$a"].map((written) => word(written).isQuoted)).toEqual([false, true, true, false]);
  });

  test.each([
    ["$a${b}\"$c\"'$d'\\$e", ["a", "b", "c"]],
    ["${a:-${b}}", ["a", "b"]],
    ["${a/$b/$c}", ["a", "b", "c"]],
    ["$((a + $b))", ["a", "b"]],
    ["$@$1$?", ["@", "1", "?"]],
    ["$(a $b)", []],
  ])("the variables of %s", (written, variables) => {
    expect(word(written).variables.map(({ name }) => name)).toEqual(variables);
  });

  test("a variable knows its operator and its place", () => {
    const text = "x ${a:-b} ${c##*/} ${#d}";
    const found = command(text).args.flatMap(({ variables }) => variables);
    expect(found.map((one) => [one.name, one.operator, at(text, one)])).toEqual([
      ["a", ":-", "${a:-b}"],
      ["c", "##", "${c##*/}"],
      ["d", "#", "${#d}"],
    ]);
  });
});

describe("commands in commands", () => {
  test.each([
    ["a $(b | c) `d` <(e)", ["a", "b", "c", "d", "e"]],
    ['A=$(b) c "$(d "$(e)")"', ["c", "b", "d", "e"]],
    ["a `b \\`c\\``", ["a", "b", "c"]],
    ["f() { a; }; if b; then c; else d; fi", ["a", "b", "c", "d"]],
    ["for i in $(a); do b; done >$(c)", ["a", "b", "c"]],
    ["a ${x:-$(b)} $((1 + $(c)))", ["a", "b", "c"]],
    ["sh -c 'a; b' c", ["sh", "a", "b"]],
    ['bash -euxo pipefail -c "a && b"', ["bash", "a", "b"]],
    ["sudo -u x env A=b sh -ec 'a'", ["sudo", "a"]],
    ["eval 'a b'", ["eval", "a"]],
    ["su - x -c 'a | b'", ["su", "a", "b"]],
    ["bash <<'E'\na\nE", ["bash", "a"]],
    ["bash -s x <<'E'\na\nE", ["bash", "a"]],
    ["bash x <<'E'\na\nE", ["bash"]],
    ["cat <<'E' | sh\na\nE", ["cat", "sh"]],
    ["sh script.sh -c 'a'", ["sh"]],
    ["export A=$(b)", ["export", "b"]],
    ["[[ $(a) == b ]]", ["a"]],
  ])("%s", (text, found) => {
    expect(names(text)).toEqual(found);
  });

  test("the script of sh -c knows its shell", () => {
    expect(command("/bin/bash -eo pipefail -c 'a'").script).toMatchObject({
      shell: "bash",
      shellOptions: ["-eo", "pipefail"],
    });
  });

  test("what the outer shell expands in it is no fault of the inner one", () => {
    expect(command("sh -c 'if a'").script?.problems).toHaveLength(1);
    expect(command('sh -c "if $x"').script?.problems).toEqual([]);
  });

  test("the escapes of the outer shell are gone, and places still right", () => {
    const text = 'sh -c "a \\"b c\\" \\$d"\' e\'\\ f';
    const inner = command(text).script;
    const found = inner && [...commandsIn(inner)][0];
    expect(found?.args.map(({ raw }) => raw)).toEqual(['"b c"', "$d", "e", "f"]);
    expect(found?.args.map((arg) => at(text, arg))).toEqual(['\\"b c\\"', "\\$d", "e", "f"]);
  });
});

describe("places in a Dockerfile", () => {
  const words = (text: string) => [...commandsIn(scriptOfRun(text))].map(({ name }) => name && at(text, name));

  test("on continuation lines, past comments and empty lines", () => {
    const text = "FROM a\nRUN one && \\\r\n  # why\n\n  two -x && \\\n\tth\\\nree\n";
    expect(words(text)).toEqual(["one", "two", "th\\\nree"]);
  });

  test("in a heredoc, tabs stripped, carriage returns dropped", () => {
    const text = "FROM a\r\nRUN <<-E\r\n\tone |\r\n\t\ttwo\r\n\tE\r\n";
    expect(words(text)).toEqual(["one", "two"]);
    expect(scriptOfRun(text).problems).toEqual([]);
  });

  test("in the line of a heredoc, and in one that a shell reads", () => {
    const text = "FROM a\nRUN one && bash <<-'E' && two\n\tthree 'x'\n\tE\nUSER x\n";
    expect(words(text)).toEqual(["one", "bash", "three", "two"]);
  });

  test("in sh -c, in both forms", () => {
    const text = "FROM a\nRUN one && \\\n  sh -c 'two && \\\n  three'\n";
    expect(words(text)).toEqual(["one", "sh", "two", "three"]);
  });
});

describe("what the shell refuses", () => {
  test.each([
    ["a &&", "shell-missing-command", "&&"],
    ["a && && b", "shell-missing-command", "&&"],
    ["a || ", "shell-missing-command", "||"],
    ["a |", "shell-missing-command", "|"],
    ["&& a", "shell-unexpected", "&&"],
    ["a;; b", "shell-unexpected", ";;"],
    ["; a", "shell-unexpected", ";"],
    ["a & ; b", "shell-unexpected", ";"],
    ["fi", "shell-unexpected", "fi"],
    ["a; done", "shell-unexpected", "done"],
    ["a)", "shell-unexpected", ")"],
    ["(a) b", "shell-unexpected", "b"],
    ["touch(a) b", "shell-unexpected", "("],
    ["echo a (b)", "shell-unexpected", "("],
    ["if a; then b", "shell-unclosed", "if"],
    ["if a; then b; elif c; then d", "shell-unclosed", "if"],
    ["x; for i in a; do b", "shell-unclosed", "for"],
    ["x; while a; do b", "shell-unclosed", "while"],
    ["x; case a in b) c;;", "shell-unclosed", "case"],
    ["x && { b", "shell-unclosed", "{"],
    ["x && ( b", "shell-unclosed", "("],
    ["x; [[ a", "shell-unclosed", "[["],
    ["if a; b; fi", "shell-missing-word", "fi"],
    ["if a; then b; ); fi", "shell-unexpected", ")"],
    ["touch(a); if b; then", "shell-unexpected", "("],
    ["if a; then fi", "shell-missing-command", "then"],
    ["while a; do done", "shell-missing-command", "do"],
    ["a 'b", "shell-unterminated", "'"],
    ['a "b', "shell-unterminated", '"'],
    ["a $(b", "shell-unterminated", "$"],
    ["a `b", "shell-unterminated", "`"],
    ["a ${b", "shell-unterminated", "$"],
    ["a $((1 + ", "shell-unterminated", "$"],
    ["a >", "shell-missing-target", ">"],
    ["a $(if b; then c)", "shell-unclosed", "if"],
    ["{ }", "shell-missing-command", "{"],
  ])("%s: %s at %s", (text, code, place) => {
    const { problems } = script(text);
    expect(problems.map((problem) => [problem.code, at(text, problem).slice(0, place.length)])).toEqual([
      [code, place],
    ]);
    expect(problems[0]?.message).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    "a && \\\n b",
    "a &",
    "[ -f a ] && { b; c; }",
    "a $((1 + (2 * 3))) $(( x << 2 ))",
    'a "it\'s" \'say "x"\'',
    "a $(case b in (c) d;; esac)",
    "for i; do a; done",
    "for i in; do a; done",
    "while :; do break; done; if ! a; then :; fi",
    "a <<E\nit's $(\nE\nb",
    "f() a",
    "echo fi done } {",
    "a=1 b=2",
    "a 2>&1 >/dev/null <&- | b",
    "echo ${a:-'}'} ${b:=$(c)}",
    "# only a comment",
    'set -- "$@"; echo "${@}" $$ $! $-',
    "x='a\nb'",
    "a; # why\nb",
    '`a "b"`',
  ])("but not %s", (text) => {
    expect(script(text).problems).toEqual([]);
  });

  test.each([
    "[[ a =~ ^b(c|d)$ ]] && echo ${x[@]}",
    "a=(b c) d+=(e); echo ${#a[@]} ${!b} ${c^^} $'x\\'y'",
    "cat <(a) >(b) <<<c &>d |& e",
    "for ((i = 0; i < 3; i++)); do ((x += i)); done",
    "function f { a; }; select i in a; do b; done; coproc c",
  ])("nor what bash alone reads: %s", (text) => {
    expect(script(text, "bash").problems).toEqual([]);
  });

  test("nor anything that zsh or ksh may well read", () => {
    expect(script("for x (a b) echo $x; repeat 3 { b }", "zsh").problems).toEqual([]);
    expect(script("a(b", "zsh").problems).toEqual([]);
  });

  test("bash wants a compound as the body of a function", () => {
    expect(script("f() a", "bash").problems).toHaveLength(1);
  });
});

describe("limits", () => {
  test.each([
    ["nesting", "( ".repeat(10_000)],
    ["nesting that closes", `${"$(a ".repeat(1000)}${")".repeat(1000)}`],
    ["functions", "f() ".repeat(10_000)],
    ["length", "a ".repeat(60_000)],
    ["parameters that never close", "${x/".repeat(3000)],
    ["subscripts that never close", "${x[}".repeat(3000)],
    ["old arithmetic that never closes", "$[".repeat(3000)],
    ["arithmetic that never closes", "$((1+".repeat(3000)],
    ["heredocs", "cat <<E\n".repeat(2000)],
  ])("beyond them there is no tree, and a problem that says so: %s", (_, text) => {
    expect(parsed(text)).toMatchObject({ code: "shell-too-complex" });
  });

  test.each([
    ["substitutions never closed", "echo $(".repeat(10_000)],
    ["wrappers", "sudo ".repeat(10_000)],
    ["arithmetic", `echo $((1${"+a".repeat(20_000)}))`],
    ["escaped backquotes", `\`${"\\`".repeat(20_000)}\``],
    ["operators", "a && ".repeat(10_000)],
    ["parameters", `echo ${"${a[0]} ${#b} $((1 + 2)) ".repeat(1000)}`],
  ])("below them anything is read: %s", (_, text) => {
    expect(parsed(text)).toMatchObject({ body: {} });
  });

  test("substitutions deeper than anyone writes are not looked into", () => {
    expect(commands(`${"a $(".repeat(40)}b${")".repeat(40)}`).length).toBeLessThan(20);
  });

  test("all scripts of a file share one budget", () => {
    const budget = shellBudget();
    const text = "a ".repeat(50_000);
    const view = viewOf(text, { start: 0, end: text.length });
    const results = [1, 2, 3, 4, 5, 6].map(() => isScript(parseShell(view, { shell: "sh", shellOptions: [] }, budget)));
    expect(results).toEqual([true, true, true, true, true, false]);
  });
});

/** Every range in a tree lies in the range of what holds it; the body of a heredoc stands after its command. */
export function expectNested(value: unknown, outer: { start: number; end: number }): void {
  if (Array.isArray(value)) for (const item of value) expectNested(item, outer);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const own = "range" in value ? (value.range as typeof outer) : outer;
  expect(outer.start <= own.start && own.start <= own.end && own.end <= outer.end, JSON.stringify([outer, own])).toBe(
    true,
  );
  for (const [key, part] of Object.entries(value))
    if (key !== "range" && key !== "heredoc" && key !== "script") expectNested(part, own);
}

test("any text gives plain data whose ranges nest", () => {
  const token = fc.constantFrom(
    ...[
      "a",
      "b",
      " ",
      "\n",
      ";",
      "&",
      "&&",
      "||",
      "|",
      "(",
      ")",
      "{ ",
      " }",
      "if ",
      "then ",
      "fi",
      "do ",
      "done",
      "for i in ",
    ],
    ...[
      "case x in ",
      "esac",
      ";;",
      "'",
      '"',
      "`",
      "$(",
      "${",
      "}",
      "$((",
      "))",
      "[[ ",
      " ]]",
      "<<E\n",
      "\nE\n",
      ">",
      "#",
      "\\",
    ],
    ...[
      "while ",
      "function ",
      "f() ",
      "sh -c ",
      "eval ",
      "sudo ",
      "=",
      "a=(",
      "!",
      "$x",
      "*",
      "~",
      "{a,b}",
      "é",
      "\ud800",
    ],
  );
  const text = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(""));
  const property = fc.property(text, fc.constantFrom("sh", "bash"), (written, shell) => {
    const result = parsed(written, shell);
    if (!isScript(result)) return;
    expect(structuredClone(result)).toEqual(result);
    expectNested({ ...result, problems: [] }, { start: 0, end: written.length });
    for (const problem of result.problems) expectNested(problem, { start: 0, end: written.length });
    for (const one of commandsIn(result)) expect(one.range.end).toBeLessThanOrEqual(written.length);
  });
  fc.assert(property, {
    numRuns: 1000,
    examples: [
      ["case x in f() f() done", "sh"],
      ["function a&&a&&", "sh"],
      ["${\nE\n$(${", "sh"],
    ],
  });
});
