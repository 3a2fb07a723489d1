import { DNS_LABEL } from "../../model/kubernetes/names.ts";
import { DATA_KEY, PERCENT } from "../../model/kubernetes/text-forms.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { child, isUnknown, lacks, mayHoldMore, type Node } from "../../model/tree.ts";
import {
  distinct,
  filled,
  formed,
  isEmpty,
  type Judge,
  keyed,
  labels,
  needs,
  number,
  onlyWith,
  stated,
  within,
} from "./_object-judges.ts";
import { NETWORK_ROWS } from "./_object-network-rows.ts";
import { claim, requirement } from "./_object-pod-rows.ts";
import { type Row, row } from "./_object-row.ts";

const NATURAL = { least: 0, most: Number.POSITIVE_INFINITY };
const AT_LEAST_ONE = { least: 1, most: Number.POSITIVE_INFINITY };

const roleRule: Judge = function* ({ node, who, anchor, hasBranches }) {
  if (mayHoldMore(node)) return;
  if (isEmpty(node, "nonResourceURLs")) {
    yield* needs("apiGroups")({ node, who, anchor, hasBranches });
    yield* needs("resources")({ node, who, anchor, hasBranches });
  }
  yield* filled("verbs")({ node, who, anchor, hasBranches });
};

const noPaths: Judge = ({ node, who }) => {
  const at = keyOf(node, "nonResourceURLs");
  if (!at || isEmpty(node, "nonResourceURLs")) return [];
  return [{ at, message: `${who} has nonResourceURLs, which only a ClusterRole takes.` }];
};

const subjectHome: Judge = ({ node, who, anchor }) => {
  if (stated(node, "kind") !== "ServiceAccount" || !isEmpty(node, "namespace")) return [];
  return [{ at: anchor, message: `${who} is a ServiceAccount, and has no namespace.`, missing: "namespace" }];
};

const replicas: Judge = ({ node, who }) => {
  const [least, most, at] = [number(node, "minReplicas"), number(node, "maxReplicas"), child(node, "maxReplicas")];
  if (!at || most === undefined || least === undefined || most >= least || most < 1) return [];
  return [{ at, message: `${who} has the maxReplicas ${most}, and a minReplicas of ${least}.` }];
};

/** By the type of a metric, the key that says more of it. */
const SOURCES: Readonly<Record<string, string>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};
const metric: Judge = ({ node, who, anchor }) => {
  const type = stated(node, "type") ?? "";
  const key = Object.hasOwn(SOURCES, type) ? SOURCES[type] : undefined;
  if (key === undefined || !lacks(node, key)) return [];
  return [{ at: anchor, message: `${who} has the type ${type}, and no ${key}.`, missing: key }];
};

const completions: Judge = ({ node, who, anchor }) => {
  if (stated(node, "completionMode") !== "Indexed" || !lacks(node, "completions")) return [];
  return [{ at: anchor, message: `${who} is Indexed, and has no completions.`, missing: "completions" }];
};

const failedIndexes: Judge = ({ node, who }) => {
  const at = keyOf(node, "maxFailedIndexes");
  if (!at || lacks(node, "maxFailedIndexes") || !lacks(node, "backoffLimitPerIndex")) return [];
  return [
    { at, message: `${who} has maxFailedIndexes, and no backoffLimitPerIndex.`, missing: "backoffLimitPerIndex" },
  ];
};

/** A rollout must get more time than that for which a pod must be ready. */
const progress: Judge = ({ node, who }) => {
  const at = keyOf(node, "minReadySeconds");
  const deadline = lacks(node, "progressDeadlineSeconds") ? 600 : number(node, "progressDeadlineSeconds");
  const ready = number(node, "minReadySeconds");
  if (!at || deadline === undefined || ready === undefined || deadline > ready) return [];
  return [
    {
      at,
      message: `${who} has a minReadySeconds of ${ready}, and only ${deadline} seconds of progressDeadlineSeconds.`,
    },
  ];
};

/** Keys of the data a Secret of a type must have, in `data` or `stringData`. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};
const secretKeys: Judge = function* ({ node, who, anchor }) {
  const type = stated(node, "type") ?? "";
  for (const key of Object.hasOwn(SECRET_KEYS, type) ? (SECRET_KEYS[type] ?? []) : []) {
    if (!isWithout(child(node, "data"), key) || !isWithout(child(node, "stringData"), key)) continue;
    if (mayHoldMore(node)) continue;
    yield {
      at: keyOf(node, "type") ?? anchor,
      message: `${who} has no ${key}, which its type asks for.`,
      missing: key,
    };
  }
};
const isWithout = (data: Node | undefined, key: string): boolean =>
  !data || (!isUnknown(data) && !mayHoldMore(data) && keyOf(data, key) === undefined);

/** With what each is when it is not written. */
const bothNone =
  (surge: string, unavailable: string): Judge =>
  ({ node, who, anchor }) => {
    const both = [stated(node, "maxSurge", surge), stated(node, "maxUnavailable", unavailable)];
    if (!both.every((text) => text !== undefined && /^0%?$/.test(text))) return [];
    return [{ at: anchor, message: `${who} lets Kubernetes neither add a pod nor take one away.` }];
  };

