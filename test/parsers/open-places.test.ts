import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { asString, child, lacks, type Node } from "../../src/model/tree.ts";

/** The tree of the one object of a template. */
async function tree(text: string): Promise<Node> {
  const project = await openProject({ files: { "chart/templates/web.yaml": text }, rules: [] });
  const manifest = project.artefacts().find((one) => one.kind === "kubernetes");
  if (manifest?.kind !== "kubernetes" || !manifest.objects[0]) throw new Error("There is no object.");
  return manifest.objects[0].tree;
}

const HEAD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n";

test("what is inserted below a key may be anything there, and nothing beside it", async () => {
  const pod = await tree(`${HEAD}  labels:\n    {{- include "labels" . | nindent 4 }}\nspec:\n  nodeName: a\n`);
  expect(lacks(pod, "metadata", "labels", "team")).toBe(false);
  expect(lacks(pod, "metadata", "annotations")).toBe(true);
  expect(lacks(pod, "spec", "hostNetwork")).toBe(true);
});

test("an insertion adds to the mapping of its column", async () => {
  const pod = await tree(`${HEAD}spec:\n  nodeName: a\n  {{- toYaml .Values.pod | nindent 2 }}\n`);
  expect(lacks(pod, "spec", "hostNetwork")).toBe(false);
  expect(lacks(pod, "metadata", "labels")).toBe(true);
});

test("a value that is an expression is there, and unknown", async () => {
  const pod = await tree(`${HEAD}spec:\n  securityContext: {{ toYaml .Values.security | nindent 4 }}\n`);
  expect(lacks(pod, "spec", "securityContext")).toBe(false);
  expect(lacks(pod, "spec", "securityContext", "runAsNonRoot")).toBe(false);
});

test("branches bring nothing but what is written in them", async () => {
  const pod = await tree(`${HEAD}spec:\n  {{- if .Values.host }}\n  hostNetwork: true\n  {{- end }}\n  nodeName: a\n`);
  expect(lacks(pod, "spec", "hostNetwork")).toBe(false);
  expect(lacks(pod, "spec", "hostPID")).toBe(true);
});

test("an insertion in front of the first key adds to the mapping too", async () => {
  const pod = await tree(`${HEAD}spec:\n  {{- toYaml .Values.pod | nindent 2 }}\n  nodeName: a\n`);
  expect(lacks(pod, "spec", "hostNetwork")).toBe(false);
  expect(lacks(pod, "metadata", "labels")).toBe(true);
});

test("what a branch says is said by nobody yet; a branch around the document decides only whether it is there", async () => {
  const pod = await tree(
    `{{- if .Values.enabled }}\n${HEAD}spec:\n  hostPID: true\n  {{- if .Values.host }}\n  hostNetwork: true\n  {{- else }}\n  hostIPC: true\n  {{- end }}\n  nodeName: a\n{{- end }}\n`,
  );
  const stated = (key: string) => asString(child(pod, "spec", key))?.known;
  expect([stated("hostPID"), stated("hostNetwork"), stated("hostIPC"), stated("nodeName")]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(lacks(pod, "spec", "hostNetwork")).toBe(false);
});
