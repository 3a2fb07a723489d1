import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { asString, child, items, lacks, type Node } from "../../src/model/tree.ts";

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

test("a block of text that starts with actions can be read, and what is around it", async () => {
  const pod = await tree(
    `${HEAD}spec:\n  containers:\n    - name: a\n      args:\n        - |\n          {{- if .Values.x }}\n          echo a\n          {{- end }}\n          run\n        - |-\n          {{ .Values.script | nindent 10 }}\n        - |\n          {{- .Values.setup | nindent 10 }}\n          run\n      env: |\n        {{- toYaml .Values.env | nindent 8 }}\n      tty: true\n`,
  );
  const [container] = items(child(pod, "spec", "containers"));
  const args = items(child(container, "args")).map((one) => asString(one));
  expect(args.map((one) => one?.known)).toEqual([true, false, true]); // what is written is there
  expect(asString(child(container, "env"))?.known).toBe(false);
  expect(asString(child(container, "name"))?.known).toBe(true);
  expect(lacks(container, "stdin")).toBe(true);
});

test("text that a branch is part of is decided by nobody yet", async () => {
  const pod = await tree(
    `${HEAD}spec:\n  nodeName: a\n    {{- if .Values.x }}\n    b\n    {{- end }}\n  hostname: a\n`,
  );
  expect(asString(child(pod, "spec", "nodeName"))?.known).toBe(false);
  expect(asString(child(pod, "spec", "hostname"))?.known).toBe(true);
});

test("an empty branch beside one that says something is no text", async () => {
  const pod = await tree(
    `${HEAD}spec:\n  securityContext:\n    {{- if .Values.x }}\n    runAsUser: 1\n    {{- else }} {}\n    {{- end }}\n  volumes:\n    {{- range .Values.y }}\n    - name: a\n    {{- else }}\n    []\n    {{- end }}\n  hostname: a\n`,
  );
  expect(lacks(pod, "spec", "securityContext", "runAsUser")).toBe(false);
  expect(items(child(pod, "spec", "volumes"))).toHaveLength(1);
});
