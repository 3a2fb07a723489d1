import { describe, expect, test } from "vitest";
import type { CommandForm, Word } from "../../../src/model/dockerfile.ts";
import { known } from "../../../src/model/value.ts";
import { at, last, problems, read } from "./read.ts";

const values = (words: readonly Word[]): readonly (string | undefined)[] => words.map(known);

describe("what BuildKit refuses is a problem, and the rest is read all the same", () => {
  test.each([
    ["unknown-instruction", "FORM", "FORM a"],
    ["missing-argument", "FROM", "FROM"],
    ["surplus-argument", "b c", "FROM a b c"],
    ["missing-argument", "as", "FROM a as"],
    ["surplus-argument", "c", "FROM a as b c"],
    ["invalid-stage-name", "1b", "FROM a as 1b"],
    ["invalid-reference", "Acme/API", "FROM Acme/API"],
    ["invalid-reference", "a:b:c", "FROM a:b:c"],
    ["missing-argument", "RUN", "RUN"],
    ["unknown-flag", "--platform=x", "RUN --platform=x y"],
    ["unknown-flag", "--from=x", "ADD --from=x y /z"],
    ["unknown-flag", "--x", "CMD --x y"],
    ["duplicate-flag", "--from=y", "COPY --from=x --from=y a /b"],
    ["bad-mount-option", "constructor=x", "RUN --mount=type=bind,constructor=x y"],
    ["missing-flag-value", "--from", "COPY --from a /b"],
    ["bad-flag-value", "--link=maybe", "COPY --link=maybe a /b"],
    ["missing-argument", "a", "COPY a"],
    ["missing-argument", "<<E", "COPY <<E\nE"],
    ["missing-argument", "ADD", "ADD"],
    ["bad-json", '["a", 1]', 'COPY ["a", 1]'],
    ["bad-json", "[1]", "RUN [1]"],
    ["missing-argument", "ENV", "ENV"],
    ["missing-argument", "A", "ENV A"],
    ["missing-equals", "B", "ENV A=1 B"],
    ["missing-name", "=1", "LABEL =1"],
    ["missing-argument", "ARG", "ARG"],
    ["unterminated-quote", "'1", "ENV A='1"],
    ["bad-substitution", "${B^^}", "ENV A=${B^^}"],
    ["bad-substitution", "${B", "ENV A=${B"],
    ["bad-substitution", "${}", "ENV A=${}"],
    ["bad-substitution", "${B:0:1}", "WORKDIR ${B:0:1}"],
    ["shell-not-json", "bash", "SHELL bash"],
    ["missing-argument", "[]", "SHELL []"],
    ["missing-argument", "HEALTHCHECK", "HEALTHCHECK"],
    ["missing-argument", "CMD", "HEALTHCHECK CMD"],
    ["unknown-healthcheck", "curl", "HEALTHCHECK curl x"],
    ["surplus-argument", "x", "HEALTHCHECK NONE x"],
    ["missing-argument", "ONBUILD", "ONBUILD"],
    ["invalid-onbuild", "from", "ONBUILD from x"],
    ["invalid-onbuild", "ONBUILD", "ONBUILD ONBUILD RUN x"],
    ["unknown-instruction", "RUM", "ONBUILD RUM x"],
    ["missing-argument", "USER", "USER"],
  ])("%s at %s of %s", (code, place, line) => {
    const text = `FROM base\n${line}\nUSER last\n`;
    expect(problems(text)).toEqual([[code, place]]);
    expect(known(last(text, "USER").argument) ?? "last").toBe("last");
  });

  test.each([
    "FROM --platform=$BUILDPLATFORM a AS b-1.c_d",
    "FROM scratch",
    `FROM localhost:5000/a/b__c:v1@sha256:${"0123456789abcdef".repeat(4)}`,
    "FROM $UNKNOWN",
    "RUN --mount=type=cache,target=/x --mount=type=bind,target=/y --network=none --security=insecure --device=x y",
    `ADD --keep-git-dir --checksum=sha256:${"0".repeat(64)} --unpack=true --exclude=a --exclude=b --link=false x /y`,
    "COPY --parents --link --chmod=755 --chown=a:b --exclude=*.md --from=x a /b",
    "COPY <<A <<B /x/\nA\nB",
    "COPY -- a /b",
    "HEALTHCHECK --interval=1s --timeout=1s --start-period=1s --start-interval=1s --retries=3 CMD x",
    "HEALTHCHECK none",
    "ENTRYPOINT []",
    "CMD",
    "LABEL a b c",
    "ENV A=",
    "ARG A B=1 C",
    "ONBUILD HEALTHCHECK --interval=1s CMD x",
    "RUN [ -f x ] || echo '${y^^} it' \"s",
    "RUN echo ${a^^} it's",
    "CMD echo '",
    "MAINTAINER it's $me",
  ])("but not %s", (line) => {
    expect(problems(`FROM a AS x\n${line}\n`)).toEqual([]);
  });

  test("nothing but ARG stands before the first FROM", () => {
    expect(problems("ARG A\nLABEL a=b\nUSER c\nFROM d\n")).toEqual([["first-instruction", "LABEL"]]);
  });

  test("a fragment without FROM is a stage", () => {
    const text = "ARG A=1\nRUN x\nUSER $A\n";
    expect(problems(text)).toEqual([["no-from", "ARG"]]);
    const { preamble, stages } = read(text).dockerfile;
    expect([preamble, stages.length, stages[0]?.from]).toEqual([[], 1, undefined]);
    expect(stages[0]?.instructions.map((instruction) => at(text, instruction))).toEqual([
      "ARG A=1",
      "RUN x",
      "USER $A",
    ]);
    expect(known(last(text, "USER").argument)).toBe("1");
  });

  test("an empty file lacks a FROM too", () => {
    expect(problems("")).toEqual([["no-from", ""]]);
    expect(problems("# nothing\n")).toEqual([["no-from", "#"]]);
    expect(read("\n\n").dockerfile.stages).toEqual([]);
  });
});

