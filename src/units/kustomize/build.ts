import type { Artefact, Unit } from "../../model/artefact.ts";
import { kubernetesObjects } from "../../model/kubernetes/build.ts";
import {
  isBeyondReading,
  type Kustomization,
  type KustomizePatch,
  kustomizeComponents,
  kustomizeResources,
  type PatchTarget,
} from "../../model/kustomization.ts";
import { asString, child, type Node } from "../../model/tree.ts";
import { placedTree } from "../../model/tree-copy.ts";
import { known, type Value } from "../../model/value.ts";
import { targetOf } from "../../project/kustomization.ts";
import type { Ranged } from "../../text/source-file.ts";
import type { UnitPlan } from "../unit.ts";
import { generated, isAddition } from "./generate.ts";
import { jsonPatched } from "./json-patch.ts";
import { merged } from "./merge.ts";
import { transformed } from "./transform.ts";

type Reader = (path: string) => readonly Artefact[];

/** What a kustomization makes; `isPartial` when something of it could not be read. */
interface Build {
  objects: readonly Node[];
  isPartial: boolean;
  /** A template that chooses between parts is among the resources. */
  hasBranches: boolean;
  /** Objects have other names than here where one is changed: they may be meant by either. */
  isRenamed: boolean;
  /** The patches that changed nothing. */
  readonly unmatched: Ranged[];
}

/** Builds what `kustomize build` would, of the files of this project; names keep no prefix, suffix or hash. */
export function buildKustomization({ kind, path, inputs }: UnitPlan, artefactsOf: Reader): Unit {
  const { objects, isPartial, hasBranches, isRenamed, unmatched } = new Builder(artefactsOf).build(path, []);
  const branches = hasBranches ? ({ hasBranches } as const) : {};
  const built = { kind, path, inputs, objects: objects.flatMap(kubernetesObjects), partial: isPartial, ...branches };
  return isPartial || isRenamed ? built : { ...built, unmatched };
}

class Builder {
  readonly #artefactsOf: Reader;

  constructor(artefactsOf: Reader) {
    this.#artefactsOf = artefactsOf;
  }

  build(path: string, above: readonly string[]): Build {
    const kustomization = this.#kustomization(path);
    const build: Build = {
      objects: [],
      isPartial: !kustomization,
      hasBranches: false,
      isRenamed: false,
      unmatched: [],
    };
    if (!kustomization) return build;
    this.#apply(kustomization, build, [...above, path]);
    return build;
  }

