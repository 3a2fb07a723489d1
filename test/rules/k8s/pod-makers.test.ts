import { expect, test } from "vitest";
import { kubernetesFacts } from "../../../src/project/facts/kubernetes.ts";
import { podMakers } from "../../../src/rules/k8s/_pod-makers.ts";
import { objectsIn } from "../../support/kubernetes.ts";

const factsOf = (text: string) => kubernetesFacts({ kind: "kubernetes", path: "a.yaml", objects: objectsIn(text) });
const service = (namespace: string) =>
  factsOf(`apiVersion: v1\nkind: Service\nmetadata: {name: a${namespace}}\n`)[0] ?? expect.fail();

const mayMake = (apiVersion: string, kind: string, namespace = "", from = ""): boolean =>
  podMakers({ facts: factsOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: b${namespace}}\n`) })(
    service(from),
  );

test.each([
  ["monitoring.coreos.com/v1", "Prometheus", true],
  ["monitoring.coreos.com/v1", "ServiceMonitor", false],
  ["kafka.strimzi.io/v1beta2", "Kafka", true],
  ["argoproj.io/v1alpha1", "Application", true],
  ["cert-manager.io/v1", "Certificate", false],
  ["kind.x-k8s.io/v1alpha4", "Cluster", false],
  ["skaffold/v4", "Config", false],
  ["v1", "ConfigMap", false],
  ["apps/v1", "Deployment", false],
  ["apps.example.com/v1", "constructor", true],
  ["'{{ .Values.version }}'", "Thing", true],
])("%s %s may make pods of its own: %s", (apiVersion, kind, expected) => {
  expect(mayMake(apiVersion, kind)).toBe(expected);
});

test("it makes them in its namespace", () => {
  const make = (namespace: string, from: string) => mayMake("kafka.strimzi.io/v1beta2", "Kafka", namespace, from);
  expect(make(", namespace: x", ", namespace: y")).toBe(false);
  expect(make(", namespace: x", ", namespace: x")).toBe(true);
  expect(make(", namespace: x", "")).toBe(true);
  expect(make("", ", namespace: x")).toBe(true);
});
