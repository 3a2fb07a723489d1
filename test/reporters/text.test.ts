import stringWidth from "string-width";
import { expect, test } from "vitest";
import { measureFor } from "../../src/reporters/display.ts";
import { text } from "../../src/reporters/text.ts";
import { CONTEXT, markRule, resultOf, resultWithAll } from "./results.ts";

const DOCKERFILE = { "services/api/Dockerfile": "FROM ⟦node:20-alpine⟧\n" };

test("a finding stands below its file, with its line and the exact place", async () => {
  expect(text(await resultOf(DOCKERFILE), CONTEXT)).toMatchInlineSnapshot(`
    " services/api/Dockerfile  1 error
      error    It is flagged.
               docker/flag  services/api/Dockerfile:1:6
        1 | FROM node:20-alpine
          |      ^^^^^^^^^^^^^^
        = help: None.
        = docs: https://docs.example/docker/flag.md

     1 error, 0 warnings in 1 of 1 file
     opsguard explain RULE for details
    "
  `);
});

test("a clean run says what was read", async () => {
  const result = await resultOf({ a: "x", b: "y" });
  expect(text(result, { ...CONTEXT, ruleCount: 212, milliseconds: 96 })).toMatchInlineSnapshot(`
    " No findings in 2 files   (212 rules)   96 ms
    "
  `);
});

test("the remedy of a rule stands once, fixes and related places with each finding", async () => {
  const marked = { "a.txt": "⟦x⟧ = 1\n⟦x⟧ = 2\n", "b.md": "## x\n" };
  const rule = markRule(
    marked,
    { id: "repo/x", fix: "safe", remedy: "Rename `x`; nobody knows what it is." },
    {
      message: "x says nothing.",
      related: [
        { at: { range: { path: "b.md", start: 3, end: 4 } }, message: "Named here." },
        { at: { range: { path: "b.md", start: 0, end: 0 } }, message: "Found in this build." },
      ],
      fix: { title: "Rename x.", edits: [{ range: { start: 0, end: 1 }, newText: "count" }] },
    },
  );
  expect(text(await resultOf(marked, [rule]), CONTEXT)).toMatchInlineSnapshot(`
    " a.txt  2 warnings, 2 fixable
      warning  x says nothing.
               repo/x  a.txt:1:1
        1 | x = 1
          | ^
         :: b.md:1:4  Named here.
        1 | ## x
          |    -
         :: b.md:1:1  Found in this build.
        = fix: Rename x. (safe)
        = help: Rename \`x\`; nobody knows what it is.
        = docs: https://docs.example/repo/x.md

      warning  x says nothing.
               repo/x  a.txt:2:1
        2 | x = 2
          | ^
         :: b.md:1:4  Named here.
        1 | ## x
          |    -
         :: b.md:1:1  Found in this build.
        = fix: Rename x. (safe)

     0 errors, 2 warnings in 1 of 2 files
     2 can be fixed: opsguard --fix     opsguard explain RULE for details
    "
  `);
});

test("a place of several lines is marked until the end of its first", async () => {
  expect(frame(await report("RUN ⟦a \\\n  b \\\n  c⟧\n"))).toMatchInlineSnapshot(`
    "    1 | RUN a \\
          |     ^^^ until line 3"
  `);
  expect(frame(await report("⟦a: 1\n⟧b: 2\n"))).toMatchInlineSnapshot(`
    "    1 | a: 1
          | ^^^^"
  `);
});

test("tabs are expanded, wide characters are measured", async () => {
  expect(frame(await report("\ta\t⟦b⟧\n"))).toMatchInlineSnapshot(`
    "    1 |     a   b
          |         ^"
  `);
  expect(frame(await report("名前: ⟦日本⟧ 語\n"))).toMatchInlineSnapshot(`
    "    1 | 名前: 日本 語
          |       ^^^^"
  `);
  expect(frame(await report("👩‍👩‍👧‍👦 e\u0301 ⟦x⟧\n"))).toMatchInlineSnapshot(`
    "    1 | 👩‍👩‍👧‍👦 é x
          |      ^"
  `);
});

