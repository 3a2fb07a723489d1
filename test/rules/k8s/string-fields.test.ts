import { expect, test } from "vitest";
import stringFields from "../../../src/rules/k8s/string-fields.ts";
import { findingsOf } from "../../support/projects.ts";

test("a field of a resource that no table knows is named from its top", async () => {
  const rollout =
    "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: web\n  labels: {release: 1}\nspec:\n  template:\n    metadata: {labels: {release: 1}}\n    spec: {containers: [{name: web}]}\n";
  expect(await findingsOf({ files: { "web.yaml": rollout }, rules: [stringFields] })).toEqual([
    "web.yaml:5 k8s/string-fields Rollout web has 1 as metadata.labels.release, which is a whole number, not text.",
    "web.yaml:8 k8s/string-fields Rollout web has 1 as spec.template.metadata.labels.release, which is a whole number, not text.",
  ]);
});
