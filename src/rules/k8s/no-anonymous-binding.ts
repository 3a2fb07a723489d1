import { type Binding, bindingOf } from "../../model/kubernetes/rbac.ts";
import { is, known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { documents } from "./_examples.ts";
import { binding } from "./_rbac-examples.ts";
import { objectTitle } from "./_title.ts";

/** What Kubernetes itself lets everybody do: ask for its version, its APIs and one's own rights. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  "system:basic-user",
  "system:discovery",
  "system:public-info-viewer",
]);

/** By `kind/name`, who that is; and the codes other tools have for it. */
const EVERYBODY: Readonly<Record<string, { readonly who: string; readonly peers: readonly string[] }>> = {
  "Group/system:authenticated": {
    who: "everybody with any credential of the cluster",
    peers: ["KSV-01011", "C-0265"],
  },
  "Group/system:masters": { who: "a group that no role can be taken from", peers: ["KSV-0123", "C-0246"] },
  "Group/system:unauthenticated": { who: "everybody who can reach the API server", peers: ["KSV-0122", "C-0262"] },
  "User/system:anonymous": { who: "everybody who can reach the API server", peers: ["KSV-0122", "C-0262"] },
};

export default defineRule({
  id: "k8s/no-anonymous-binding",
  title: "Do not bind roles to anonymous or everybody",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A request without credentials is `system:anonymous`, one with any is in `system:authenticated`: a role bound to them is for whoever reaches the API server, on managed clusters for the owner of any account with the provider. Rights of `system:masters` pass every check and can be taken back only by replacing the certificates.",
  remedy: "Bind the role to the users, groups or service accounts that need it.",
  peers: {
    trivy: ["KSV-0122", "KSV-0123", "KSV-01011"],
    kubescape: ["C-0262", "C-0265", "C-0246"],
  },
  compliance: ["CIS Kubernetes 5.1.7"],
  examples: {
    bad: [
      binding("ClusterRoleBinding", "view", "- kind: User\n  name: ⟦system:anonymous⟧\n"),
      {
        title: "Each of several",
        files: binding(
          "RoleBinding",
          "edit",
          "- {kind: Group, name: developers}\n- {kind: Group, name: ⟦system:unauthenticated⟧}\n- {kind: Group, name: ⟦system:authenticated⟧}\n",
        ),
      },
      {
        title: "A group above all roles",
        files: binding("ClusterRoleBinding", "cluster-admin", "- kind: Group\n  name: ⟦system:masters⟧\n"),
      },
    ],
    good: [
      binding("RoleBinding", "edit", "- kind: Group\n  name: developers\n"),
      {
        title: "What is meant for everybody",
        files: documents(
          binding("ClusterRoleBinding", "system:discovery", "- {kind: Group, name: system:authenticated}\n"),
          binding("ClusterRoleBinding", "system:public-info-viewer", "- {kind: Group, name: system:unauthenticated}\n"),
        ),
      },
      {
        title: "What kubeadm lets nodes read before they join",
        files: code`
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: "kubeadm:bootstrap-signer-clusterinfo", namespace: kube-public}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "kubeadm:bootstrap-signer-clusterinfo"}
          subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "system:anonymous"}]
        `,
      },
      {
        title: "The binding that every cluster has from the start",
        files: code`
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: cluster-admin}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
          subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:masters"}]
        `,
      },
      {
        title: "A role or a subject that a template decides",
        files: documents(
          binding("ClusterRoleBinding", "{{ .Values.role }}", "- {kind: Group, name: system:authenticated}\n"),
          binding("ClusterRoleBinding", "view", '- {kind: Group, name: "{{ .Values.group }}"}\n'),
        ),
      },
      {
        title: "A service account of that name is another thing",
        files: binding("RoleBinding", "view", "- {kind: ServiceAccount, name: anonymous, namespace: shop}\n"),
      },
    ],
  },

  *check({ objects }) {
    for (const object of objects) {
      const found = bindingOf(object);
      if (!found || isBuiltIn(found)) continue;
      for (const { kind, name } of found.subjects) {
        const everybody = EVERYBODY[`${known(kind)}/${known(name)}`];
        if (!name?.known || !everybody || isDefault(found, name.value)) continue;
        const message = `${objectTitle(object)} gives its role to ${name.value}, ${everybody.who}.`;
        yield { at: name, message, subject: object.address, peers: everybody.peers };
      }
    }
  },
});

/** Does Kubernetes or its installer make such a binding? */
function isBuiltIn({ object, roleName }: Binding): boolean {
  const role = known(roleName);
  if (role === undefined || FOR_EVERYBODY.has(role)) return true;
  return role === "kubeadm:bootstrap-signer-clusterinfo" && is(object.namespace, "kube-public");
}

/** Does every cluster give its role to this group from the start? */
const isDefault = ({ object, roleName }: Binding, group: string): boolean =>
  group === "system:masters" && is(roleName, "cluster-admin") && is(object.name, "cluster-admin");
