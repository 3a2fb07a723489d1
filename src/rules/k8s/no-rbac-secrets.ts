import { type Binding, bindingOf, type RoleRule, roleOf } from "../../model/kubernetes/rbac.ts";
import { child, lacks, mayHoldMore } from "../../model/tree.ts";
import { is, known, type Value } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { mayShareNamespace, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { grouped } from "../../text/grouped.ts";
import { documents } from "./_examples.ts";
import { binding, role } from "./_rbac-examples.ts";
import { subjectsTitle } from "./_subjects.ts";
import { objectTitle } from "./_title.ts";

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"] as const;

const READER = "- apiGroups: ['']\n  resources: [configmaps, secrets]\n  verbs: [get, list]\n";
const MARKED = READER.replace("secrets", "⟦secrets⟧");
const ACCOUNT = "- {kind: ServiceAccount, name: reader, namespace: shop}\n";

export default defineProjectRule({
  id: "k8s/no-rbac-secrets",
  title: "Do not grant reading of all secrets",
  severity: "error",
  preset: "strict",
  category: "security",
  why: "Secrets hold the passwords of every database and the tokens of every service account, so whoever may read all of them may do whatever any of their owners may. `list` and `watch` show the content too.",
  remedy:
    "Name the secrets in `resourceNames`, mount the one that is needed, or grant a Role in the one namespace. A program that makes secrets needs `create`, and no more.",
  peers: {
    "kube-linter": ["access-to-secrets"],
    trivy: ["KSV-0041", "KSV-0113"],
    checkov: ["CKV2_K8S_5"],
    kubescape: ["C-0015", "C-0186"],
  },
  compliance: ["CIS Kubernetes 5.1.2"],
  options: { verbs: option.someOf(VERBS, ["get", "list", "watch"], "What no role may do to all secrets.") },
  examples: {
    bad: [
      { files: { "role.yaml": role("Role", MARKED) } },
      {
        title: "Among all resources, with any verb",
        files: {
          "role.yaml": role("ClusterRole", "- apiGroups: ['*']\n  resources: [⟦'*'⟧]\n  verbs: ['*']\n"),
        },
      },
      {
        title: "Bound in another file",
        files: {
          "binding.yaml": binding("ClusterRoleBinding", "reader", ACCOUNT),
          "role.yaml": role("ClusterRole", MARKED, "reader"),
        },
      },
      {
        title: "Writing, when asked",
        files: { "role.yaml": role("Role", "- apiGroups: ['']\n  resources: [⟦secrets⟧]\n  verbs: [patch]\n") },
        options: { verbs: ["patch", "update"] },
      },
    ],
    good: [
      { files: { "role.yaml": role("Role", READER.replace(", secrets", "")) } },
      {
        title: "Named ones, which lists and watches are held to as well",
        files: { "role.yaml": role("Role", `${READER}  resourceNames: [tls]\n`) },
      },
      {
        title: "Making new ones shows nothing",
        files: { "role.yaml": role("Role", READER.replace("get, list", "create, patch")) },
      },
      {
        title: "Another group's resource of that name, another group's resources",
        files: {
          "role.yaml": role(
            "ClusterRole",
            "- apiGroups: [vault.example.com]\n  resources: [secrets, '*']\n  verbs: [get]\n",
          ),
        },
      },
      {
        title: "Roles of Kubernetes itself",
        files: { "role.yaml": role("ClusterRole", READER, "system:controller:token-cleaner") },
      },
      {
        title: "Names, verbs or groups that a template decides",
        files: {
          "role.yaml": documents(
            role("Role", `${READER}  resourceNames:\n    {{- toYaml .Values.names | nindent 4 }}\n`),
            role("Role", READER.replace("[get, list]", '["{{ .Values.verb }}"]')),
          ),
        },
      },
    ],
  },

  *check(project, { verbs }) {
    for (const { facts } of unitsOf(project)) {
      const bound = bindingsIn(facts);
      for (const fact of facts) {
        const found = roleOf(fact.object);
        if (!found || known(fact.object.name)?.startsWith("system:")) continue;
        for (const rule of found.rules) {
          const at = secretsIn(rule);
          const granted = rule.verbs.filter((verb) => is(verb, "*") || verbs.some((one) => is(verb, one)));
          if (!at || granted.length === 0) continue;
          const bindings = bound.get(fact.object.address) ?? [];
          const given = bindings.slice(0, MOST_BINDINGS).find((one) => mayMean(one, fact));
          const who = subjectsTitle(given?.binding.subjects ?? []);
          yield {
            at: placeIn(fact, at),
            message: `${clipped(objectTitle(fact.object), 50)} lets ${who} ${clipped(actsOf(granted), 45)} all secrets.`,
            subject: fact.object.address,
            related: given?.binding.roleName && [
              { at: placeIn(given.fact, given.binding.roleName), message: "Here the role is given." },
            ],
          };
        }
      }
    }
  },
});

interface BindingInUnit {
  readonly fact: KubernetesFact;
  readonly binding: Binding;
}

/** More bindings of one role tell nothing new. */
const MOST_BINDINGS = 100;

/** Bindings that give a role to somebody, by the role's kind and name. */
function bindingsIn(facts: readonly KubernetesFact[]): ReadonlyMap<string, readonly BindingInUnit[]> {
  const all = facts.flatMap((fact) => {
    const binding = bindingOf(fact.object);
    return binding && !binding.isEmpty ? [{ fact, binding }] : [];
  });
  return grouped(all, ({ binding }) => `${known(binding.roleKind)}/${known(binding.roleName)}`);
}

const mayMean = ({ fact, binding }: BindingInUnit, role: KubernetesFact): boolean =>
  is(binding.roleKind, "ClusterRole") || mayShareNamespace(fact.object.namespace, role.object.namespace);

/** What of the rule's resources the secrets are in; nothing where only some are meant, or where that is not known. */
function secretsIn({ body, apiGroups, resources }: RoleRule): Value<string> | undefined {
  const names = child(body, "resourceNames");
  const isForAll = lacks(body, "resourceNames") || (names?.type === "sequence" && names.items.length === 0);
  if (!isForAll || (names && mayHoldMore(names))) return undefined;
  if (!apiGroups.some((group) => is(group, "") || is(group, "*"))) return undefined;
  return resources.find((resource) => is(resource, "secrets") || is(resource, "*"));
}

function actsOf(verbs: readonly Value<string>[]): string {
  const names = verbs.flatMap((verb) => known(verb) ?? []);
  return names.includes("*") ? "do anything to" : [...new Set(names)].join(", ");
}
