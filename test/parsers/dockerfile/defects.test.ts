import { expect, test } from "vitest";
import { known } from "../../../src/model/value.ts";
import { at, last, problems, read, script } from "./read.ts";

/** What `dockerfile-ast` 0.7 reads wrong or not at all; rules went blind or lied because of each. */

const keywords = (text: string): readonly string[] => read(text).instructions.map(({ keyword }) => keyword);

test("1: a heredoc is none inside single quotes", () => {
  expect(keywords("FROM a\nRUN echo 'a <<EOF b'\nUSER z\n")).toEqual(["FROM", "RUN", "USER"]);
});

test("2: a comment inside a continuation may hold the escape character", () => {
  const text = "FROM a\nRUN x \\\n# comment\\comment\n  y\n";
  expect(last(text, "RUN").command).toMatchObject({ form: "shell", text: "x   y" });
});

test("3: the text of a RUN holds no comments", () => {
  expect(last("FROM a\nRUN x && \\\n# c1\n  # c2\n  y\n", "RUN").command).toMatchObject({ text: "x &&   y" });
});

test("4: the escape character may stand alone before an instruction", () => {
  expect(keywords("FROM a\n\\\nRUN x\n")).toEqual(["FROM", "RUN"]);
});

test("5: a keyword may be broken by a continuation and a comment", () => {
  const [from] = read("FR\\\n# c\nOM a\n").instructions;
  expect(from).toMatchObject({ keyword: "FROM", keywordText: "FROM", image: { value: "a" } });
});

test("6: a registry with a port, a tag and a digest", () => {
  const [stage] = read("FROM r.io:5000/a:1@sha256:ff\n").dockerfile.stages;
  expect(stage?.image).toMatchObject({
    registry: { text: "r.io:5000" },
    repository: { text: "a" },
    tag: { text: "1" },
    digest: { text: "sha256:ff" },
  });
});

test("7: an image that is the default of a variable", () => {
  const text = "FROM ${IMG:-a/b:1@sha256:ff}\n";
  const { image } = last(text, "FROM");
  expect(image).toMatchObject({ known: true, value: "a/b:1@sha256:ff", isLiteral: false });
  expect(read(text).dockerfile.stages[0]?.image).toMatchObject({ repository: { text: "a/b" }, tag: { text: "1" } });
});

test("8: variables of variables", () => {
  const text = "FROM a\nARG V=1\nENV A=$V\nENV B=${A}x\nLABEL l=$B\n";
  expect(known(last(text, "LABEL").pairs[0]?.value)).toBe("1x");
});

test("9: a default in a default", () => {
  const [pair] = last("FROM a\nENV A=${B:-${C:-d}}\n", "ENV").pairs;
  expect(pair?.value).toMatchObject({ value: "d", raw: "${B:-${C:-d}}" });
  expect(pair?.value?.variables.map(({ name, operator }) => [name, operator])).toEqual([
    ["B", ":-"],
    ["C", ":-"],
  ]);
});

test("10: no variable stands in single quotes", () => {
  const [pair] = last("FROM a\nENV A='$B'\n", "ENV").pairs;
  expect(pair?.value).toMatchObject({ value: "$B", isLiteral: true, variables: [] });
});

test("11: JSON strings are decoded, and stand where they are written", () => {
  const text = 'FROM a\nCMD ["b \\" c", "d\\u0041"]\n';
  const { command } = last(text, "CMD");
  if (command?.form !== "exec") throw new Error("not exec");
  expect(command.args.map(known)).toEqual(['b " c', "dA"]);
  expect(command.args.map((word) => at(text, word))).toEqual(['b \\" c', "d\\u0041"]);
});

test("12: what is almost JSON is shell text, and said to be", () => {
  expect(last('FROM a\nCMD ["a",]\n', "CMD").command).toMatchObject({ form: "shell", isBrokenJson: true });
});

test("13: the body of a heredoc is no argument", () => {
  const text = "FROM a\nCOPY <<EOF /x\napt-get update\nEOF\n";
  const { sources, destination, heredocs } = last(text, "COPY");
  expect([sources, known(destination)]).toEqual([[], "/x"]);
  expect(heredocs).toMatchObject([{ name: "EOF", text: "apt-get update\n", isTerminated: true }]);
});

test("14: an unended heredoc is a problem, and the instructions after it are read", () => {
  const text = "FROM a\nRUN <<EOF\nls\nFROM b\nUSER c\n";
  expect(keywords(text)).toEqual(["FROM", "RUN", "FROM", "USER"]);
  expect(problems(text)).toEqual([["unterminated-heredoc", "<<EOF"]]);
  expect(keywords("FROM a\nRUN x <<EOF'\nFROM b\n")).toEqual(["FROM", "RUN", "FROM"]);
});

test("15: a blank before the name makes no heredoc to BuildKit", () => {
  const text = "FROM a\nRUN cat << 'EOF' > /f\nUSER x\n";
  expect(keywords(text)).toEqual(["FROM", "RUN", "USER"]);
  expect(script("FROM a\nRUN cat <<'EOF' > /f\nUSER x\nEOF\n").body.items).toHaveLength(1);
});
