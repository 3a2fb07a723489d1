import { expect, test } from "vitest";
import { labels, selects } from "../../../src/model/kubernetes/labels.ts";
import { isolationsOf } from "../../../src/model/kubernetes/network-policy.ts";
import { child } from "../../../src/model/tree.ts";
import { objectIn } from "../../support/kubernetes.ts";

const policy = (apiVersion: string, kind: string, spec: string) =>
  isolationsOf(
    objectIn(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a, namespace: ns}\nspec: {${spec}}\n`),
  );

test.each([
  ["", ["ingress"]],
  ["ingress: []", ["ingress"]],
  ["egress: []", ["egress", "ingress"]],
  ["policyTypes: [Egress]", ["egress"]],
  ["policyTypes: [Ingress, Egress]", ["egress", "ingress"]],
  ["policyTypes: []", []],
  ["policyTypes: ['{{ .Values.type }}']", ["egress", "ingress"]],
])("a NetworkPolicy with {%s} isolates for %j", (spec, expected) => {
  const [isolation] = policy("networking.k8s.io/v1", "NetworkPolicy", `podSelector: {}, ${spec}`);
  expect([...(isolation?.directions ?? [])].toSorted()).toEqual(expected);
});

const web = labels(
  child(objectIn("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nlabels: {app: web}\n").tree, "labels"),
);

test.each([
  ["matchLabels: {app: web}", true],
  ["matchLabels: {'k8s:app': web}", true],
  ["matchLabels: {'any:app': db}", false],
  ["matchLabels: {'k8s:io.kubernetes.pod.namespace': ns}", undefined],
  ["matchLabels: {'reserved:init': ''}", undefined],
  ["matchExpressions: [{key: 'k8s:app', operator: In, values: [web]}]", true],
])("an endpointSelector with {%s} selects the pod: %s", (selector, expected) => {
  const [isolation] = policy("cilium.io/v2", "CiliumNetworkPolicy", `endpointSelector: {${selector}}, ingress: [{}]`);
  expect(isolation?.selector && selects(isolation.selector, web)).toBe(expected);
});

test.each([
  ["cilium.io/v2", "CiliumNetworkPolicy", "endpointSelector: {}, ingressDeny: [{}]", ["ingress"]],
  ["cilium.io/v2", "CiliumClusterwideNetworkPolicy", "nodeSelector: {}, ingress: [{}]", undefined],
  ["projectcalico.org/v3", "GlobalNetworkPolicy", "selector: all()", ["egress", "ingress"]],
  ["policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", "priority: 1", ["egress", "ingress"]],
  ["example.com/v1", "NetworkPolicy", "podSelector: {}", undefined],
])("a %s %s with {%s} isolates for %j", (apiVersion, kind, spec, expected) => {
  const [isolation] = policy(apiVersion, kind, spec);
  expect(isolation && [...isolation.directions].toSorted()).toEqual(expected);
});

test("a policy for the cluster holds in every namespace", () => {
  const [own] = policy("cilium.io/v2", "CiliumNetworkPolicy", "endpointSelector: {}, ingress: []");
  const [wide] = policy("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "endpointSelector: {}, ingress: []");
  expect([own?.namespace?.known, wide?.namespace]).toEqual([true, undefined]);
});
