import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import { isBuiltIn } from "../../model/kubernetes/names.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import type { KubernetesUnit } from "../../project/kubernetes.ts";

/** Groups of custom resources that make no pods but by the kinds named here. Those of groups not listed may. */
const KINDS_THAT_MAKE_PODS: Readonly<Record<string, readonly string[]>> = {
  "acme.cert-manager.io": [],
  "argoproj.io": [
    "Application",
    "ApplicationSet",
    "ArgoCD",
    "ClusterWorkflowTemplate",
    "CronWorkflow",
    "EventBus",
    "EventSource",
    "Sensor",
    "Workflow",
    "WorkflowTemplate",
  ],
  "autoscaling.k8s.io": [],
  "bitnami.com": [],
  "cert-manager.io": [],
  "cilium.io": [],
  "cloud.google.com": [],
  "crd.projectcalico.org": [],
  "ctlptl.dev": [],
  "eksctl.io": [],
  "elbv2.k8s.aws": [],
  "external-secrets.io": [],
  "gateway.networking.k8s.io": [],
  "k3d.io": [],
  "keda.sh": ["ScaledJob"],
  "kind.x-k8s.io": [],
  "kubeadm.k8s.io": [],
  "kubelet.config.k8s.io": [],
  "kyverno.io": [],
  "monitoring.coreos.com": ["Alertmanager", "Prometheus", "PrometheusAgent", "ThanosRuler"],
  "networking.gke.io": [],
  "networking.istio.io": [],
  "notification.toolkit.fluxcd.io": [],
  "policy.linkerd.io": [],
  "policy.networking.k8s.io": [],
  "projectcalico.org": [],
  "route.openshift.io": [],
  "secrets-store.csi.x-k8s.io": [],
  "security.istio.io": [],
  "security.openshift.io": [],
  "snapshot.storage.k8s.io": [],
  "source.toolkit.fluxcd.io": [],
  "telemetry.istio.io": [],
  "templates.gatekeeper.sh": [],
  "traefik.containo.us": [],
  "traefik.io": [],
};

/** Could a custom resource of the unit make pods in the namespace of another object? Their labels are its operator's to choose. */
export function podMakers({ facts }: Pick<KubernetesUnit, "facts">): (from: KubernetesFact) => boolean {
  const makers = facts.filter(mayMakePods).map(({ object }) => known(object.namespace));
  const namespaces = new Set(makers);
  return ({ object: { namespace } }) =>
    namespaces.has(undefined) || (namespace?.known ? namespaces.has(namespace.value) : namespaces.size > 0);
}

function mayMakePods({ object }: KubernetesFact): boolean {
  const [kind, group] = [kindOf(object), groupOf(object)];
  if (kind === undefined || group === undefined) return true;
  if (isBuiltIn(object) || object.workload?.isBuiltIn || !group.includes(".")) return false;
  const makers = Object.hasOwn(KINDS_THAT_MAKE_PODS, group) ? KINDS_THAT_MAKE_PODS[group] : undefined;
  return makers === undefined || makers.includes(kind);
}
