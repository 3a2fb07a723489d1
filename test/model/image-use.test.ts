import { expect, test } from "vitest";
import type { Dockerfile } from "../../src/model/dockerfile.ts";
import { imageUses } from "../../src/model/image-use.ts";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const parsed = (text: string): Dockerfile => {
  const found = parseDockerfile(sourceFile("Dockerfile", text)).artefacts.find(({ kind }) => kind === "dockerfile");
  if (found?.kind !== "dockerfile") throw new Error("It is a Dockerfile.");
  return found;
};

/** Repository, tag and digest of each image, and whether something is missing before them. */
const told = (text: string) =>
  [...imageUses(parsed(text))].map(({ reference: { repository, tag, digest }, isTail }) =>
    [isTail ? "…" : "", repository.text, tag && `:${tag.text}`, digest && `@${digest.text}`].join(""),
  );

test.each([
  ["FROM a:1\nCOPY --from=b/c:2 / /\nRUN --mount=type=bind,from=d/e,target=/x true\n", ["a:1", "b/c:2", "d/e"]],
  ["FROM a AS one\nFROM ONE\nCOPY --from=0 / /\n", ["a"]],
  ["FROM scratch\n", []],
  ["FROM a\nCOPY --from=busybox / /\nCOPY --from=context / /\nCOPY --from=scratch / /\n", ["a", "busybox"]],
  ["ARG V=1\nFROM a:${V}\n", ["a:1"]],
  ["ARG R\nFROM $R/a:1\n", ["…/a:1"]],
  ["ARG R\nFROM ${R}/b/a\n", ["…/b/a"]],
  ["ARG R\nFROM $R:5000/a\n", ["…a"]],
  ["ARG R\nFROM ${R}\n", []],
  ["ARG R\nFROM a-$R-b\n", []],
  ["ARG R T\nFROM $R/a:$T\n", []],
  [`ARG R\nFROM $R@sha256:${"0".repeat(64)}\n`, [`…@sha256:${"0".repeat(64)}`]],
  ["ONBUILD COPY --from=a:1 / /\n", []],
])("the images of %j are %j", (text, images) => {
  expect(told(text)).toEqual(images);
});
