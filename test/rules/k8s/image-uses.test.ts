import { expect, test } from "vitest";
import { openProject } from "../../../src/engine/open-project.ts";
import { defineProjectRule } from "../../../src/rule/define-rule.ts";
import { deployedImages } from "../../../src/rules/k8s/_image-uses.ts";
import { META } from "../../support/projects.ts";

const told: string[] = [];
const images = defineProjectRule({
  ...META,
  id: "k8s/images",
  // biome-ignore lint/correctness/useYield: it is asked, not told
  *check(project) {
    for (const { image } of deployedImages(project)) told.push(image.value);
  },
});

async function deployed(
  files: Readonly<Record<string, string>>,
  ...paths: readonly string[]
): Promise<readonly string[]> {
  told.length = 0;
  (await openProject({ files, rules: [images], ...(paths.length > 0 ? { paths } : {}) })).run();
  return told.toSorted();
}

const pod = (...names: readonly string[]): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${names.map((image) => `    - {name: a, image: "${image}"}\n`).join("")}`;

test("images are those that a registry could serve", async () => {
  const files = {
    "a.yaml": pod("a", "b:1", "auto", "$IMAGE", "ko://b", "UPPER", "c@sha256:00000000000000000000000000000000"),
  };
  expect(await deployed(files)).toEqual(["a", "b:1", "c@sha256:00000000000000000000000000000000"]);
});

test("what Skaffold builds by any name is left to it", async () => {
  const skaffold =
    "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts: [{image: docker.io/acme/a}, {image: b, ko: {}}]\n";
  expect(await deployed({ "skaffold.yaml": skaffold, "k8s/a.yaml": pod("acme/a:1", "b", "c") })).toEqual(["c"]);
});

test("of a file checked alone nobody knows what Skaffold would build, where there is a Skaffold file above it", async () => {
  const files = {
    "shop/skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\n",
    "shop/k8s/a.yaml": pod("a"),
    "b.yaml": pod("b"),
  };
  expect(await deployed(files, "shop/k8s/a.yaml", "b.yaml")).toEqual(["b"]);
  expect(await deployed(files)).toEqual(["a", "b"]);
});
