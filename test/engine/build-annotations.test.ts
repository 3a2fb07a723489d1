import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import type { Unit } from "../../src/model/artefact.ts";
import { kubernetesObjects } from "../../src/model/kubernetes/build.ts";
import { containersOf } from "../../src/model/kubernetes/workload.ts";
import { movedTree } from "../../src/model/tree-copy.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { objectsIn } from "../support/kubernetes.ts";
import { META } from "../support/projects.ts";

const noContainer = defineRule({
  ...META,
  id: "k8s/no-container",
  artefact: "kubernetes",
  peers: { "kube-linter": ["one", "two"] },
  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      const { anchor, name } = container;
      yield { at: anchor, message: "A container.", peers: [name?.known ? name.value : "?"] };
    }
  },
});

/** What a template made, all of it at one place: the action that made it. */
function rendered(...objects: readonly string[]): Unit {
  const place = () => ({ start: 0, end: 5, path: "shop/templates/web.yaml" });
  const made = objects.flatMap((text) =>
    objectsIn(text).flatMap(({ tree }) => kubernetesObjects(movedTree(tree, { place }))),
  );
  return { kind: "kubernetes", path: "shop/Chart.yaml", inputs: ["shop/templates/web.yaml"], objects: made };
}
const pod = (annotations: string, container: string): string =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${container}, annotations: { ${annotations} } }, spec: { containers: [{ name: ${container} }] } }\n`;
const ignore = (code: string): string => `ignore-check.kube-linter.io/${code}: known`;

async function hidden(unit: Unit) {
  const files = { "shop/Chart.yaml": "name: shop\n", "shop/templates/web.yaml": "{{ a }}\n" };
  const project = await openProject({ files, rules: [noContainer] });
  await project.adopt("shop", [unit]);
  const { findings, suppressed } = project.run();
  return { findings: findings.length, suppressed: suppressed.length };
}

test("annotations that a template writes at one place are told apart", async () => {
  const both = `${ignore("one")}, ${ignore("two")}`;
  expect(await hidden(rendered(pod(both, "two")))).toEqual({ findings: 0, suppressed: 1 });
  expect(await hidden(rendered(pod(ignore("one"), "two")))).toEqual({ findings: 1, suppressed: 0 });
});

test("of what a template writes several times at one place, all must hide it", async () => {
  const [one, two] = [pod(ignore("one"), "one"), pod(ignore("two"), "two")];
  expect(await hidden(rendered(one, two))).toEqual({ findings: 1, suppressed: 0 });
  const both = `${ignore("one")}, ${ignore("two")}`;
  expect(await hidden(rendered(pod(both, "one"), pod(both, "two")))).toEqual({ findings: 0, suppressed: 1 });
});
