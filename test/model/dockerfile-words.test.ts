import { expect, test } from "vitest";
import { commandsOf } from "../../src/model/dockerfile.ts";
import { mayHold } from "../../src/model/dockerfile-words.ts";
import { programOf } from "../../src/model/shell-command.ts";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const dockerfile = (text: string) => {
  const [artefact] = parseDockerfile(sourceFile("Dockerfile", text)).artefacts;
  if (artefact?.kind !== "dockerfile") throw new Error("That is no Dockerfile.");
  return artefact;
};

test.each([
  ["in capitals", "RUN SUDO true"],
  ["quoted in part", "RUN su'do' true"],
  ["quoted in part, from the start", "RUN 'su'do true"],
  ["quoted letter by letter", 'RUN "s""u""d""o" true'],
  ["escaped", "RUN su\\do true"],
  ["escaped at the start", "RUN \\sudo true"],
  ["on two lines", "RUN su\\\ndo true"],
  ["on two lines, with a blank behind the backslash", "RUN su\\ \ndo true"],
  ["on two lines, with a comment between them", "RUN su\\\n# why\ndo true"],
  ["on two lines that end as on Windows", "RUN su\\\r\ndo true"],
  ["on two lines, by another escape", "# escape=`\nFROM a\nRUN su`\ndo true"],
  ["by its numbers", "RUN $'\\x73udo' true"],
  ["around nothing", "RUN su''do true"],
])("a word may be written %s", (_, text) => {
  const file = dockerfile(text.startsWith("#") ? text : `FROM a\n${text}\n`);
  const programs = file.stages.flatMap(({ instructions }) => instructions.flatMap(commandsOf)).map(programOf);
  expect(programs.map((program) => program?.toLowerCase())).toContain("sudo");
  expect(mayHold(file, "sudo")).toBe(true);
});

test("a file without it does not hold it, whatever else is quoted and continued", () => {
  const file = dockerfile(
    'FROM a\nRUN echo "a b" \'c\' && \\\n    apt-get install -y \\\n    curl\nCMD ["node", "x.js"]\n',
  );
  expect([mayHold(file, "sudo"), mayHold(file, "sudo", "curl")]).toEqual([false, true]);
});