describe("commands", () => {
  const form = (line: string): CommandForm | undefined => last(`FROM a\n${line}\n`, "CMD").command;

  test.each(['["a", "b"]', ' [ "a" , "b" ] ', '\t["\\u0061",\\\n "b"]'])("%s is the exec form", (args) => {
    const command = form(`CMD ${args}`);
    expect(command?.form === "exec" && values(command.args)).toEqual(["a", "b"]);
  });

  test.each([
    ["['a', 'b']", true],
    ['["a", "b"', true],
    ['["a" "b"]', true],
    ["[node, server.js]", true],
    ['["a", "b"] && c', true],
    ['["C:\\a"]', true],
    ["[ -f a ]", false],
    ['[ "$a" = "b,c" ] && [ d ]', false],
    ["[[ $a == b ]]", false],
    ["[ -z a, ]", false],
    ["a [b, c]", false],
  ])("%s is the shell form; was JSON meant: %s", (args, isBrokenJson) => {
    expect(form(`CMD ${args}`)).toMatchObject({ form: "shell", text: args, isBrokenJson });
  });

  test("CMD may be empty", () => {
    expect([form("CMD"), form("CMD []")]).toMatchObject([undefined, { form: "exec", args: [], command: undefined }]);
  });

  test("the shell is that of the last SHELL, of the stage built from, or of the image", () => {
    const text = [
      "FROM a AS base",
      "RUN a",
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
      "RUN b",
      "FROM base",
      "RUN c",
      "# hadolint shell=pwsh",
      "RUN d",
      "RUN e",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2025",
      "RUN f",
      "FROM golang:1-nanoserver",
      "RUN g",
      "FROM --platform=windows/amd64 x",
      "RUN h",
      "# hadolint shell=bash",
      "FROM y",
      "RUN i",
      'SHELL ["/usr/bin/env", "bash", "-ec"]',
      "RUN j",
      'SHELL ["node", "-e"]',
      "RUN k",
      "FROM base",
      "RUN l",
    ].join("\n");
    const shells = read(text).instructions.flatMap((instruction) => {
      const command = instruction.keyword === "RUN" ? instruction.command : undefined;
      if (command?.form !== "shell") return [];
      return [
        [command.text, command.script ? [command.script.shell, ...command.script.shellOptions] : command.shell[0]],
      ];
    });
    expect(shells).toEqual([
      ["a", ["sh"]],
      ["b", ["bash", "-o", "pipefail"]],
      ["c", ["bash", "-o", "pipefail"]],
      ["d", "pwsh"],
      ["e", "pwsh"],
      ["f", "cmd"],
      ["g", "cmd"],
      ["h", "cmd"],
      ["i", ["bash"]],
      ["j", ["bash", "-ec"]],
      ["k", "node"],
      ["l", ["bash", "-o", "pipefail"]],
    ]);
  });

  test("where the escape character is a backquote, the shell of an unknown image is unknown", () => {
    const text = "# escape=`\nARG IMAGE\nFROM $IMAGE\nRUN dir\n";
    expect(last(text, "RUN").command).toMatchObject({ script: undefined });
    expect(last("# escape=`\nFROM alpine\nRUN ls\n", "RUN").command).toMatchObject({ script: { shell: "sh" } });
  });

  test("a heredoc alone is the script, and its shebang the shell", () => {
    const run = (line: string, body: string) => last(`FROM a\nRUN ${line}\n${body}\nE\n`, "RUN").command;
    expect(run("<<E", "ls")).toMatchObject({ text: "ls\n", script: { shell: "sh" } });
    expect(run("<<-E", "\tls")).toMatchObject({ text: "ls\n" });
    expect(run("<<E", "#!/bin/bash -e\nls")).toMatchObject({ script: { shell: "bash", shellOptions: ["-e"] } });
    expect(run("<<E", "#!/usr/bin/env python3\nprint()")).toMatchObject({ script: undefined });
    expect(run("cat <<E >x", "ls")).toMatchObject({ text: "cat <<E >x\nls\nE", script: { shell: "sh" } });
  });
});

