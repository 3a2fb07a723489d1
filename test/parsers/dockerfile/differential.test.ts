import { DockerfileParser } from "dockerfile-ast";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instruction } from "../../../src/model/dockerfile.ts";
import { dockerfile } from "./arbitraries.ts";
import { read } from "./read.ts";

/**
 * `dockerfile-ast` 0.7 splits sound files into instructions as BuildKit does. What it is known to read wrong is left out
 * of the comparison: `defects.test.ts` says how it should be read.
 *
 * - Never generated: a heredoc in single quotes or after an open one (defects 1, 14), the escape character in a comment
 *   that continues (2), or alone before an instruction (4), keywords in pieces (5), `<< NAME` (15).
 * - Not compared: arguments of instructions with heredocs (13) and of JSON forms (11).
 * - Words with the escape character, which it drops; blanks in quotes, where it splits (double ones in ARG only): see `isComparable`.
 */
const isComparable = (word: string): boolean => !/[\\`]/.test(word) && !/["'].*\s/.test(word);

/** The words that `dockerfile-ast` calls arguments; none where it is not asked. */
function wordsOf(instruction: Instruction): readonly string[] | undefined {
  if (instruction.heredocs.length > 0) return undefined;
  switch (instruction.keyword) {
    case "FROM":
      return [instruction.image, instruction.as, instruction.alias].flatMap((word) => (word ? [word.raw] : []));
    case "CMD":
    case "ENTRYPOINT":
    case "RUN":
      return instruction.command?.form === "shell" ? instruction.command.text.split(/\s+/) : undefined;
    case "ADD":
    case "COPY":
      if (instruction.form === "exec") return undefined;
      return [...instruction.sources, instruction.destination].flatMap((word) => (word ? [word.raw] : []));
    case "ARG":
    case "ENV":
    case "LABEL":
      if (instruction.isLegacy) return undefined;
      return instruction.pairs.map(({ key, value }) => (value ? `${key.raw}=${value.raw}` : key.raw));
    case "EXPOSE":
      return instruction.args.map(({ raw }) => raw);
    case "STOPSIGNAL":
    case "USER":
    case "WORKDIR":
      return instruction.argument ? [instruction.argument.raw] : [];
    default:
      return undefined;
  }
}

function expectSame(text: string): void {
  const ours = read(text).instructions;
  const theirs = DockerfileParser.parse(text).getInstructions();
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length - 1;
  expect(ours.map(({ keywordText, range }) => [keywordText, lineOf(range.start), lineOf(range.end)])).toEqual(
    theirs.map((one) => [one.getInstruction(), one.getRange().start.line, one.getRange().end.line]),
  );
  for (const [i, instruction] of ours.entries()) {
    const words = wordsOf(instruction);
    if (!words?.every(isComparable)) continue;
    expect(words).toEqual(theirs[i]?.getArguments().map((argument) => argument.getValue()));
    const flags = instruction.flags.map(({ name, value }) => [name, value?.raw ?? null]);
    const theirFlags = theirs[i] && "getFlags" in theirs[i] ? (theirs[i].getFlags as () => Flag[])() : [];
    expect(flags).toEqual(theirFlags.map((flag) => [flag.getName(), flag.getValue()]));
  }
}

interface Flag {
  getName(): string;
  getValue(): string | null;
}

test("generated files have the instructions, words and flags that dockerfile-ast finds", () => {
  fc.assert(fc.property(dockerfile, expectSame), { numRuns: 1000 });
});

test.each([
  ["directives, comments and blank lines", "# syntax=docker/dockerfile:1\n\n# base\nFROM a AS b\n  # c\n\n\nUSER d"],
  [
    "a long chain",
    "FROM a\nRUN apt-get update \\\n && apt-get install -y \\\n    # tools\n    curl \\\n\n    git \\\n && rm x\nUSER y",
  ],
  ["no final line end", "FROM a\r\nCMD x"],
  ["a heredoc with instructions in it", "FROM a\nRUN <<EOF\nFROM b\n\nUSER c\nEOF\nUSER d\n"],
  ["two heredocs", "FROM a\nCOPY <<A <<-B /x/\nUSER b\nA\nRUN c\n\tB\nUSER d\n"],
  ["a heredoc of a trigger", "FROM a\nONBUILD RUN <<EOF\nUSER b\nEOF\nUSER d\n"],
  ["odd blanks", "  FROM\ta  \n\tRUN\t x \n"],
  ["unknown instructions", "FROM a\nRUM x\nuser y\n"],
])("%s", (_, text) => expectSame(text));
