import { fileNameOf } from "../text/path.ts";
import type { Ranged } from "../text/source-file.ts";
import type { Origin } from "./origin.ts";
import { asString, child, items, type Mapping, mappings, type Node, strings } from "./tree.ts";
import { known, type Value } from "./value.ts";

/** A `kustomization.yaml`: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export interface Kustomization extends Origin {
  readonly kind: "kustomization";
  readonly tree: Mapping;
  readonly isComponent: boolean;
  readonly patches: readonly KustomizePatch[];
}

/** A patch of `patches`, `patchesStrategicMerge` or `patchesJson6902`; its range is that of its entry. */
export interface KustomizePatch extends Ranged {
  /** The file it is in; absent when it is written in place. */
  readonly path: Value<string> | undefined;
  /** Written in place: its documents, with the places they have in the kustomization. */
  readonly documents: readonly Node[];
  /** What could not be read of it: it may patch anything. */
  readonly isUnreadable: boolean;
  readonly target: PatchTarget | undefined;
  /** Of `patchesJson6902`: applied when labels, annotations and namespace have been set, and before replicas and images. */
  readonly isLate: boolean;
}

/** What a patch is for; absent fields match all. Names are anchored regular expressions, as kustomize has them. */
export interface PatchTarget extends Ranged {
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labelSelector: string | undefined;
  readonly annotationSelector: string | undefined;
}

/** A file that is a list of operations of RFC 6902. */
export interface JsonPatch extends Origin {
  readonly kind: "json-patch";
  readonly tree: Node;
}

/** The names a kustomization may have. */
export const KUSTOMIZATION_NAMES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Is a file a kustomization by its name alone? */
export const isKustomizationName = (path: string): boolean => KUSTOMIZATION_NAMES.includes(fileNameOf(path));

/** The files and folders whose objects it takes, as written: `resources`, the older `bases`, and `components`. */
export const kustomizeResources = ({ tree }: Pick<Kustomization, "tree">): readonly Value<string>[] =>
  ["resources", "bases"].flatMap((key) => strings(child(tree, key)));

export const kustomizeComponents = ({ tree }: Pick<Kustomization, "tree">): readonly Value<string>[] =>
  strings(child(tree, "components"));

/** A URL, or a Git repository in one of the forms that kustomize takes for one. */
export const isRemote = (resource: string): boolean =>
  resource.includes("://") ||
  /^(?:git@|github\.com[/:]|git::)/.test(resource) ||
  /[?&](?:ref|version|timeout|submodules)=/.test(resource);

/** Fields that bring objects this tool does not make: plugins, charts. */
const BEYOND = ["helmCharts", "helmChartInflationGenerator", "generators", "transformers", "validators"];

/** Does it use what only running kustomize can tell? */
export const isBeyondReading = ({ tree }: Pick<Kustomization, "tree">): boolean =>
  BEYOND.some((key) => {
    const node = child(tree, key);
    return node !== undefined && (node.type === "scalar" || mappings(node).length > 0 || items(node).length > 0);
  });

export function patchTarget(node: Node | undefined): PatchTarget | undefined {
  if (node?.type !== "mapping") return undefined;
  const text = (key: string): string | undefined => known(asString(child(node, key)));
  return {
    range: node.range,
    group: text("group"),
    version: text("version"),
    kind: text("kind"),
    name: text("name"),
    namespace: text("namespace"),
    labelSelector: text("labelSelector"),
    annotationSelector: text("annotationSelector"),
  };
}
