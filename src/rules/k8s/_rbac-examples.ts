import { indented } from "./_examples.ts";

/** A binding `team` of a ClusterRole; `subjects` is a YAML list that starts in column 0. */
export const binding = (kind: "ClusterRoleBinding" | "RoleBinding", role: string, subjects: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: team
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
${indented(subjects, 2)}`;

/** A role `team`; `rules` is a YAML list that starts in column 0. */
export const role = (kind: "ClusterRole" | "Role", rules: string, name = "team"): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${name}
rules:
${indented(rules, 2)}`;
