import { asString, child, items, type Mapping, mappings, type Node, resolve, type Scalar } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { imaged } from "./images.ts";
import { changed } from "./json-patch.ts";
import { annotated, labelled } from "./labels.ts";
import { put } from "./put.ts";

/** Kinds that belong to no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ComponentStatus",
  "CustomResourceDefinition",
  "FlowSchema",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PodSecurityPolicy",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

const kindOf = (object: Node): string => known(asString(child(object, "kind"))) ?? "";

type Transform = (objects: readonly Node[], kustomization: Mapping) => readonly Node[];

/** What a kustomization's own fields do to every object, in the order in which kustomize does it. */
export const transformed: Transform = (objects, kustomization) =>
  inTurn([namespaced, labelled, annotated], objects, kustomization);

/** What follows when its `patchesJson6902` have been applied. */
export const finished: Transform = (objects, kustomization) =>
  inTurn([scaled, imaged, replaced], objects, kustomization);

const inTurn = (transforms: readonly Transform[], objects: readonly Node[], kustomization: Mapping): readonly Node[] =>
  transforms.reduce((result, transform) => transform(result, kustomization), objects);

function namespaced(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const namespace = child(kustomization, "namespace");
  if (namespace?.type !== "scalar" || asString(namespace) === undefined) return objects;
  const accounts = new Set(
    objects
      .filter((object) => kindOf(object) === "ServiceAccount")
      .map((object) => known(asString(child(object, "metadata", "name")))),
  );
  return objects.map((object) => {
    if (kindOf(object) === "Namespace") return put(object, ["metadata", "name"], namespace);
    if (CLUSTER_SCOPED.has(kindOf(object)) && !kindOf(object).endsWith("Binding")) return object;
    const placed = CLUSTER_SCOPED.has(kindOf(object)) ? object : put(object, ["metadata", "namespace"], namespace);
    return kindOf(object).endsWith("RoleBinding") ? boundIn(placed, namespace, accounts) : placed;
  });
}

/** Service accounts of the build, and `default`, move with it. */
function boundIn(binding: Node, namespace: Scalar, accounts: ReadonlySet<string | undefined>): Node {
  const subjects = child(binding, "subjects");
  if (subjects?.type !== "sequence") return binding;
  const moved = items(subjects).map((subject) => {
    const name = known(asString(child(subject, "name")));
    const isOurs = kindOf(subject) === "ServiceAccount" && (name === "default" || accounts.has(name));
    return isOurs ? put(subject, ["namespace"], namespace) : subject;
  });
  return changed(binding, ["subjects"], () => ({ ...subjects, items: moved }), "replace") ?? binding;
}

const SCALED: ReadonlySet<string> = new Set(["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"]);

function scaled(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const counts = mappings(child(kustomization, "replicas"));
  if (counts.length === 0) return objects;
  return objects.map((object) => {
    const name = known(asString(child(object, "metadata", "name")));
    const count = counts.findLast((item) => known(asString(child(item, "name"))) === name);
    const value = child(count, "count");
    return value && name !== undefined && SCALED.has(kindOf(object))
      ? put(object, ["spec", "replicas"], value)
      : object;
  });
}

/** What `replacements` copies from elsewhere is decided elsewhere; that it is there is known. */
function replaced(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  let result = objects;
  for (const replacement of mappings(child(kustomization, "replacements"))) {
    for (const target of mappings(child(replacement, "targets"))) {
      const select = child(target, "select");
      const paths = items(child(target, "fieldPaths")).flatMap((item) => known(asString(item)) ?? []);
      result = result.map((object) => (isSelected(object, select) ? withUnknowns(object, paths, replacement) : object));
    }
  }
  return result;
}

function isSelected(object: Node, select: Node | undefined): boolean {
  const [kind, name] = ["kind", "name"].map((key) => known(asString(child(select, key))));
  const own = known(asString(child(object, "metadata", "name"))) ?? "";
  return mayBe(kind, kindOf(object)) && mayBe(name, own);
}

/** What is no plain name is a pattern, which may fit. */
const mayBe = (wanted: string | undefined, text: string): boolean =>
  wanted === undefined || wanted === text || !/^[\w.-]*$/.test(wanted);

function withUnknowns(object: Node, paths: readonly string[], { range }: Mapping): Node {
  const value: Scalar = { type: "scalar", style: "plain", range, known: false };
  let result = object;
  for (const path of paths) {
    const parts = path.split(/\.(?![^[]*\])/).map((part) => part.replaceAll(/^\[|\]$/g, ""));
    result = withUnknown(result, parts[0] === "" ? parts.slice(1) : parts, value); // it may start with a dot
  }
  return result;
}

/**
 * The tree with an unknown at each place a path leads to: `name=web` is the items of a list that have it, and `*` is all
 * items or fields. `done`, by how much of the path is left: what many aliases lead to is changed once.
 */
function withUnknown(
  node: Node,
  path: readonly string[],
  value: Scalar,
  done = new Map<number, Map<Node, Node>>(),
): Node {
  const before = done.get(path.length)?.get(node);
  if (before) return before;
  const after = withUnknownBelow(node, path, value, done);
  const all = done.get(path.length) ?? new Map<Node, Node>();
  done.set(path.length, all.set(node, after));
  return after;
}

function withUnknownBelow(
  node: Node,
  path: readonly string[],
  value: Scalar,
  done: Map<number, Map<Node, Node>>,
): Node {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (node.type === "sequence" && (part === "*" || part.includes("="))) {
    const isWanted = (item: Node): boolean => part === "*" || isItem(item, part);
    const changed = (item: Node): Node => (isWanted(item) ? withUnknown(item, rest, value, done) : item);
    return { ...node, items: items(node).map(changed) };
  }
  if (node.type !== "mapping" || rest.length === 0) return part === "*" ? value : put(node, path, value);
  if (part === "*") {
    const entries = node.entries.map((one) => ({ ...one, value: withUnknown(resolve(one.value), rest, value, done) }));
    return { ...node, entries };
  }
  const below = child(node, part);
  if (below) return put(node, [part], withUnknown(below, rest, value, done));
  return rest.some((one) => one === "*" || one.includes("=")) ? node : put(node, path, value);
}

function isItem(item: Node, condition: string): boolean {
  const at = condition.indexOf("=");
  const [key, wanted] = [condition.slice(0, at), condition.slice(at + 1)];
  return known(asString(key === "" ? item : child(item, key))) === wanted;
}
