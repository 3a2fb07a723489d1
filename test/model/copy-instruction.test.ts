import { expect, test } from "vitest";
import { contextPath, copiesIn, readsContext, sourceKind } from "../../src/model/copy-instruction.ts";
import type { Dockerfile } from "../../src/model/dockerfile.ts";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const copies = (text: string) => {
  const artefacts = parseDockerfile(sourceFile("Dockerfile", text)).artefacts as readonly Dockerfile[];
  return artefacts.flatMap(({ stages }) => stages).flatMap(copiesIn);
};

test.each([
  ["app.py", "local"],
  ["./https/x", "local"],
  ["github.com/acme/site", "local"],
  ["https://example.com/a.tar.gz", "url"],
  ["HTTP://example.com/a", "url"],
  ["https://example.com/a.github", "url"],
  ["https://example.com/acme/site.git", "git"],
  ["https://example.com/acme/site.git#v1:docs", "git"],
  ["https://example.com/acme/site.git?tag=v1", "git"],
  ["git@example.com:acme/site.git", "git"],
  ["ssh://git@example.com/acme/site", "git"],
  ["git://example.com/acme/site", "git"],
])("ADD takes %s for %s", (source, kind) => {
  expect(sourceKind(source)).toBe(kind);
});

test.each([
  [".", ""],
  ["./", ""],
  ["/", ""],
  ["/app/./src/", "app/src"],
  ["../../app", "app"],
  ["a/../b", "b"],
])("in the context, %s is at %j", (source, path) => {
  expect(contextPath(source)).toBe(path);
});

test("what reads the context", () => {
  const text = `FROM alpine:3.20 AS a
COPY x /
COPY --from=a x /
COPY $X /
ADD https://example.com/x /
ADD x https://example.com/y /
COPY <<EOF /x
x
EOF
ONBUILD COPY x /
`;
  expect(copies(text).map(readsContext)).toEqual([true, false, true, false, true, false]);
});
