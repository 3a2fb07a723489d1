import { child, lacks } from "../tree.ts";
import { type Labels, labels, type Selector } from "./labels.ts";
import type { Workload } from "./workload.ts";

/** The labels a workload gives its pods. */
export function podLabels({ template }: Workload): Labels {
  const given = child(template, "metadata", "labels");
  return given ? labels(given) : { entries: [], isOpen: !lacks(template, "metadata", "labels") };
}

/** Labels that controllers add to the pods they make, so no template shows them. */
const ADDED: ReadonlySet<string> = new Set([
  "apps.kubernetes.io/pod-index",
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-completion-index",
  "batch.kubernetes.io/job-name",
  "controller-revision-hash",
  "controller-uid",
  "deploymentconfig",
  "gateway.networking.k8s.io/gateway-name",
  "job-name",
  "openshift.io/deployment-config.name",
  "pod-template-generation",
  "pod-template-hash",
  "rollouts-pod-template-hash",
  "serving.knative.dev/configuration",
  "serving.knative.dev/revision",
  "serving.knative.dev/service",
  "statefulset.kubernetes.io/pod-name",
]);

/** Does it ask for a label that only a controller knows? */
export const asksForAddedLabel = ({ matchLabels, matchExpressions }: Selector): boolean =>
  [...matchLabels.entries, ...matchExpressions].some(({ key }) => key !== undefined && ADDED.has(key));
