import { child, entries, lacks, mappings, mayHoldMore, type Node, strings } from "../tree.ts";
import { known, type Value } from "../value.ts";
import { labelSelector, type Selector } from "./labels.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";

/** The way traffic goes, seen from a pod. */
export type Direction = "egress" | "ingress";

/** What isolates pods, whoever's kind of policy it is. */
export interface Isolation {
  /** Nothing where it holds in every namespace, or where that is decided elsewhere. */
  readonly namespace: Value<string> | undefined;
  /** Nothing where it is written in a language of its own: it may pick any pod. */
  readonly selector: Selector | undefined;
  /** The directions it may isolate. */
  readonly directions: ReadonlySet<Direction>;
}

const BOTH: ReadonlySet<Direction> = new Set(["egress", "ingress"]);

/** Policies of other projects in which an expression, or a kind of selector of their own, says which pods they hold for. */
const OTHER_KINDS: Readonly<Record<string, readonly string[]>> = {
  "crd.antrea.io": ["ClusterNetworkPolicy", "NetworkPolicy"],
  "crd.projectcalico.org": ["GlobalNetworkPolicy", "NetworkPolicy"],
  "policy.networking.k8s.io": ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"],
  "projectcalico.org": ["GlobalNetworkPolicy", "NetworkPolicy"],
};

/** What an object isolates; nothing when it is no such policy. */
export function isolationsOf(object: KubernetesObject): readonly Isolation[] {
  const [kind = "", group = ""] = [kindOf(object), groupOf(object)];
  if (kind === "NetworkPolicy" && (group === "networking.k8s.io" || group === "extensions")) {
    return [ofKubernetes(object)];
  }
  if (group === "cilium.io" && (kind === "CiliumNetworkPolicy" || kind === "CiliumClusterwideNetworkPolicy")) {
    return ofCilium(object, kind === "CiliumNetworkPolicy" ? object.namespace : undefined);
  }
  const kinds = Object.hasOwn(OTHER_KINDS, group) ? OTHER_KINDS[group] : undefined;
  if (!kinds?.includes(kind)) return [];
  return [
    { namespace: kind === "NetworkPolicy" ? object.namespace : undefined, selector: undefined, directions: BOTH },
  ];
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
function ofKubernetes({ tree, namespace }: KubernetesObject): Isolation {
  const spec = child(tree, "spec");
  return { namespace, selector: labelSelector(child(spec, "podSelector")), directions: directionsOf(spec) };
}

/** Where it does not say: ingress always, and egress where it has rules for it. */
function directionsOf(spec: Node | undefined): ReadonlySet<Direction> {
  const types = child(spec, "policyTypes");
  if (types ? mayHoldMore(types) || strings(types).some(({ known }) => !known) : !lacks(spec, "policyTypes"))
    return BOTH;
  if (!types) return lacks(spec, "egress") ? new Set(["ingress"]) : BOTH;
  const stated = strings(types).map((type) => known(type)?.toLowerCase());
  return new Set([...BOTH].filter((direction) => stated.includes(direction)));
}

/** https://docs.cilium.io/en/stable/network/kubernetes/policy/ */
function ofCilium({ tree }: KubernetesObject, namespace: Value<string> | undefined): readonly Isolation[] {
  const parts = [child(tree, "spec"), ...mappings(child(tree, "specs"))].flatMap((part) => part ?? []);
  return parts
    .filter((part) => lacks(part, "nodeSelector"))
    .map((part) => {
      const sections = entries(part).map(({ key }) => key ?? "");
      const directions = [...BOTH].filter(
        (direction) => mayHoldMore(part) || sections.some((section) => section.startsWith(direction)),
      );
      const selector = labelSelector(child(part, "endpointSelector"));
      return { namespace, selector: selector && withoutSources(selector), directions: new Set(directions) };
    });
}

/** Cilium says where a label comes from: `k8s:app`, `any:app`. Of other sources nothing is known here. */
function withoutSources(selector: Selector): Selector {
  const { matchLabels, matchExpressions } = selector;
  const bare = (key: string): string => key.replace(/^(?:k8s|any)[:.]/, "");
  const isForeign = (key: string | undefined): boolean =>
    key === undefined || /[:]/.test(bare(key)) || bare(key).startsWith("io.kubernetes.pod.");
  const isOpen = [...matchLabels.entries, ...matchExpressions].some(({ key }) => isForeign(key));
  return {
    ...selector,
    isOpen: selector.isOpen || isOpen,
    matchLabels: {
      ...matchLabels,
      entries: matchLabels.entries.flatMap((label) =>
        isForeign(label.key) ? [] : [{ ...label, key: bare(label.key) }],
      ),
    },
    matchExpressions: matchExpressions.flatMap((one) =>
      isForeign(one.key) || one.key === undefined ? [] : [{ ...one, key: bare(one.key) }],
    ),
  };
}
