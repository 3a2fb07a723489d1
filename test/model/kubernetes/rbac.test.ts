import { expect, test } from "vitest";
import { accountOf, accountsIn, bindingOf, roleOf } from "../../../src/model/kubernetes/rbac.ts";
import { known } from "../../../src/model/value.ts";
import { objectIn } from "../../support/kubernetes.ts";

const rbac = (kind: string, rest: string) =>
  objectIn(`apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: a}\n${rest}`);

test("a role lists what it allows", () => {
  const role = roleOf(rbac("Role", "rules: [{apiGroups: ['', apps], resources: [pods], verbs: [get, '{{ .x }}']}]\n"));
  const [rule] = role?.rules ?? [];
  expect(rule?.apiGroups.map(known)).toEqual(["", "apps"]);
  expect(rule?.verbs.map(known)).toEqual(["get", undefined]);
  expect(role?.isAggregated).toBe(false);
});

test.each([
  ["Role", "v1"],
  ["Pod", "rbac.authorization.k8s.io/v1"],
])("a %s of %s is neither a role nor a binding", (kind, apiVersion) => {
  const object = objectIn(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n`);
  expect([roleOf(object), bindingOf(object)]).toEqual([undefined, undefined]);
});

test.each([
  ["", true],
  ["subjects:\n", true],
  ["subjects: []\n", true],
  ["subjects: [{kind: Group, name: a}]\n", false],
  ["subjects:\n  {{- toYaml .Values.subjects | nindent 2 }}\n", false],
])("a binding with %j is for nobody: %s", (subjects, expected) => {
  expect(bindingOf(rbac("RoleBinding", `roleRef: {kind: Role, name: a}\n${subjects}`))?.isEmpty).toBe(expected);
});

test("service accounts are bound as such, or as the users they are", () => {
  const binding = bindingOf(
    rbac(
      "RoleBinding",
      "subjects: [{kind: ServiceAccount, name: a}, {kind: User, name: 'system:serviceaccount:ns:b'}, {kind: User, name: c}, {kind: Group, name: d}]\n",
    ),
  );
  const accounts = binding ? accountsIn(binding) : [];
  expect(accounts.map(({ name, namespace }) => [known(name), known(namespace)])).toEqual([
    ["a", undefined],
    ["b", "ns"],
  ]);
});

test.each([
  ["", "default"],
  ["serviceAccountName: web", "web"],
  ["serviceAccount: web", "web"],
  ["serviceAccountName: web, serviceAccount: old", "web"],
  ["serviceAccountName: ''", "default"],
  ["serviceAccountName: '{{ .Values.a }}'", undefined],
  ["serviceAccountName: '${A}'", undefined],
])("a pod with {%s} runs as %s", (spec, expected) => {
  const { workload } = objectIn(`apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {${spec}}\n`);
  expect(workload && known(accountOf(workload))).toBe(expected);
});