  #apply(kustomization: Kustomization, build: Build, above: readonly string[]): void {
    const { path } = kustomization;
    const tree = placedTree(kustomization.tree, path);
    if (tree.type !== "mapping") return;
    if (isBeyondReading(kustomization) || kustomization.isIncomplete) build.isPartial = true;
    if (child(tree, "namePrefix") || child(tree, "nameSuffix")) build.isRenamed = true;
    for (const entry of kustomizeResources(kustomization)) this.#load(path, entry, build, above);
    for (const entry of kustomizeComponents(kustomization)) this.#component(path, entry, build, above);
    build.objects = withGenerated(build.objects, tree);
    for (const patch of kustomization.patches) build.objects = this.#patched(path, patch, build);
    build.objects = transformed(build.objects, tree);
  }

  #load(from: string, entry: Value<string>, build: Build, above: readonly string[]): void {
    const target = targetOf(from, entry, (path) => this.#kustomization(path) !== undefined);
    if (typeof target !== "object" || above.includes(target.path)) {
      build.isPartial = true;
      return;
    }
    const artefacts = this.#artefactsOf(target.path);
    if (artefacts.some(({ kind }) => kind === "kustomization")) {
      const below = this.build(target.path, above);
      build.objects = [...build.objects, ...below.objects];
      if (below.isPartial) build.isPartial = true;
      if (below.isRenamed) build.isRenamed = true;
      if (below.hasBranches) build.hasBranches = true;
      build.unmatched.push(...below.unmatched);
      return;
    }
    const manifest = artefacts.find((artefact) => artefact.kind === "kubernetes");
    if (!manifest || manifest.partial || manifest.isIncomplete) build.isPartial = true;
    if (manifest?.hasBranches) build.hasBranches = true;
    const objects = manifest?.objects ?? [];
    build.objects = [...build.objects, ...objects.map(({ tree }) => placedTree(tree, target.path))];
  }

  /** A component changes what was built so far. */
  #component(from: string, entry: Value<string>, build: Build, above: readonly string[]): void {
    const target = targetOf(from, entry, (path) => this.#kustomization(path) !== undefined);
    const component = typeof target === "object" ? this.#kustomization(target.path) : undefined;
    if (component && typeof target === "object" && !above.includes(target.path)) {
      this.#apply(component, build, [...above, target.path]);
    } else build.isPartial = true;
  }

  #kustomization(path: string): Kustomization | undefined {
    return this.#artefactsOf(path).find((artefact) => artefact.kind === "kustomization");
  }

  #patched(from: string, patch: KustomizePatch, build: Build): readonly Node[] {
    const documents = this.#documents(from, patch, build);
    if (!documents) {
      build.isPartial = true;
      return build.objects;
    }
    let { objects } = build;
    for (const document of documents) {
      if (isForNone(objects, document, patch)) {
        build.unmatched.push({ range: { path: from, ...(patch.target ?? patch.path ?? patch).range } });
      }
      objects =
        document.type === "sequence"
          ? this.#jsonPatched(objects, document, patch, build)
          : strategic(objects, document, patch);
    }
    return objects;
  }

  #documents(from: string, patch: KustomizePatch, build: Build): readonly Node[] | undefined {
    if (patch.isUnreadable) return undefined;
    if (!patch.path) return patch.documents.map((document) => placedTree(document, from));
    const target = targetOf(from, patch.path, () => false);
    if (typeof target !== "object") return undefined;
    const found = this.#artefactsOf(target.path).flatMap((artefact) => {
      if (artefact.isIncomplete) build.isPartial = true;
      if (artefact.kind === "kubernetes") return artefact.objects.map(({ tree }) => tree);
      return artefact.kind === "json-patch" ? [artefact.tree] : [];
    });
    return found.length > 0 ? found.map((tree) => placedTree(tree, target.path)) : undefined;
  }

  #jsonPatched(objects: readonly Node[], operations: Node, { target }: KustomizePatch, build: Build): readonly Node[] {
    return objects.map((object) => {
      if (!target || !isTarget(object, target)) return object;
      const after = jsonPatched(object, operations);
      if (!after) build.isPartial = true; // something of it is not as it will be
      return after ?? object;
    });
  }
}

function withGenerated(objects: readonly Node[], kustomization: Node): readonly Node[] {
  if (kustomization.type !== "mapping") return objects;
  let result = objects;
  for (const made of generated(kustomization)) {
    const existing = result.find((object) => identity(object) === identity(made));
    if (!existing) result = [...result, made];
    else if (isAddition(made) || mayHoldOpen(made)) {
      result = result.map((object) => (object === existing ? (merged(existing, made) ?? existing) : object));
    }
  }
  return result;
}

const mayHoldOpen = (made: Node): boolean =>
  ["data", "stringData"].some((key) => {
    const node = child(made, key);
    return node?.type === "mapping" && node.open === true;
  });

/** Is it certain that a patch is for none of the objects? Not where a name is decided elsewhere, or is a pattern. */
function isForNone(objects: readonly Node[], patch: Node, { target }: KustomizePatch): boolean {
  const wanted = target ?? targetIn(patch);
  if (!wanted || !isPlain(wanted)) return false;
  return !objects.some((object) => {
    const names = [child(object, "kind"), child(object, "metadata", "name")].map((node) => known(asString(node)));
    return names.includes(undefined) || isTarget(object, { ...wanted, namespace: undefined });
  });
}

/** By group, kind and name alone, which are all that is compared without a target. */
function targetIn(patch: Node): PatchTarget | undefined {
  const [kind, name] = [child(patch, "kind"), child(patch, "metadata", "name")].map((node) => known(asString(node)));
  const apiVersion = known(asString(child(patch, "apiVersion")));
  if (kind === undefined || name === undefined || apiVersion === undefined) return undefined;
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));
  const rest = { version: undefined, namespace: undefined, labelSelector: undefined, annotationSelector: undefined };
  return { range: patch.range, group, kind, name, ...rest };
}

