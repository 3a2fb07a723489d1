import { expect, test } from "vitest";
import { kubernetesObjects } from "../../../src/model/kubernetes/build.ts";
import { hasUserNamespace, mountsOf, nodePath, userOf } from "../../../src/model/kubernetes/security.ts";
import type { Workload } from "../../../src/model/kubernetes/workload.ts";
import { child, type Node } from "../../../src/model/tree.ts";
import { compose } from "../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../src/parsers/syntax/yaml/documents.ts";

function tree(text: string): Node {
  const [document] = documents(text);
  const node = document && compose(text, document).tree;
  if (!node) throw new Error(`no document in ${text}`);
  return node;
}

function pod(spec: string): Workload {
  const [object] = kubernetesObjects(tree(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {${spec}}}`));
  if (!object?.workload) throw new Error("no workload");
  return object.workload;
}

test.each([
  ["0", "root"],
  ["00", "root"],
  ["0x0", "root"],
  ["1000", "non-root"],
  ["1_000", "non-root"],
  ['"0"', "unknown"],
  ["root", "unknown"],
])("runAsUser %s is %s", (text, user) => {
  expect(userOf(child(tree(`a: ${text}\n`), "a"))).toBe(user);
});

test.each([
  ["hostUsers: false, containers: []", true],
  ["hostUsers: true, containers: []", false],
  ["containers: []", false],
  ["hostUsers: maybe, containers: []", undefined],
])("a pod with {%s} has a user namespace: %s", (spec, expected) => {
  expect(hasUserNamespace(pod(spec))).toBe(expected);
});

test.each([
  ["/var/run/docker.sock", "/run/docker.sock"],
  ["/var/./log/../run//crio/", "/run/crio"],
  ["/../..", "/"],
  ["/run", "/run"],
])("the kubelet finds %s at %s", (path, found) => {
  expect(nodePath(path)).toBe(found);
});

test("mounts are found by volume, in containers of every role", () => {
  const mount = (rest: string): string => `volumeMounts: [{name: host, mountPath: /a${rest}}]`;
  const found = mountsOf(
    pod(
      `initContainers: [{name: a, ${mount("")}}], containers: [{name: b, ${mount(", readOnly: true")}}, {name: c, ${mount(', readOnly: "x"')}}]`,
    ),
  );
  expect(found.get("host")?.map(({ isReadOnly }) => isReadOnly)).toEqual([false, true, undefined]);
  expect(found.get("other")).toBeUndefined();
});
