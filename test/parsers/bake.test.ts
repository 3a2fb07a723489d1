import { expect, test } from "vitest";
import type { BakeFile } from "../../src/model/bake.ts";
import { known } from "../../src/model/value.ts";
import { classify } from "../../src/parsers/classify.ts";
import { loadParser } from "../../src/parsers/parse.ts";
import { code } from "../../src/rule/code.ts";
import { sourceFile } from "../../src/text/source-file.ts";

async function bake(path: string, text: string): Promise<BakeFile | undefined> {
  const { artefacts } = (await loadParser(classify(path)))(sourceFile(path, text));
  return artefacts.find((artefact): artefact is BakeFile => artefact.kind === "bake");
}

/** Values as they are, `?` for what nobody knows. */
const plain = (file: BakeFile | undefined) => ({
  grouped: file?.grouped,
  targets: file?.targets.map(({ name, inherits, context, dockerfile, inline, target, images, contexts }) => ({
    name,
    inherits: inherits.map((one) => known(one) ?? "?"),
    ...(context && { context: known(context) ?? "?" }),
    ...(dockerfile && { dockerfile: known(dockerfile) ?? "?" }),
    ...(inline && { isInline: true }),
    ...(target && { target: known(target) ?? "?" }),
    ...(images && { images: images.map((image) => known(image) ?? "?") }),
    ...(contexts.length > 0 && { contexts: contexts.map(({ name: key, source }) => [key, known(source) ?? "?"]) }),
  })),
});

const EXPECTED = {
  grouped: ["api", "web"],
  targets: [
    {
      name: "api",
      inherits: ["common", "?"],
      context: "services/api",
      dockerfile: "?",
      target: "runtime",
      images: ["example.com/api", "example.com/api:1", "?", "?"],
      contexts: [
        ["base", "target:base"],
        ["alpine", "?"],
      ],
    },
    { name: "web", inherits: [], isInline: true, images: ["?"] },
  ],
};

test("a bake file in native syntax", async () => {
  const text = code`
    group "default" {
      targets = ["api", "web", NAME]
    }
    variable "TAG" {}
    function "f" {
      params = [a]
      result = a
    }
    target "api" {
      inherits   = ["common", "\${X}"]
      context    = "services/api"
      dockerfile = "\${DIR}/Dockerfile"
      target     = "runtime"
      tags = [
        "example.com/api:\${TAG}",
        "example.com/api:1",
        "api:\${TAG}",
        notequal("", TAG) ? "a" : "b",
      ]
      contexts = {
        base   = "target:base"
        alpine = ALPINE
      }
      platforms = null
    }
    target "web" {
      context           = null
      dockerfile-inline = "FROM alpine:3.22"
      tags              = tags("web")
    }
  `;
  expect(plain(await bake("docker-bake.hcl", text))).toEqual(EXPECTED);
});

test("the same in JSON", async () => {
  const text = JSON.stringify({
    group: { default: { targets: ["api", "web", "${NAME}"] } },
    variable: { TAG: {} },
    target: [
      {
        api: {
          inherits: ["common", "${X}"],
          context: "services/api",
          dockerfile: "${DIR}/Dockerfile",
          target: "runtime",
          tags: ["example.com/api:${TAG}", "example.com/api:1", "api:${TAG}", "${f(TAG)}"],
          contexts: { base: "target:base", alpine: "${ALPINE}" },
          platforms: null,
        },
      },
      { web: [{ context: null, "dockerfile-inline": "FROM alpine:3.22", tags: "${tags}" }] },
    ],
  });
  expect(plain(await bake("deploy/docker-bake.override.json", text))).toEqual(EXPECTED);
});

test("a dollar sign that is doubled is one", async () => {
  const read = async (path: string, text: string) => known((await bake(path, text))?.targets[0]?.context);
  expect(await read("docker-bake.json", '{"target": {"a": {"context": "$${a}%%{b}"}}}')).toBe("${a}%{b}");
  expect(await read("docker-bake.hcl", 'target a { context = "$${a}%%{b}" }')).toBe("${a}%{b}");
});

test.each([
  ["docker-bake.hcl", "bake"],
  ["a/docker-bake.override.hcl", "bake"],
  ["docker-bake.prod.hcl", "text"],
  ["main.hcl", "text"],
  ["docker-bake.json", "json"],
])("%s is read as %s", (path, format) => {
  expect(classify(path)).toBe(format);
});

test.each([
  ["docker-bake.json", '{"a": 1}'],
  ["docker-bake.json", "[]"],
  ["bake.json", '{"target": {}}'],
])("no bake file: %s %s", async (path, text) => {
  expect(await bake(path, text)).toBeUndefined();
});

test("what is broken is said, and the rest is read", async () => {
  const { artefacts } = (await loadParser("bake"))(
    sourceFile("docker-bake.hcl", 'target "a" {\n  context = [1 2]\n}\ntarget "b" {\n  context = "b"\n}\n'),
  );
  expect(artefacts).toMatchObject([
    { kind: "bake", partial: true, targets: [{ name: "a" }, { name: "b", context: { value: "b" } }] },
    { kind: "syntax", problems: [{ code: "unexpected" }] },
  ]);
});