/** Says what it is for in plain words. */
const isPlain = ({ group = "", version = "", kind = "", name = "" }: PatchTarget): boolean =>
  [group, version, kind, name].every((text) => /^[\w./-]*$/.test(text));

/** A patch without target names what it is for itself. */
function strategic(objects: readonly Node[], patch: Node, { target }: KustomizePatch): readonly Node[] {
  return objects.flatMap((object) => {
    const isWanted = target ? isTarget(object, target) : identity(object) === identity(patch);
    if (!isWanted) return [object];
    const isBuiltIn =
      !/\./.test(known(asString(child(object, "apiVersion")))?.split("/")[0] ?? "") || isKubernetesGroup(object);
    const after = merged(object, target ? withoutIdentity(patch) : patch, "", isBuiltIn);
    return after ? [after] : [];
  });
}

const isKubernetesGroup = (object: Node): boolean =>
  /^[\w-]+(?:\.\w+)*\.k8s\.io\//.test(known(asString(child(object, "apiVersion"))) ?? "");

/** A patch with a target names anything, and renames nothing. */
function withoutIdentity(patch: Node): Node {
  if (patch.type !== "mapping") return patch;
  const entries = patch.entries.flatMap((one) => {
    if (one.key === "apiVersion" || one.key === "kind") return [];
    const { value } = one;
    if (one.key !== "metadata" || value.type !== "mapping") return [one];
    return [{ ...one, value: { ...value, entries: value.entries.filter(({ key }) => key !== "name") } }];
  });
  return { ...patch, entries };
}

function identity(object: Node): string {
  const text = (...path: readonly string[]): string => known(asString(child(object, ...path))) ?? "?";
  const group = text("apiVersion").includes("/") ? text("apiVersion").split("/")[0] : "";
  return [group, text("kind"), text("metadata", "name")].join("/");
}

function isTarget(object: Node, target: PatchTarget): boolean {
  const apiVersion = known(asString(child(object, "apiVersion"))) ?? "";
  const slash = apiVersion.indexOf("/");
  return (
    matches(slash === -1 ? "" : apiVersion.slice(0, slash), target.group) &&
    matches(apiVersion.slice(slash + 1), target.version) &&
    matches(known(asString(child(object, "kind"))) ?? "", target.kind) &&
    matches(known(asString(child(object, "metadata", "name"))) ?? "", target.name) &&
    matches(known(asString(child(object, "metadata", "namespace"))) ?? "", target.namespace) &&
    hasLabels(child(object, "metadata", "labels"), target.labelSelector) &&
    hasLabels(child(object, "metadata", "annotations"), target.annotationSelector)
  );
}

/** Patterns come from the file, so only what is certain to be linear is tried as one: literals, `.*` and alternatives of them. */
function matches(text: string, pattern: string | undefined): boolean {
  if (pattern === undefined || pattern === "" || pattern === text) return true;
  if (pattern.length > 200 || !/^[\w.|*()^$-]+$/.test(pattern)) return false;
  return pattern
    .replaceAll(/[()^$]/g, "")
    .split("|")
    .some((alternative) => matchesStars(text, alternative.split(".*")));
}

function matchesStars(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? "";
  return text.length - last.length >= at && text.endsWith(last);
}

/** `a=b,c!=d,e,!f`. */
function hasLabels(labels: Node | undefined, selector: string | undefined): boolean {
  if (selector === undefined || selector === "") return true;
  return selector.split(",").every((requirement) => {
    const parts = /^(!?)([\w./-]+)(?:\s*(==?|!=)\s*([\w./-]*))?$/.exec(requirement.trim());
    if (!parts) return false;
    const [, not, key = "", operator, wanted = ""] = parts;
    const value = known(asString(child(labels, key)));
    if (operator === undefined) return (value !== undefined) === (not === "");
    return operator === "!=" ? value !== wanted : value === wanted;
  });
}
