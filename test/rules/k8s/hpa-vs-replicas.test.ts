import { expect, test } from "vitest";
import { openProject } from "../../../src/engine/open-project.ts";
import rule from "../../../src/rules/k8s/hpa-vs-replicas.ts";

const FILES = {
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml":
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  template: {spec: {containers: [{name: web, image: a}]}}\n",
  "prod/kustomization.yaml": "resources: [../base, hpa.yaml]\n",
  "prod/hpa.yaml":
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  maxReplicas: 9\n",
};

async function fixes(files: Readonly<Record<string, string>>): Promise<readonly boolean[]> {
  const { findings } = (await openProject({ files, rules: [rule] })).run();
  return findings.map(({ fix }) => fix !== undefined);
}

test("replicas of a base are taken away only where every build that has them scales", async () => {
  expect(await fixes(FILES)).toEqual([true]);
  expect(await fixes({ ...FILES, "dev/kustomization.yaml": "resources: [../base]\n" })).toEqual([false]);
});
