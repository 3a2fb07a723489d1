import { bindingOf, type Subject } from "../../model/kubernetes/rbac.ts";
import { is, known, type Value } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { binding } from "./_rbac-examples.ts";
import { objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/no-default-service-account-binding",
  title: "Do not bind roles to the default service account",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Every pod that names no service account runs as `default` of its namespace, so a role of that account is one of every pod there, whoever brings it.",
  remedy:
    "Make a service account for the workload that needs the role, name it in `serviceAccountName`, and bind that.",
  peers: { checkov: ["CKV_K8S_42"], kubescape: ["C-0225"] },
  compliance: ["CIS Kubernetes 5.1.5"],
  options: { allowRoles: option.strings([], "Names of roles that may be bound so.") },
  examples: {
    bad: [
      binding("RoleBinding", "edit", "- kind: ServiceAccount\n  name: ⟦default⟧\n  namespace: shop\n"),
      {
        title: "By its name as a user, and as one of all",
        files: binding(
          "ClusterRoleBinding",
          "view",
          '- {kind: User, name: ⟦"system:serviceaccount:shop:default"⟧}\n- {kind: Group, name: ⟦"system:serviceaccounts"⟧}\n',
        ),
      },
    ],
    good: [
      binding("RoleBinding", "edit", "- kind: ServiceAccount\n  name: deployer\n  namespace: shop\n"),
      {
        title: "A role that all may have",
        files: binding("RoleBinding", "list-leases", "- {kind: ServiceAccount, name: default, namespace: shop}\n"),
        options: { allowRoles: ["list-leases"] },
      },
      {
        title: "Users and groups of that name are other things",
        files: binding("RoleBinding", "edit", "- {kind: User, name: default}\n- {kind: Group, name: default}\n"),
      },
      {
        title: "A subject that a template decides",
        files: binding("RoleBinding", "edit", '- {kind: ServiceAccount, name: "{{ .Values.account }}"}\n'),
      },
      {
        title: "What every cluster binds from the start",
        files: code`
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: "system:service-account-issuer-discovery"}
          roleRef:
            apiGroup: rbac.authorization.k8s.io
            kind: ClusterRole
            name: "system:service-account-issuer-discovery"
          subjects: [{kind: Group, name: "system:serviceaccounts"}]
        `,
      },
    ],
  },

  *check({ objects }, { allowRoles }) {
    for (const object of objects) {
      const binding = bindingOf(object);
      if (!binding || known(object.name)?.startsWith("system:") || isAllowed(binding.roleName, allowRoles)) continue;
      for (const subject of binding.subjects) {
        const who = defaultIn(subject);
        if (!subject.name || !who) continue;
        const message = `${objectTitle(object)} gives its role to ${who}.`;
        yield { at: subject.name, message, subject: object.address };
      }
    }
  },
});

/** A role that is decided elsewhere may be one that is allowed. */
const isAllowed = (role: Value<string> | undefined, allowed: readonly string[]): boolean =>
  role?.known ? allowed.includes(role.value) : allowed.length > 0;

const DEFAULT_USER = /^system:serviceaccount:[^:]+:default$/;

/** What a message calls the subject, when it is or holds a default account. */
function defaultIn({ kind, name }: Subject): string | undefined {
  const text = known(name) ?? "";
  if (is(kind, "ServiceAccount")) return text === "default" ? "the default service account" : undefined;
  if (is(kind, "User")) return DEFAULT_USER.test(text) ? "the default service account" : undefined;
  return is(kind, "Group") && text === "system:serviceaccounts" ? "all service accounts of the cluster" : undefined;
}
