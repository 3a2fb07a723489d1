import { expect, test } from "vitest";
import { applyFixes } from "../../../src/engine/fix.ts";
import { openProject } from "../../../src/engine/open-project.ts";
import rule from "../../../src/rules/docker/clean-package-cache.ts";

async function fixed(text: string): Promise<string | undefined> {
  const project = await openProject({ files: { Dockerfile: text }, rules: [rule] });
  await applyFixes(project, ["safe"]);
  return project.source("Dockerfile")?.text;
}

const FROM = "FROM debian:13\n";
const INSTALL = "apt-get update && apt-get install -y curl";
const CLEAN = "rm -rf /var/lib/apt/lists/*";

test.each([
  ["on one line", `RUN ${INSTALL}\n`, `RUN ${INSTALL} && ${CLEAN}\n`],
  ["at the end of the file", `RUN ${INSTALL}`, `RUN ${INSTALL} && ${CLEAN}`],
  ["before a final semicolon", `RUN ${INSTALL};\n`, `RUN ${INSTALL} && ${CLEAN};\n`],
  ["before a comment of the shell", `RUN ${INSTALL} # tools\n`, `RUN ${INSTALL} && ${CLEAN} # tools\n`],
  ["after what may fail", `RUN ${INSTALL} || true\n`, `RUN ${INSTALL} || true && ${CLEAN}\n`],
  ["after a block", `RUN if true; then ${INSTALL}; fi\n`, `RUN if true; then ${INSTALL}; fi && ${CLEAN}\n`],
  ["after a string", `RUN sh -c "${INSTALL}"\n`, `RUN sh -c "${INSTALL}" && ${CLEAN}\n`],
  ["in the build of a child", `ONBUILD RUN ${INSTALL}\n`, `ONBUILD RUN ${INSTALL} && ${CLEAN}\n`],
  [
    "under sudo",
    `RUN sudo apt-get update; apt-get install a\n`,
    `RUN sudo apt-get update; apt-get install a && sudo ${CLEAN}\n`,
  ],
  [
    "with operators first, past comments",
    "RUN apt-get update \\\n\t# the tools\n\t&& apt-get install -y a \\\n\t# and more\n\t&& echo done\n",
    `RUN apt-get update \\\n\t# the tools\n\t&& apt-get install -y a \\\n\t# and more\n\t&& echo done \\\n\t&& ${CLEAN}\n`,
  ],
  [
    "with operators last",
    "RUN apt-get update &&\\\n    apt-get install -y a\n",
    `RUN apt-get update &&\\\n    apt-get install -y a && \\\n    ${CLEAN}\n`,
  ],
  [
    "with packages one a line",
    "RUN apt-get update && apt-get install -y \\\n      a \\\n      b\n",
    `RUN apt-get update && apt-get install -y \\\n      a \\\n      b \\\n      && ${CLEAN}\n`,
  ],
  [
    "with semicolons that nothing stops",
    "RUN apt-get update; \\\n    apt-get install -y a\n",
    `RUN apt-get update; \\\n    apt-get install -y a && \\\n    ${CLEAN}\n`,
  ],
  [
    "with semicolons after set -o errexit",
    "RUN set -o errexit; \\\n    apt-get update; \\\n    apt-get install -y a\n",
    `RUN set -o errexit; \\\n    apt-get update; \\\n    apt-get install -y a; \\\n    ${CLEAN}\n`,
  ],
  [
    "with Windows line ends",
    "RUN apt-get update \\\r\n && apt-get install -y a\r\n",
    `RUN apt-get update \\\r\n && apt-get install -y a \\\r\n && ${CLEAN}\r\n`,
  ],
  [
    "in a heredoc whose tabs go",
    "RUN <<-EOF\n\tset -e\n\tapt-get update\n\tapt-get install -y a\n\tEOF\n",
    `RUN <<-EOF\n\tset -e\n\tapt-get update\n\tapt-get install -y a\n\t${CLEAN}\n\tEOF\n`,
  ],
  [
    "in a heredoc that a shell with -e reads",
    'SHELL ["bash", "-ec"]\nRUN <<EOF\napt-get update\napt-get install -y a\nEOF\n',
    `SHELL ["bash", "-ec"]\nRUN <<EOF\napt-get update\napt-get install -y a\n${CLEAN}\nEOF\n`,
  ],
])("a RUN goes on %s", async (_name, before, after) => {
  expect(await fixed(FROM + before)).toBe(FROM + after);
});

test("the escape character is the file's own", async () => {
  const text = "# escape=`\nFROM debian:13\nRUN apt-get update `\n && apt-get install -y a\n";
  expect(await fixed(text)).toBe(`${text.trimEnd()} \`\n && ${CLEAN}\n`);
});

test.each([
  ["nothing runs after exit", `RUN ${INSTALL}; exit 0\n`],
  ["nothing waits for the background", `RUN ${INSTALL} &\n`],
  ["an exec form has no shell", 'RUN ["sh", "-c", "apt-get update; apt-get install -y a"]\n'],
  ["what follows would stand in a heredoc", `RUN ${INSTALL} && cat <<EOF > /a\nb\nEOF\n`],
])("no fix where %s", async (_name, text) => {
  expect(await fixed(FROM + text)).toBe(FROM + text);
});