test("blanks at the end of a line and an empty place have a mark too", async () => {
  expect(frame(await report("a⟦  ⟧\n"))).toMatchInlineSnapshot(`
    "    1 | a
          |  ^^"
  `);
  expect(frame(await report("a⟦⟧b\n"))).toMatchInlineSnapshot(`
    "    1 | ab
          |  ^"
  `);
});

test("a very long line is cut around the place", async () => {
  expect(frame(await report(`${"a".repeat(90)}⟦b⟧${"c".repeat(90)}`))).toMatchInlineSnapshot(`
    "    1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabccccccccccccccccccccccccccccccccccc…
          |                                    ^"
  `);
  expect(frame(await report(`⟦b⟧${"c".repeat(5_000_000)}`))).toMatchInlineSnapshot(`
    "    1 | bccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc…
          | ^"
  `);
  expect(frame(await report(`${"a".repeat(5_000_000)}⟦b⟧`))).toMatchInlineSnapshot(`
    "    1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
          |                                                                       ^"
  `);
  expect(frame(await report(`${"a".repeat(300)}⟦${"b".repeat(300)}⟧${"c".repeat(300)}`))).toMatchInlineSnapshot(`
    "    1 | …bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
          |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
  `);
});

test("nothing of a file reaches the terminal or the runner as a command", async () => {
  const result = await resultWithAll();
  const told = text(result, { ...CONTEXT, reportSuppressed: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  expect(told).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##(?:vso)?\[|^\s*::\S/m);
  expect(told).toMatchInlineSnapshot(`
    " ./::stop.txt  1 info
      info     A<U+202E> hint # #[add-mask]x.
               repo/hint  ./::stop.txt:1:5001
        1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxyzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz…
          |                                                        ^
        = help: None.
        = docs: https://docs.example/repo/hint.md

     services/api/Dockerfile  2 errors, 2 warnings, 2 infos, 2 fixable
      error    It [is](https://example.com) flagged.
               docker/flag  services/api/Dockerfile:1:6
        1 | FROM node
          |      ^^^^
         :: services/api/Dockerfile:1:1  Closest is here.
        1 | FROM node
          | -----
        = fix: Remove it. (safe)
        = help: None.
        = docs: https://docs.example/docker/flag.md

      warning  No tag.
               docker/miss  services/api/Dockerfile:1:6
        1 | FROM node
          |      ^^^^
        = fix: Remove it. (unsafe)
        = help: None.
        = docs: https://docs.example/docker/miss.md

      info     A<U+202E> hint # #[add-mask]x.
               repo/hint  services/api/Dockerfile:1:6
        1 | FROM node
          |      ^^^^

      error    It [is](https://example.com) flagged.
               docker/flag  services/api/Dockerfile:2:6
        2 | FROM alpine
          |      ^^^^^^
         :: services/api/Dockerfile:1:1  Closest is here.
        1 | FROM node
          | -----
        = fix: Remove it. (safe)

      warning  No tag.
               docker/miss  services/api/Dockerfile:2:6
        2 | FROM alpine
          |      ^^^^^^
        = fix: Remove it. (unsafe)

      info     A<U+202E> hint # #[add-mask]x.
               repo/hint  services/api/Dockerfile:2:6
        2 | FROM alpine
          |      ^^^^^^

     weird [x](1) #é<U+202E>.txt  1 error, 1 warning, 1 info, 1 fixable
      error    It [is](https://example.com) flagged.
               docker/flag  weird [x](1) #é<U+202E>.txt:1:7
        1 | a␛[2J b
          |       ^ until line 2
         :: services/api/Dockerfile:1:1  Closest is here.
        1 | FROM node
          | -----
        = fix: Remove it. (safe)

      warning  No tag.
               docker/miss  weird [x](1) #é<U+202E>.txt:1:7
        1 | a␛[2J b
          |       ^ until line 2
        = fix: Remove it. (unsafe)

      info     A<U+202E> hint # #[add-mask]x.
               repo/hint  weird [x](1) #é<U+202E>.txt:1:7
        1 | a␛[2J b
          |       ^ until line 2

     Suppressed  1 error, 1 warning
      error    ./::stop.txt:1:5001  docker/flag  by comment: Built in CI␛[0m only.
      warning  ./::stop.txt:1:5001  docker/miss  by baseline: In the baseline.

     internal error  repo/broken failed on services/api/Dockerfile: TypeError: It broke.

     3 errors, 3 warnings, 4 infos in 3 of 3 files   (1 suppressed, 1 in baseline)
     3 can be fixed: opsguard --fix     3 by an unsafe fix: opsguard --fix=unsafe     opsguard explain RULE for details
    "
  `);
});

test("more than fifty findings are told by rule; none is lost", async () => {
  const marked = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k8s/${i + 10}.yaml`, "⟦a⟧\n⟦b⟧\n"]));
  const rules = [
    markRule(marked, { id: "k8s/often" }),
    markRule({ "k8s/20.yaml": "⟦a⟧" }, { id: "k8s/grave", severity: "error" }),
  ];
  const result = await resultOf(marked, rules);
  expect(text(result, CONTEXT)).toMatchInlineSnapshot(`
    " k8s/grave  1 error in 1 file
      error    It is flagged.
               k8s/20.yaml:1:1
        1 | a
          | ^
        = help: None.
        = docs: https://docs.example/k8s/grave.md

     k8s/often  60 warnings in 30 files
      warning  It is flagged.
               k8s/10.yaml:1:1
        1 | a
          | ^
      warning  k8s/11.yaml:1:1  It is flagged.
      warning  k8s/12.yaml:1:1  It is flagged.
      + 57 more: --all lists them
        = help: None.
        = docs: https://docs.example/k8s/often.md

     1 error, 60 warnings in 30 of 30 files
     opsguard explain RULE for details
    "
  `);
  expect(text(result, { ...CONTEXT, showAll: true }).match(/k8s\/often {2}k8s/g)).toHaveLength(60);
});

test("what is hidden, suppressed or in the baseline is counted", async () => {
  const result = await resultWithAll();
  const told = text(result, { ...CONTEXT, minSeverity: "error" });
  expect(told.split("\n").slice(-4).join("\n")).toMatchInlineSnapshot(`
    "
     3 errors, 3 warnings, 4 infos in 3 of 3 files   (1 suppressed, 1 in baseline, 7 hidden below error)
     3 can be fixed: opsguard --fix     3 by an unsafe fix: opsguard --fix=unsafe     opsguard explain RULE for details
    "
  `);
});

test("a terminal gets links, colours, and lines no longer than it is wide", async () => {
  const marked = { "名/Dockerfile": "⟦x⟧\n" };
  const message =
    "Image x is built from a base that nobody has looked at since it was pushed to the registry last year.";
  const result = await resultOf(marked, [markRule(marked, { id: "docker/x", remedy: message }, { message })]);
  const paint = (style: string, painted: string): string => `<${style}>${painted}</>`;
  const link = (name: string, url: string): string => `[${name}](${url})`;
  expect(text(result, { ...CONTEXT, width: 72, measure: stringWidth, paint, link })).toMatchInlineSnapshot(`
    " <heading>名/Dockerfile</>                                                 1 warning
      <warning>warning</>  <strong>Image x is built from a base that nobody has looked at since</>
               <strong>it was pushed to the registry last year.</>
               [docker/x](https://docs.example/docker/x.md)  <place>名/Dockerfile:1:1</>
    <faint>    1 |</> x
    <faint>      |</> <warning>^</>
        = <faint>help:</> Image x is built from a base that nobody has looked at since
                it was pushed to the registry last year.

     0 errors, <warning>1 warning</> in 1 of 1 file
     <faint>opsguard explain RULE for details</>
    "
  `);
});

/** The report of one finding in a file. */
async function report(marked: string): Promise<string> {
  const result = await resultOf({ a: marked });
  const measure = await measureFor(result.findings.map(({ excerpt }) => excerpt));
  return text(result, { ...CONTEXT, measure, width: 80 });
}

/** Its two lines of code. */
const frame = (told: string): string => told.split("\n").slice(3, 5).join("\n");
