import { asString, child, items, type Mapping, mappings, type Node, type Scalar } from "../../model/tree.ts";
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
  return (
    (kind === undefined || kind === kindOf(object)) &&
    (name === undefined || name === known(asString(child(object, "metadata", "name"))))
  );
}

function withUnknowns(object: Node, paths: readonly string[], { range }: Mapping): Node {
  const value: Scalar = { type: "scalar", style: "plain", range, known: false };
  let result = object;
  for (const path of paths) {
    const parts = path.split(/\.(?![^[]*\])/).map((part) => part.replaceAll(/^\[|\]$/g, ""));
    result = parts.some((part) => part.includes("*") || part.includes("=")) ? result : put(result, parts, value);
  }
  return result;
}
