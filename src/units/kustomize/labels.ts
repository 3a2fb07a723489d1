import { asString, child, type Entry, entries, items, type Mapping, mappings, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { putPairs } from "./put.ts";

/** Where in the objects of some kinds labels, selectors or annotations are set: keys from the root, lists gone into item by item. */
interface Field {
  /** Absent: in every object. */
  readonly kinds?: readonly string[];
  readonly path: string;
  /** What is on the way is made where it is not. */
  readonly creates: boolean;
}

/** The fields that kustomize knows: `builtinpluginconsts` in its sources. */
const OWN: Field = { path: "metadata/labels", creates: true };
const PODS_MADE = ["DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet"];
const TEMPLATES: readonly Field[] = [
  { kinds: PODS_MADE, path: "spec/template/metadata/labels", creates: true },
  { kinds: ["CronJob"], path: "spec/jobTemplate/metadata/labels", creates: true },
  { kinds: ["CronJob"], path: "spec/jobTemplate/spec/template/metadata/labels", creates: true },
  { kinds: ["StatefulSet"], path: "spec/volumeClaimTemplates/metadata/labels", creates: true },
];
const SPREAD = ["Deployment", "StatefulSet"];
const AFFINITIES = ["podAffinity", "podAntiAffinity"].map((kind) => `spec/template/spec/affinity/${kind}`);
const SELECTORS: readonly Field[] = [
  { kinds: ["ReplicationController", "Service"], path: "spec/selector", creates: true },
  { kinds: ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"], path: "spec/selector/matchLabels", creates: true },
  { kinds: ["Job", "PodDisruptionBudget"], path: "spec/selector/matchLabels", creates: false },
  { kinds: ["CronJob"], path: "spec/jobTemplate/spec/selector/matchLabels", creates: false },
  { kinds: ["NetworkPolicy"], path: "spec/podSelector/matchLabels", creates: false },
  { kinds: ["NetworkPolicy"], path: "spec/ingress/from/podSelector/matchLabels", creates: false },
  { kinds: ["NetworkPolicy"], path: "spec/egress/to/podSelector/matchLabels", creates: false },
  { kinds: SPREAD, path: "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", creates: false },
  ...AFFINITIES.flatMap((affinity): readonly Field[] => [
    {
      kinds: SPREAD,
      path: `${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
      creates: false,
    },
    {
      kinds: SPREAD,
      path: `${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
      creates: false,
    },
  ]),
];
const ANNOTATIONS: readonly Field[] = [
  { path: "metadata/annotations", creates: true },
  ...TEMPLATES.filter(({ path }) => !path.includes("volumeClaimTemplates")).map((field) => ({
    ...field,
    path: field.path.replace(/labels$/, "annotations"),
  })),
];

/** Pairs, and where they go. */
interface Setting {
  readonly pairs: readonly Entry[];
  readonly fields: readonly Field[];
}

/** `commonLabels` and `labels`. */
export function labelled(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  return withSettings(objects, [
    { pairs: entries(child(kustomization, "commonLabels")), fields: [OWN, ...TEMPLATES, ...SELECTORS] },
    ...mappings(child(kustomization, "labels")).map((item) => ({
      pairs: entries(child(item, "pairs")),
      fields: fieldsOf(item),
    })),
  ]);
}

/** `commonAnnotations`. */
export const annotated = (objects: readonly Node[], kustomization: Mapping): readonly Node[] =>
  withSettings(objects, [{ pairs: entries(child(kustomization, "commonAnnotations")), fields: ANNOTATIONS }]);

function withSettings(objects: readonly Node[], all: readonly Setting[]): readonly Node[] {
  const settings = all.filter(({ pairs }) => pairs.length > 0);
  if (settings.length === 0) return objects;
  return objects.map((object) => {
    const kind = known(asString(child(object, "kind"))) ?? "";
    let result = object;
    for (const { pairs, fields } of settings) {
      for (const { kinds, path, creates } of fields) {
        if (!kinds || kinds.includes(kind)) result = putPairs(result, path.split("/"), pairs, creates);
      }
    }
    return result;
  });
}

function fieldsOf(item: Mapping): readonly Field[] {
  const isSet = (key: string): boolean => known(asString(child(item, key))) === "true";
  const own = items(child(item, "fields")).flatMap(ownField);
  if (isSet("includeSelectors")) return [...own, OWN, ...TEMPLATES, ...SELECTORS];
  return isSet("includeTemplates") ? [...own, OWN, ...TEMPLATES] : [...own, OWN];
}

/** One of the `fields` that a kustomization adds: `path`, with the `kind` it holds for and `create`. */
function ownField(field: Node): Field | [] {
  const [path, kind, create] = ["path", "kind", "create"].map((key) => known(asString(child(field, key))));
  if (path === undefined) return [];
  return {
    path: path.replaceAll("[]", ""),
    creates: create === "true",
    ...(kind === undefined ? {} : { kinds: [kind] }),
  };
}