describe("words", () => {
  test("each stands where it is written, continuation lines and all", () => {
    const text = 'FROM a\nENV A=b \\\n  C="d \\\n e" F=g\\\nh\n';
    const { pairs } = last(text, "ENV");
    expect(pairs.map(({ key, value }) => [key.raw, value?.raw, known(value)])).toEqual([
      ["A", "b", "b"],
      ["C", '"d  e"', "d  e"],
      ["F", "gh", "gh"],
    ]);
    expect(pairs.map((pair) => at(text, pair))).toEqual(["A=b", 'C="d \\\n e"', "F=g\\\nh"]);
  });

  test("quotes, escapes and blanks in pairs", () => {
    const { pairs } = last('FROM a\nLABEL a=\'b c\' "d e"=f\\ g h="i\\"j" k= l=\'m\\\' n=o=p\n', "LABEL");
    expect(pairs.map(({ key, value }) => [known(key), known(value)])).toEqual([
      ["a", "b c"],
      ["d e", "f g"],
      ["h", 'i"j'],
      ["k", ""],
      ["l", "m\\"],
      ["n", "o=p"],
    ]);
  });

  test("the old form without an equals sign takes all that follows", () => {
    const { pairs, isLegacy } = last("FROM a\nENV A  b=c  'd e' \n", "ENV");
    expect([isLegacy, pairs.map(({ key, value }) => [known(key), known(value)])]).toEqual([true, [["A", "b=c  d e"]]]);
  });

  test("sources and destination", () => {
    const text = 'FROM a\nCOPY --from=x ["a b", "/c d/"]\n';
    const copy = last(text, "COPY");
    expect([copy.form, values(copy.sources), known(copy.destination)]).toEqual(["exec", ["a b"], "/c d/"]);
    expect(at(text, copy.sources[0] ?? copy)).toBe("a b");
    expect(copy.flags.map(({ name, value }) => [name, known(value)])).toEqual([["from", "x"]]);
  });

  test("the options of a mount, out of quotes, which protect blanks only", () => {
    const text = "FROM a\nRUN --mount=\"type=cache,TARGET=/x y\",from='b',ro z\n";
    const [mount] = last(text, "RUN").flags;
    expect(mount?.value?.raw).toBe("\"type=cache,TARGET=/x y\",from='b',ro");
    expect(mount?.options.map(({ key, value }) => [key, known(value)])).toEqual([
      ["type", "cache"],
      ["target", "/x y"],
      ["from", "b"],
      ["ro", undefined],
    ]);
    expect(mount?.options.map((option) => at(text, option))).toEqual(["type=cache", "TARGET=/x y", "from='b", "ro"]);
  });

  test("a no-break space parts no words", () => {
    expect(problems("FROM\u00a0a\nFROM b\nEXPOSE 80\u00a081\n")).toEqual([["unknown-instruction", "FROM\u00a0a"]]);
    expect(values(last("FROM b\nEXPOSE 80\u00a081\n", "EXPOSE").args)).toEqual(["80\u00a081"]);
  });

  test("an argument is all that follows the keyword", () => {
    expect(known(last("FROM a\nWORKDIR /a b\n", "WORKDIR").argument)).toBe("/a b");
    expect(values(last("FROM a\nEXPOSE 80 443/udp\n", "EXPOSE").args)).toEqual(["80", "443/udp"]);
    expect(values(last('FROM a\nVOLUME ["/a b"]\n', "VOLUME").args)).toEqual(["/a b"]);
  });
});
