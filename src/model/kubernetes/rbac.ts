import { asString, child, entries, lacks, type Mapping, mappings, mayHoldMore, strings } from "../tree.ts";
import { is, known, type Value } from "../value.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";
import { settled } from "./names.ts";
import type { Workload } from "./workload.ts";

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
const GROUP = "rbac.authorization.k8s.io";

/** A Role or ClusterRole. */
export interface Role {
  readonly object: KubernetesObject;
  readonly rules: readonly RoleRule[];
  /** A controller writes its rules, which it gathers from other roles. */
  readonly isAggregated: boolean;
}

/** What a role allows: each of the verbs on each of the resources. */
export interface RoleRule {
  readonly body: Mapping;
  readonly verbs: readonly Value<string>[];
  /** `""` is the group of Pods and Secrets. */
  readonly apiGroups: readonly Value<string>[];
  readonly resources: readonly Value<string>[];
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding {
  readonly object: KubernetesObject;
  /** Of the role it gives. */
  readonly roleKind: Value<string> | undefined;
  readonly roleName: Value<string> | undefined;
  readonly subjects: readonly Subject[];
  /** It certainly gives the role to nobody. */
  readonly isEmpty: boolean;
}

/** Whom a binding gives a role. */
export interface Subject {
  /** `User`, `Group` or `ServiceAccount`. */
  readonly kind: Value<string> | undefined;
  readonly name: Value<string> | undefined;
  /** Of a service account. */
  readonly namespace: Value<string> | undefined;
}

export function roleOf(object: KubernetesObject): Role | undefined {
  const kind = kindOf(object);
  if (groupOf(object) !== GROUP || (kind !== "Role" && kind !== "ClusterRole")) return undefined;
  return {
    object,
    rules: mappings(child(object.tree, "rules")).map((body) => ({
      body,
      verbs: strings(child(body, "verbs")),
      apiGroups: strings(child(body, "apiGroups")),
      resources: strings(child(body, "resources")),
    })),
    isAggregated: entries(child(object.tree, "aggregationRule")).length > 0,
  };
}

export function bindingOf(object: KubernetesObject): Binding | undefined {
  const kind = kindOf(object);
  if (groupOf(object) !== GROUP || (kind !== "RoleBinding" && kind !== "ClusterRoleBinding")) return undefined;
  const role = child(object.tree, "roleRef");
  const subjects = child(object.tree, "subjects");
  const isEmpty = subjects?.type === "sequence" && subjects.items.length === 0 && !mayHoldMore(subjects);
  return {
    object,
    roleKind: asString(child(role, "kind")),
    roleName: settled(asString(child(role, "name"))),
    subjects: mappings(subjects).map((subject) => ({
      kind: asString(child(subject, "kind")),
      name: settled(asString(child(subject, "name"))),
      namespace: settled(asString(child(subject, "namespace"))),
    })),
    isEmpty: isEmpty || lacks(object.tree, "subjects"),
  };
}

/** The name of the service account that a workload's pods run as; `default` where they say nothing. */
export function accountOf({ podSpec, podSpecKey: { range } }: Workload): Value<string> {
  const stated = ["serviceAccountName", "serviceAccount"].map((key) => settled(asString(child(podSpec, key))));
  const [current, old] = stated.map((value) => (is(value, "") ? undefined : value));
  const isSilent = ["serviceAccountName", "serviceAccount"].every((key, i) => stated[i] || lacks(podSpec, key));
  return current ?? old ?? (isSilent ? { known: true, value: "default", range } : { known: false, range });
}

/** A service account, as far as its name is known. */
export interface Account {
  readonly name: Value<string>;
  readonly namespace: Value<string> | undefined;
}

/** The service accounts that a binding gives its role, be it by the name they have as users. */
export const accountsIn = ({ subjects }: Binding): readonly Account[] =>
  subjects.flatMap(({ kind, name, namespace }) => {
    if (!name || is(kind, "Group")) return [];
    if (!is(kind, "User")) return [{ name, namespace }];
    const [, home, user] = /^system:serviceaccount:([^:]+):(.+)$/.exec(known(name) ?? "") ?? [];
    if (home === undefined || user === undefined) return [];
    return [{ name: { ...name, known: true, value: user }, namespace: { ...name, known: true, value: home } }];
  });
