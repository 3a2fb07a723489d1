import { expect, test } from "vitest";
import type { Dockerfile } from "../../src/model/dockerfile.ts";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { dockerfileFacts } from "../../src/project/facts/dockerfile.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const copiesOf = (text: string) => {
  const artefacts = parseDockerfile(sourceFile("api/Dockerfile", text)).artefacts as readonly Dockerfile[];
  return artefacts.flatMap(dockerfileFacts).flatMap(({ copies }) => copies);
};

test("copies out of the context come with the sources that are written out", () => {
  const text = `FROM alpine:3.20 AS a
COPY --parents ./src/ "my-file" $X /
ADD https://example.com/x rootfs.tar /
COPY --from=a x /
`;
  const copies = copiesOf(text).map(({ keyword, keepsParents, sources }) => ({
    keyword,
    keepsParents,
    sources: sources.map(({ path, range }) => [path, range.path, text.slice(range.start, range.end)]),
  }));
  expect(copies).toEqual([
    {
      keyword: "COPY",
      keepsParents: true,
      sources: [
        ["src", "api/Dockerfile", "./src/"],
        ["my-file", "api/Dockerfile", '"my-file"'],
      ],
    },
    { keyword: "ADD", keepsParents: false, sources: [["rootfs.tar", "api/Dockerfile", "rootfs.tar"]] },
  ]);
});

test("an ARG with a default is decided by the build, all the same", () => {
  expect(copiesOf("FROM alpine:3.20\nARG X=src\nCOPY $X /\n").map(({ sources }) => sources)).toEqual([[]]);
});
