import { expect, test } from "vitest";
import { kubernetesObjects } from "../../../src/model/kubernetes/build.ts";
import { probeNumber, probesOf } from "../../../src/model/kubernetes/probe.ts";
import { amount, amountsOf, givesDefault } from "../../../src/model/kubernetes/resources.ts";
import { fenceposts, podShare, podsOf, replicasOf } from "../../../src/model/kubernetes/rollout.ts";
import { child, type Node } from "../../../src/model/tree.ts";
import { known } from "../../../src/model/value.ts";
import { compose } from "../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../src/parsers/syntax/yaml/documents.ts";

function tree(text: string): Node {
  const [document] = documents(text);
  const node = document && compose(text, document).tree;
  if (!node) throw new Error(`no document in ${text}`);
  return node;
}
const value = (text: string): Node | undefined => child(tree(`{a: ${text}}`), "a");

test.each([
  ["3", { pods: 3 }],
  ["0x10", { pods: 16 }],
  ["25%", { percent: 25 }],
  ['"100%"', { percent: 100 }],
  ['"3"', undefined],
  ["1.5", undefined],
  ["few", undefined],
  ["null", undefined],
])("%s is a share of pods: %j", (text, share) => {
  expect(known(podShare(value(text)))).toEqual(share);
});

test("a share is rounded as it is used", () => {
  expect(podsOf({ percent: 50 }, 3, "up")).toBe(2);
  expect(podsOf({ percent: 50 }, 3, "down")).toBe(1);
  expect(podsOf({ pods: 7 }, 3, "up")).toBe(7);
});

test.each([
  ["{}", 4, { unavailable: 1, surge: 1 }],
  ["{}", 1, { unavailable: 0, surge: 1 }],
  ["{maxUnavailable: 50%, maxSurge: 0}", 3, { unavailable: 1, surge: 0 }],
  ["{maxSurge: 0}", 1, { unavailable: 1, surge: 0 }],
  ["{maxUnavailable: 0, maxSurge: 0%}", 5, { unavailable: 1, surge: 0 }],
  ["{maxUnavailable: many}", 5, undefined],
])("%s of %i replicas lets %j", (text, replicas, posts) => {
  expect(fenceposts(value(text), replicas)).toEqual(posts);
});

test.each([
  ["{}", 1],
  ["{replicas: null}", 1],
  ["{replicas: 0}", 0],
  ["{replicas: 1_0}", 10],
  ['{replicas: "3"}', undefined],
])("a spec of %s runs %s pods", (spec, replicas) => {
  const [object] = kubernetesObjects(tree(`{apiVersion: apps/v1, kind: Deployment, spec: ${spec}}`));
  expect(object && replicasOf(object)).toBe(replicas);
});

test.each([
  ["512Mi", 512 * 2 ** 20],
  ["1e3", 1000],
  ["0x10", 16],
  ["1_000", 1000],
  ['" 1Gi "', 2 ** 30],
  ["100m", 0.1],
  ["64MB", undefined],
  ["true", undefined],
])("%s is an amount of %s", (text, size) => {
  expect(amount(value(text))).toBe(size);
});

test("an amount whose resource is decided elsewhere is none", () => {
  const found = amountsOf(tree("limits: { $(DEVICE): 1, cpu: 2 }"), "limits");
  expect(found.map(({ resource }) => resource)).toEqual(["cpu"]);
});

test.each([
  ["defaultRequest", true, false],
  ["default", true, true],
  ["max", true, true],
  ["min", true, false],
  ["maxLimitRequestRatio", false, false],
])("%s gives a request: %s, a limit: %s", (key, request, limit) => {
  const [range] = kubernetesObjects(
    tree(`{apiVersion: v1, kind: LimitRange, spec: {limits: [{type: Container, ${key}: {cpu: 1}}]}}`),
  );
  expect(range && givesDefault(range, "cpu", "requests")).toBe(request);
  expect(range && givesDefault(range, "cpu", "limits")).toBe(limit);
  expect(range && givesDefault(range, "memory", "requests")).toBe(false);
});

test("a limit of all pods together gives containers none", () => {
  const [range] = kubernetesObjects(
    tree("{apiVersion: v1, kind: LimitRange, spec: {limits: [{type: Pod, max: {cpu: 1}}]}}"),
  );
  expect(range && givesDefault(range, "cpu", "limits")).toBe(false);
});

test("probes are those that say what they ask, in the order it is written", () => {
  const [object] = kubernetesObjects(
    tree(
      "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, livenessProbe: {tcpSocket: {port: 1}, exec: {}, httpGet: null, periodSeconds: 0}, readinessProbe: null}]}}",
    ),
  );
  const [container] = object?.workload?.containers ?? [];
  const [probe, ...others] = container ? probesOf(container) : [];
  expect(others).toEqual([]);
  expect(probe?.handlers.map(({ kind }) => kind)).toEqual(["tcpSocket", "exec"]);
  expect(probe && probeNumber(probe, "periodSeconds")).toBe(10);
  expect(probe && probeNumber(probe, "failureThreshold")).toBe(3);
});
