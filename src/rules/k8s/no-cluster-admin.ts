import { type Binding, bindingOf, type RoleRule, roleOf, type Subject } from "../../model/kubernetes/rbac.ts";
import { is, known, type Value } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { mayShareNamespace, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { grouped } from "../../text/grouped.ts";
import type { Place } from "../../text/source-file.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { documents } from "./_examples.ts";
import { binding, role } from "./_rbac-examples.ts";
import { subjectAddress, subjectsTitle } from "./_subjects.ts";
import { objectTitle } from "./_title.ts";

const SERVICE_ACCOUNT = "- kind: ServiceAccount\n  name: deployer\n  namespace: ci\n";
const EVERYTHING = "- apiGroups: ['*']\n  resources: ['*']\n  verbs: ['*']\n";

export default defineProjectRule({
  id: "k8s/no-cluster-admin",
  title: "Do not hand out cluster-admin",
  severity: "error",
  preset: "recommended",
  category: "security",
  why: "Whoever gets hold of such an account, by a leaked token or a hole in the one program that runs with it, owns the cluster: every secret, every workload, every node.",
  remedy:
    "Bind a role that lists what the account does. Keep `cluster-admin` for people, through a group, for emergencies.",
  peers: {
    "kube-linter": ["cluster-admin-role-binding"],
    polaris: ["clusterrolebindingClusterAdmin", "rolebindingClusterAdminClusterRole", "rolebindingClusterAdminRole"],
    trivy: ["KSV-0044", "KSV-0111"],
    kubescape: ["C-0035", "C-0185"],
  },
  compliance: ["CIS Kubernetes 5.1.1"],
  options: {
    allowSubjects: option.strings(
      [],
      "Who may have it: `Group/NAME`, `User/NAME` or `ServiceAccount/NAMESPACE/NAME`; `*` stands for any text.",
    ),
    roles: option.boolean(false, "Flag roles that allow as much, bound or not."),
  },
  strict: { options: { roles: true } },
  examples: {
    bad: [
      { files: { "rbac.yaml": binding("ClusterRoleBinding", "⟦cluster-admin⟧", SERVICE_ACCOUNT) } },
      {
        title: "In one namespace",
        files: { "rbac.yaml": binding("RoleBinding", "⟦cluster-admin⟧", SERVICE_ACCOUNT) },
      },
      {
        title: "A role by another name, in another file",
        files: {
          "binding.yaml": binding("ClusterRoleBinding", "⟦operator⟧", SERVICE_ACCOUNT),
          "role.yaml": role("ClusterRole", EVERYTHING, "operator"),
        },
      },
      {
        title: "Every verb by its name",
        files: {
          "rbac.yaml": documents(
            binding("ClusterRoleBinding", "⟦operator⟧", SERVICE_ACCOUNT),
            role(
              "ClusterRole",
              "- apiGroups: ['*']\n  resources: [pods, '*']\n  verbs: [create, delete, get, list, patch, update, watch]\n",
              "operator",
            ),
          ),
        },
      },
      {
        title: "The role itself, when asked",
        files: { "role.yaml": role("Role", EVERYTHING.replace("resources: ['*']", "resources: [⟦'*'⟧]")) },
        options: { roles: true },
      },
      {
        title: "A binding that only bears the name of the one each cluster has",
        files: {
          "rbac.yaml": binding("ClusterRoleBinding", "⟦cluster-admin⟧", SERVICE_ACCOUNT).replace(
            "team",
            "cluster-admin",
          ),
        },
      },
      {
        title: "Others than those who may",
        files: {
          "rbac.yaml": binding(
            "ClusterRoleBinding",
            "⟦cluster-admin⟧",
            `- {kind: Group, name: platform}\n${SERVICE_ACCOUNT}`,
          ),
        },
        options: { allowSubjects: ["Group/platform"] },
      },
    ],
    good: [
      { files: { "rbac.yaml": binding("ClusterRoleBinding", "view", SERVICE_ACCOUNT) } },
      {
        title: "Who may have it",
        files: {
          "rbac.yaml": binding(
            "ClusterRoleBinding",
            "cluster-admin",
            `- {kind: Group, name: platform}\n${SERVICE_ACCOUNT}`,
          ),
        },
        options: { allowSubjects: ["Group/platform", "ServiceAccount/ci/*"] },
      },
      {
        title: "The role and the binding that every cluster has from the start",
        files: {
          "dump.yaml": documents(
            role("ClusterRole", EVERYTHING, "cluster-admin"),
            binding("ClusterRoleBinding", "cluster-admin", "- {kind: Group, name: system:masters}\n").replace(
              "name: team",
              "name: cluster-admin",
            ),
            role("ClusterRole", EVERYTHING, "system:controller:generic-garbage-collector"),
          ),
        },
        options: { roles: true },
      },
      {
        title: "Everything of one group is not everything",
        files: {
          "rbac.yaml": documents(
            binding("ClusterRoleBinding", "operator", SERVICE_ACCOUNT),
            role("ClusterRole", EVERYTHING.replace("apiGroups: ['*']", "apiGroups: [db.example.com]"), "operator"),
          ),
        },
        options: { roles: true },
      },
      {
        title: "A role gathered from others",
        files: {
          "role.yaml": role("ClusterRole", EVERYTHING).replace(
            "rules:",
            "aggregationRule:\n  clusterRoleSelectors: [{matchLabels: {tier: all}}]\nrules:",
          ),
        },
        options: { roles: true },
      },
      {
        title: "A role of that name in another namespace, a binding of nobody, a role that a template decides",
        files: {
          "rbac.yaml": documents(
            binding("RoleBinding", "operator", SERVICE_ACCOUNT)
              .replace("kind: ClusterRole", "kind: Role")
              .replace("name: team", "name: team\n  namespace: shop"),
            role("Role", EVERYTHING, "operator").replace("name: operator", "name: operator\n  namespace: ops"),
            binding("ClusterRoleBinding", "cluster-admin", "[]\n"),
            binding("ClusterRoleBinding", '"{{ .Values.role }}"', SERVICE_ACCOUNT),
          ),
        },
      },
    ],
  },

  *check(project, { allowSubjects, roles: judgesRoles }) {
    for (const { facts } of unitsOf(project)) {
      const roles = rolesIn(facts);
      for (const { fact, almighty } of judgesRoles ? [...roles.values()].flat() : []) {
        if (!almighty || isBuiltIn(fact) || isDefaultRole(fact)) continue;
        const message = `${objectTitle(fact.object)} allows everything that cluster-admin does.`;
        yield { at: placeIn(fact, almighty), message, subject: fact.object.address, peers: ["KSV-0044"] };
      }
      for (const fact of facts) {
        const binding = bindingOf(fact.object);
        if (binding && !isBuiltIn(fact)) yield* judged(fact, binding, roles, allowSubjects);
      }
    }
  },
});

interface RoleInUnit {
  readonly fact: KubernetesFact;
  /** The wildcard of the rule that allows everything, if there is one. */
  readonly almighty: Value<string> | undefined;
}
type Roles = ReadonlyMap<string, readonly RoleInUnit[]>;

/** By kind and name. */
function rolesIn(facts: readonly KubernetesFact[]): Roles {
  const roles = facts.flatMap((fact): readonly RoleInUnit[] => {
    const role = roleOf(fact.object);
    if (!role) return [];
    const almighty = role.isAggregated ? undefined : role.rules.map(everything).find((value) => value !== undefined);
    return [{ fact, almighty }];
  });
  return grouped(roles, ({ fact }) => fact.object.address);
}

/** Of more roles of one name, nobody can tell which is meant. */
const MOST_NAMESAKES = 100;

const ALL_VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"];

/** The `*` of its resources, when the rule allows all that can be done to all of all groups. */
function everything({ verbs, apiGroups, resources }: RoleRule): Value<string> | undefined {
  const holds = (list: readonly Value<string>[], text: string): boolean => list.some((value) => is(value, text));
  if (!holds(apiGroups, "*") || !(holds(verbs, "*") || ALL_VERBS.every((verb) => holds(verbs, verb)))) return undefined;
  return resources.find((value) => is(value, "*"));
}

/** Roles and bindings that Kubernetes or its provider makes. */
const isBuiltIn = ({ object }: KubernetesFact): boolean => /^(?:system:|gce:)/.test(known(object.name) ?? "");

const isDefaultRole = ({ object }: KubernetesFact): boolean => is(object.name, "cluster-admin");

/** The group that every cluster gives cluster-admin from the start, in a binding of that name. */
const isDefaultSubject = (fact: KubernetesFact, { kind, name }: Subject): boolean =>
  isDefaultRole(fact) && is(kind, "Group") && is(name, "system:masters");

function* judged(
  fact: KubernetesFact,
  binding: Binding,
  roles: Roles,
  allowed: readonly string[],
): Generator<Report<Place>> {
  const { object, roleKind, roleName, subjects, isEmpty } = binding;
  if (!roleName?.known || isEmpty) return;
  const isDirect = is(roleKind, "ClusterRole") && roleName.value === "cluster-admin";
  const candidates = isDirect ? [] : rolesMeant(binding, roles);
  if (!isDirect && !areAlmighty(candidates)) return;
  const offenders = subjects.filter((one) => !isAllowed(one, allowed) && !isDefaultSubject(fact, one));
  if (offenders.length === 0 && (subjects.length > 0 || allowed.length > 0)) return;
  const what = isDirect ? "cluster-admin" : `${clipped(roleName.value, 30)}, which allows everything,`;
  const wildcards = candidates.slice(0, 3).flatMap(({ fact: role, almighty }) => almighty && placeIn(role, almighty));
  yield {
    at: placeIn(fact, roleName),
    message: `${clipped(objectTitle(object), 50)} gives ${what} to ${subjectsTitle(offenders)}.`,
    subject: object.address,
    related: wildcards.flatMap((at) => (at ? [{ at, message: "Here the role allows everything." }] : [])),
  };
}

function rolesMeant({ object, roleKind, roleName }: Binding, roles: Roles): readonly RoleInUnit[] {
  const namesakes = roles.get(`${known(roleKind)}/${known(roleName)}`) ?? [];
  if (!is(roleKind, "Role") || namesakes.length >= MOST_NAMESAKES) return namesakes;
  return namesakes.filter(({ fact }) => mayShareNamespace(fact.object.namespace, object.namespace));
}

/** With several of one name, in staging and production say, nobody can tell which is meant. */
const areAlmighty = (roles: readonly RoleInUnit[]): boolean =>
  roles.length > 0 && roles.length < MOST_NAMESAKES && roles.every(({ almighty }) => almighty);

/** One who is decided elsewhere may be allowed. */
function isAllowed(subject: Subject, allowed: readonly string[]): boolean {
  const address = subjectAddress(subject);
  return allowed.length > 0 && (address === undefined || matchesAny(address, allowed));
}
