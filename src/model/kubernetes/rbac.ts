import { asString, child, entries, lacks, type Mapping, mappings, mayHoldMore, strings } from "../tree.ts";
import type { Value } from "../value.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";
import { settled } from "./names.ts";

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