const counts = (...keys: readonly string[]): readonly Row[] => keys.map((key) => row(`spec.${key}`, within(NATURAL)));

const share = (path: string): readonly Row[] =>
  ["maxSurge", "maxUnavailable"].map((key) => row(`${path}.${key}`, formed(PERCENT)));

const jobRows = (spec: string): readonly Row[] => [
  row(spec, completions),
  ...["activeDeadlineSeconds", "backoffLimit", "completions", "parallelism", "ttlSecondsAfterFinished"].map((key) =>
    row(`${spec}.${key}`, within(NATURAL)),
  ),
  row(spec, failedIndexes),
  row(`${spec}.podFailurePolicy.rules[]`, needs("onExitCodes", "onPodConditions")),
  row(spec, onlyWith("backoffLimitPerIndex", "completionMode", ["Indexed"], "NonIndexed")),
  row(`${spec}.podFailurePolicy.rules[].onExitCodes`, filled("values")),
];

const selector: readonly Row[] = [
  row("spec.selector.matchLabels", labels),
  row("spec.selector.matchExpressions[]", requirement),
];

const role: readonly Row[] = [row("rules[]", roleRule), row("aggregationRule", needs("clusterRoleSelectors"))];

const binding: readonly Row[] = [row("subjects[]", filled("name")), row("roleRef", filled("name"))];

/** By apiVersion and kind. */
export const OBJECT_ROWS: Readonly<Record<string, readonly Row[]>> = {
  ...NETWORK_ROWS,
  "apps/v1 DaemonSet": [
    ...selector,
    ...share("spec.updateStrategy.rollingUpdate"),
    row("spec.updateStrategy.rollingUpdate", bothNone("0", "1")),
    ...counts("minReadySeconds"),
  ],
  "apps/v1 Deployment": [
    ...selector,
    ...share("spec.strategy.rollingUpdate"),
    row("spec.strategy.rollingUpdate", bothNone("25%", "25%")),
    row("spec", progress),
    ...counts("minReadySeconds", "replicas"),
  ],
  "apps/v1 ReplicaSet": selector,
  "apps/v1 StatefulSet": [
    ...selector,
    row("spec.serviceName", formed(DNS_LABEL)),
    row("spec.updateStrategy.rollingUpdate.maxUnavailable", formed(PERCENT)),
    ...counts("minReadySeconds", "replicas"),
    ...claim("spec.volumeClaimTemplates[].spec"),
    row("spec.volumeClaimTemplates[].metadata.name", formed(DNS_LABEL)),
  ],
  "autoscaling/v2 HorizontalPodAutoscaler": [
    row("spec", replicas),
    ...counts("minReplicas"),
    row("spec.maxReplicas", within(AT_LEAST_ONE)),
    row("spec.behavior.scaleDown", filled("policies")),
    row("spec.behavior.scaleUp", filled("policies")),
    row("spec.metrics[].pods.target", needs("averageValue")),
    row("spec.metrics[].external.target", needs("averageValue", "value")),
    row("spec.metrics[].resource.target", needs("averageUtilization", "averageValue")),
    row("spec.metrics[].containerResource.target", needs("averageUtilization", "averageValue")),
    row("spec.scaleTargetRef", filled("name")),
    row("spec.metrics[]", metric),
    row("spec.metrics[].resource.target.averageUtilization", within(AT_LEAST_ONE)),
    row("spec.metrics[].containerResource.target.averageUtilization", within(AT_LEAST_ONE)),
    row("spec.behavior.scaleDown.stabilizationWindowSeconds", within({ least: 0, most: 3600 })),
    row("spec.behavior.scaleUp.stabilizationWindowSeconds", within({ least: 0, most: 3600 })),
    row("spec.behavior.scaleDown.policies[].periodSeconds", within({ least: 1, most: 1800 })),
    row("spec.behavior.scaleUp.policies[].periodSeconds", within({ least: 1, most: 1800 })),
  ],
  "batch/v1 CronJob": [
    ...jobRows("spec.jobTemplate.spec"),
    ...counts("failedJobsHistoryLimit", "startingDeadlineSeconds", "successfulJobsHistoryLimit"),
  ],
  "batch/v1 Job": jobRows("spec"),
  "policy/v1 PodDisruptionBudget": [
    ...selector,
    row("spec.minAvailable", formed(PERCENT)),
    row("spec.maxUnavailable", formed(PERCENT)),
  ],
  "rbac.authorization.k8s.io/v1 ClusterRole": role,
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": [...binding, row("subjects[]", subjectHome)],
  "rbac.authorization.k8s.io/v1 Role": [...role, row("rules[]", noPaths)],
  "rbac.authorization.k8s.io/v1 RoleBinding": binding,
  "v1 ConfigMap": [row("data", keyed(DATA_KEY)), row("binaryData", keyed(DATA_KEY))],
  "v1 LimitRange": [row("spec.limits", distinct("type"))],
  "v1 PersistentVolumeClaim": claim("spec"),
  "v1 Secret": [row("data", keyed(DATA_KEY)), row("stringData", keyed(DATA_KEY)), row("", secretKeys)],
};
