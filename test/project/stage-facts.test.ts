import { expect, test } from "vitest";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { derive } from "../../src/project/derive.ts";
import type { FactOf } from "../../src/project/fact.ts";
import { code } from "../../src/rule/code.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const factOf = (text: string): FactOf<"dockerfile"> | undefined => {
  const [artefact] = parseDockerfile(sourceFile("Dockerfile", text)).artefacts;
  return artefact && derive("dockerfile", artefact)[0];
};
const finalOf = (text: string) => factOf(text)?.stages.at(-1);

test("a stage counts what it inherits", () => {
  const text = code`
    FROM node:22-alpine AS base
    USER 10001:app
    EXPOSE 8080 53/udp
    HEALTHCHECK CMD ["/check"]
    ENTRYPOINT ["node"]

    FROM base AS final
    ARG PORT
    EXPOSE $PORT 9000-9010
  `;
  const final = finalOf(text);
  const shown = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  expect(final).toMatchObject({
    name: "final",
    isReferenced: false,
    base: { kind: "image", image: "node:22-alpine", isWindows: false },
    user: { is: "number", text: "10001:app" },
    healthcheck: "command",
    isRunnable: true,
  });
  expect(final?.user && shown(final.user.range)).toBe("10001:app");
  const ports = factOf(text)?.stages.flatMap((stage) => stage.ports);
  expect(ports?.map(({ port, range }) => [shown(range), port?.first, port?.last, port?.protocol])).toEqual([
    ["8080", 8080, 8080, "tcp"],
    ["53/udp", 53, 53, "udp"],
    ["$PORT", undefined, undefined, undefined],
    ["9000-9010", 9000, 9010, "tcp"],
  ]);
  expect(factOf(text)?.stages.map(({ parent, isReferenced }) => [parent, isReferenced])).toEqual([
    [undefined, true],
    [0, false],
  ]);
});

test.each([
  ["FROM scratch\n", "scratch"],
  ["ARG BASE\nFROM $BASE\n", "unknown"],
  ["RUN true\n", "unknown"],
  ["ARG BASE=debian:12\nFROM $BASE\n", "image"],
])("the base of %j is of the kind %s", (text, kind) => {
  expect(finalOf(text)?.base.kind).toBe(kind);
});

test.each([
  ["", undefined],
  ["USER root", "root"],
  ["USER 00:web", "root"],
  ["USER app", "name"],
  ["USER $APP", "unknown"],
  ["ARG U=7\nUSER $U", "number"],
])("the user of %j is %s", (lines, is) => {
  expect(finalOf(`FROM alpine:3.22\n${lines}\n`)?.user?.is).toBe(is);
});

test.each([
  ["", "absent"],
  ["HEALTHCHECK NONE", "none"],
  ["HEALTHCHECK CMD true", "command"],
  ["ONBUILD HEALTHCHECK CMD true", "trigger"],
])("the health check of %j is %s", (lines, is) => {
  expect(finalOf(`FROM alpine:3.22\n${lines}\n`)?.healthcheck).toBe(is);
});

test("build arguments are those of the file and of its stages", () => {
  const args = factOf("ARG TAG=1\nFROM a:$TAG\nARG TAG\nARG PORT=80 HOST\n")?.args;
  expect(args?.map(({ name, hasDefault, isGlobal }) => [name, hasDefault, isGlobal])).toEqual([
    ["TAG", true, true],
    ["TAG", false, false],
    ["PORT", true, false],
    ["HOST", false, false],
  ]);
});
