import { familiarName, imageReference } from "../../model/image-reference.ts";
import {
  asString,
  child,
  type Entry,
  entries,
  entry,
  items,
  type Mapping,
  mappings,
  type Node,
  resolve,
  type Scalar,
} from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { changed } from "./json-patch.ts";

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

/** What a kustomization's own fields do to every object, in the order in which kustomize does it. */
export function transformed(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  let result = objects;
  for (const transform of [namespaced, labelled, annotated, scaled, imaged, replaced]) {
    result = transform(result, kustomization);
  }
  return result;
}

function namespaced(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const namespace = child(kustomization, "namespace");
  if (namespace?.type !== "scalar" || asString(namespace) === undefined) return objects;
  const accounts = new Set(
    objects
      .filter((object) => kindOf(object) === "ServiceAccount")
      .map((object) => known(asString(child(object, "metadata", "name")))),
  );
  return objects.map((object) => {
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

/** Where a kind has labels of its pods, and where it selects by them. */
const POD_LABELS = [
  ["spec", "template", "metadata", "labels"],
  ["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
];
const SELECTORS = [
  ["spec", "selector", "matchLabels"],
  ["spec", "podSelector", "matchLabels"],
];
const PLAIN_SELECTOR_KINDS: ReadonlySet<string> = new Set(["ReplicationController", "Service"]);
const MADE_SELECTORS: ReadonlySet<string> = new Set(["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]);

function labelled(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const sets = [
    { pairs: entries(child(kustomization, "commonLabels")), templates: true, selectors: true },
    ...mappings(child(kustomization, "labels")).map((item) => {
      const selectors = known(asString(child(item, "includeSelectors"))) === "true";
      const templates = selectors || known(asString(child(item, "includeTemplates"))) === "true";
      return { pairs: entries(child(item, "pairs")), templates, selectors };
    }),
  ].filter(({ pairs }) => pairs.length > 0);
  if (sets.length === 0) return objects;
  return objects.map((object) => {
    let result = object;
    for (const { pairs, templates, selectors } of sets) {
      result = putAll(result, ["metadata", "labels"], pairs);
      for (const path of templates ? POD_LABELS : []) {
        if (child(result, ...path.slice(0, -2))) result = putAll(result, path, pairs);
      }
      if (selectors) result = selecting(result, pairs);
    }
    return result;
  });
}

function selecting(object: Node, pairs: readonly Entry[]): Node {
  if (PLAIN_SELECTOR_KINDS.has(kindOf(object))) {
    return child(object, "spec", "selector") ? putAll(object, ["spec", "selector"], pairs) : object;
  }
  let result = object;
  for (const path of SELECTORS) {
    const isWanted = MADE_SELECTORS.has(kindOf(object)) && path[1] === "selector";
    if (isWanted || child(result, ...path)) result = putAll(result, path, pairs);
  }
  return result;
}

function annotated(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const pairs = entries(child(kustomization, "commonAnnotations"));
  if (pairs.length === 0) return objects;
  return objects.map((object) => {
    let result = putAll(object, ["metadata", "annotations"], pairs);
    for (const path of POD_LABELS) {
      if (child(result, ...path.slice(0, -2))) result = putAll(result, [...path.slice(0, -1), "annotations"], pairs);
    }
    return result;
  });
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

const CONTAINER_LISTS: ReadonlySet<string> = new Set(["containers", "ephemeralContainers", "initContainers"]);

/** Images are found where kustomize finds them: in any list of containers, however deep. */
function imaged(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const images = mappings(child(kustomization, "images"));
  if (images.length === 0) return objects;
  const visit = (node: Node, depth: number): Node => {
    if (node.type !== "mapping" || depth > 12) return node;
    let hasChanged = false;
    const done = node.entries.map((one) => {
      const before = resolve(one.value);
      const after = CONTAINER_LISTS.has(one.key ?? "") ? withImages(before, images) : visit(before, depth + 1);
      if (after === before) return one;
      hasChanged = true;
      return { ...one, value: after };
    });
    return hasChanged ? { ...node, entries: done } : node;
  };
  return objects.map((object) => visit(object, 0));
}

function withImages(list: Node, images: readonly Mapping[]): Node {
  if (list.type !== "sequence") return list;
  const done = items(list).map((container) => {
    const image = child(container, "image");
    if (image?.type !== "scalar" || !image.known) return container;
    const other = newImage(image.value, images);
    return other ? put(container, ["image"], other) : container;
  });
  return { ...list, items: done };
}

/** The image that `images` makes of another, at the place of what decided it. */
function newImage(image: string, images: readonly Mapping[]): Scalar | undefined {
  const reference = imageReference(image);
  const name = withoutVersion(image);
  const item = images.findLast((one) => {
    const wanted = known(asString(child(one, "name")));
    return (
      wanted === name || (wanted !== undefined && familiarName(imageReference(wanted)) === familiarName(reference))
    );
  });
  if (!item) return undefined;
  const [newName, newTag, digest] = ["newName", "newTag", "digest"].map((key) => child(item, key));
  const decisive = [digest, newTag, newName].find((node) => node?.type === "scalar");
  if (decisive?.type !== "scalar") return undefined;
  if ([newName, newTag, digest].some((node) => node?.type === "scalar" && !node.known)) return unknown(decisive);
  const text = (node: Node | undefined): string | undefined => known(asString(node));
  const base = text(newName) ?? name;
  const version = versionOf(text(newTag), text(digest), reference.tag?.text, reference.digest?.text);
  return { type: "scalar", style: "plain", range: decisive.range, known: true, value: base + version };
}

function versionOf(newTag?: string, newDigest?: string, oldTag?: string, oldDigest?: string): string {
  if (newDigest !== undefined) return `${newTag === undefined ? "" : `:${newTag}`}@${newDigest}`;
  if (newTag !== undefined) return `:${newTag}`;
  return `${oldTag === undefined ? "" : `:${oldTag}`}${oldDigest === undefined ? "" : `@${oldDigest}`}`;
}

function withoutVersion(image: string): string {
  const { tag, digest } = imageReference(image);
  const end = tag?.range.start ?? digest?.range.start;
  return end === undefined ? image : image.slice(0, end - 1);
}

const unknown = ({ range }: Scalar): Scalar => ({ type: "scalar", style: "plain", range, known: false });

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

/** `name=web` is the items of a list that have it, and `*` is all items or fields. */
function withUnknown(node: Node, path: readonly string[], value: Scalar): Node {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (node.type === "sequence" && (part === "*" || part.includes("="))) {
    const isWanted = (item: Node) => part === "*" || isItem(item, part);
    return { ...node, items: items(node).map((item) => (isWanted(item) ? withUnknown(item, rest, value) : item)) };
  }
  if (node.type !== "mapping" || rest.length === 0) return part === "*" ? value : put(node, path, value);
  if (part === "*") {
    return {
      ...node,
      entries: node.entries.map((one) => ({ ...one, value: withUnknown(resolve(one.value), rest, value) })),
    };
  }
  const below = child(node, part);
  if (below) return put(node, [part], withUnknown(below, rest, value));
  return rest.some((one) => one === "*" || one.includes("=")) ? node : put(node, path, value);
}

function isItem(item: Node, condition: string): boolean {
  const at = condition.indexOf("=");
  const [key, wanted] = [condition.slice(0, at), condition.slice(at + 1)];
  return known(asString(key === "" ? item : child(item, key))) === wanted;
}

/** The tree with a value at a path, what is on the way made where it is not. */
function put(node: Node, path: readonly string[], value: Node): Node {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (node.type === "sequence") return changed(node, path, () => value, "replace") ?? node;
  if (node.type !== "mapping") return node;
  const own = entry(node, part);
  const empty: Mapping = { type: "mapping", range: { ...value.range, end: value.range.start }, entries: [] };
  const below = put(own ? resolve(own.value) : empty, rest, value);
  if (!own) return { ...node, entries: [...node.entries, { key: part, range: value.range, value: below }] };
  return { ...node, entries: node.entries.map((one) => (one === own ? { ...one, value: below } : one)) };
}

function putAll(node: Node, path: readonly string[], pairs: readonly Entry[]): Node {
  let result = node;
  for (const { key, value } of pairs) if (key !== undefined) result = put(result, [...path, key], resolve(value));
  return result;
}
