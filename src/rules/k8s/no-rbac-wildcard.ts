import { type RoleRule, roleOf } from "../../model/kubernetes/rbac.ts";
import { is, known, type Value } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { documents } from "./_examples.ts";
import { role } from "./_rbac-examples.ts";
import { objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/no-rbac-wildcard",
  title: "Do not use wildcards in roles",
  severity: "error",
  preset: "strict",
  category: "security",
  artefact: "kubernetes",
  why: "A wildcard grants what its author had in mind and all that is ever added: subresources such as `pods/exec`, verbs such as `escalate` and `impersonate`, and the kinds of every operator that is installed later.",
  remedy:
    "List the verbs, resources and groups that the program asks for; `kubectl auth can-i --list` and the audit log show them.",
  peers: {
    "kube-linter": ["wildcard-in-rules"],
    trivy: ["KSV-0044", "KSV-0045", "KSV-0046", "KSV-0112"],
    checkov: ["CKV_K8S_49"],
    kubescape: ["C-0187"],
  },
  compliance: ["CIS Kubernetes 5.1.3"],
  options: {
    allowGroups: option.strings([], "API groups, as an operator's own, of which a rule may grant everything."),
  },
  examples: {
    bad: [
      role("Role", '- apiGroups: [apps]\n  resources: [deployments]\n  verbs: [⟦"*"⟧]\n'),
      {
        title: "Of resources, of groups, of everything",
        files: role(
          "ClusterRole",
          "- apiGroups: [\"\"]\n  resources: [⟦'*'⟧]\n  verbs: [get]\n- apiGroups: [⟦'*'⟧]\n  resources: [pods]\n  verbs: [get]\n- apiGroups: ['*']\n  resources: ['*']\n  verbs: [⟦'*'⟧]\n",
        ),
      },
      {
        title: "Groups besides the allowed one",
        files: role("ClusterRole", '- apiGroups: [db.example.com, apps]\n  resources: [⟦"*"⟧]\n  verbs: [get]\n'),
        options: { allowGroups: ["db.example.com"] },
      },
    ],
    good: [
      role("Role", "- apiGroups: [apps]\n  resources: [deployments, deployments/scale]\n  verbs: [get, patch]\n"),
      {
        title: "Paths that are no resources",
        files: role("ClusterRole", "- nonResourceURLs: [/metrics, /healthz/*, '*']\n  verbs: ['*']\n"),
      },
      {
        title: "One subresource of all kinds, which has no narrower form",
        files: role("ClusterRole", "- apiGroups: [apps]\n  resources: ['*/scale']\n  verbs: [get, update]\n"),
      },
      {
        title: "An operator's own group",
        files: role("ClusterRole", "- apiGroups: [db.example.com]\n  resources: ['*']\n  verbs: ['*']\n"),
        options: { allowGroups: ["db.example.com"] },
      },
      {
        title: "The roles that come with Kubernetes",
        files: documents(
          role("ClusterRole", "- apiGroups: ['*']\n  resources: ['*']\n  verbs: ['*']\n", "cluster-admin"),
          role("ClusterRole", "- apiGroups: ['*']\n  resources: ['*']\n  verbs: [get]\n", "system:controller:gc"),
        ),
      },
      {
        title: "Verbs that a template decides",
        files: role("Role", '- apiGroups: [apps]\n  resources: [deployments]\n  verbs: ["{{ .Values.verb }}"]\n'),
      },
    ],
  },

  *check({ objects }, { allowGroups }) {
    for (const object of objects) {
      const found = roleOf(object);
      if (!found || isBuiltInRole(known(object.name))) continue;
      for (const rule of found.rules) {
        const wildcards = wildcardsIn(rule);
        const [first] = wildcards;
        if (!first || isOwn(rule, allowGroups)) continue;
        const message = `${objectTitle(object)} grants ${wildcards.map(({ all }) => all).join(", ")} by wildcard.`;
        yield { at: first.at, message, subject: object.address };
      }
    }
  },
});

const BUILT_IN: ReadonlySet<string> = new Set(["admin", "cluster-admin", "edit", "view"]);
const isBuiltInRole = (name = ""): boolean => name.startsWith("system:") || BUILT_IN.has(name);

/** The lists of a rule that hold `*`; a rule about URLs has none. */
function wildcardsIn({ verbs, resources, apiGroups }: RoleRule): readonly { at: Value<string>; all: string }[] {
  if (resources.length === 0) return [];
  const lists = [
    { list: verbs, all: "all verbs" },
    { list: resources, all: "all resources" },
    { list: apiGroups, all: "all API groups" },
  ];
  return lists.flatMap(({ list, all }) => {
    const at = list.find((value) => is(value, "*"));
    return at ? [{ at, all }] : [];
  });
}

const isOwn = ({ apiGroups }: RoleRule, allowed: readonly string[]): boolean =>
  apiGroups.length > 0 && apiGroups.every((group) => group.known && allowed.includes(group.value));
