/** An apiVersion under which Kubernetes once served a kind. */
export interface RemovedApi {
  readonly apiVersion: string;
  readonly kind: string;
  /** The release that no longer serves it: `1.22`. */
  readonly removed: string;
  /** What serves the kind since. */
  readonly successor: string | undefined;
  /** The new name is all that changes; or only for objects that state their selector. */
  readonly renames: "always" | "with-selector" | "never";
}

/**
 * What the deprecation guide of Kubernetes lists, compared on 2026-11-21 with the lifecycles in the Go modules k8s.io/api
 * v0.24 and v0.37, apiextensions-apiserver and kube-aggregator v0.21, which all have but the ReplicaSet of apps/v1beta1;
 * of alpha versions those two that manifests still have:
 * apiVersion, release, successor, renames, kinds.
 */
const TABLE = `
admissionregistration.k8s.io/v1beta1 1.22 admissionregistration.k8s.io/v1 never MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 1.34 admissionregistration.k8s.io/v1 always ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
apiextensions.k8s.io/v1beta1 1.22 apiextensions.k8s.io/v1 never CustomResourceDefinition
apiregistration.k8s.io/v1beta1 1.22 apiregistration.k8s.io/v1 always APIService
apps/v1beta1 1.16 apps/v1 always ControllerRevision
apps/v1beta1 1.16 apps/v1 with-selector Deployment ReplicaSet StatefulSet
apps/v1beta2 1.16 apps/v1 always ControllerRevision
apps/v1beta2 1.16 apps/v1 with-selector DaemonSet Deployment ReplicaSet StatefulSet
authentication.k8s.io/v1beta1 1.22 authentication.k8s.io/v1 always TokenReview
authentication.k8s.io/v1beta1 1.33 authentication.k8s.io/v1 always SelfSubjectReview
authorization.k8s.io/v1beta1 1.22 authorization.k8s.io/v1 never LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
autoscaling/v2beta1 1.25 autoscaling/v2 never HorizontalPodAutoscaler
autoscaling/v2beta2 1.26 autoscaling/v2 always HorizontalPodAutoscaler
batch/v1beta1 1.25 batch/v1 always CronJob
batch/v2alpha1 1.21 batch/v1 always CronJob
certificates.k8s.io/v1beta1 1.22 certificates.k8s.io/v1 never CertificateSigningRequest
coordination.k8s.io/v1beta1 1.22 coordination.k8s.io/v1 always Lease
discovery.k8s.io/v1beta1 1.25 discovery.k8s.io/v1 never EndpointSlice
events.k8s.io/v1beta1 1.25 events.k8s.io/v1 never Event
extensions/v1beta1 1.16 apps/v1 with-selector DaemonSet Deployment ReplicaSet
extensions/v1beta1 1.16 networking.k8s.io/v1 always NetworkPolicy
extensions/v1beta1 1.16 - never PodSecurityPolicy
extensions/v1beta1 1.22 networking.k8s.io/v1 never Ingress
flowcontrol.apiserver.k8s.io/v1beta1 1.26 flowcontrol.apiserver.k8s.io/v1 never FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta2 1.29 flowcontrol.apiserver.k8s.io/v1 never FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta3 1.32 flowcontrol.apiserver.k8s.io/v1 never FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1beta1 1.22 networking.k8s.io/v1 never Ingress
networking.k8s.io/v1beta1 1.22 networking.k8s.io/v1 always IngressClass
networking.k8s.io/v1beta1 1.37 networking.k8s.io/v1 always IPAddress ServiceCIDR
node.k8s.io/v1beta1 1.25 node.k8s.io/v1 always RuntimeClass
policy/v1beta1 1.25 policy/v1 with-selector PodDisruptionBudget
policy/v1beta1 1.25 - never PodSecurityPolicy
rbac.authorization.k8s.io/v1beta1 1.22 rbac.authorization.k8s.io/v1 always ClusterRole ClusterRoleBinding Role RoleBinding
scheduling.k8s.io/v1beta1 1.22 scheduling.k8s.io/v1 always PriorityClass
settings.k8s.io/v1alpha1 1.20 - never PodPreset
storage.k8s.io/v1beta1 1.22 storage.k8s.io/v1 always CSIDriver CSINode StorageClass VolumeAttachment
storage.k8s.io/v1beta1 1.27 storage.k8s.io/v1 always CSIStorageCapacity
storage.k8s.io/v1beta1 1.37 storage.k8s.io/v1 always VolumeAttributesClass
`;

let rows: ReadonlyMap<string, RemovedApi> | undefined;

/** The row of a kind under an apiVersion, whenever it was removed; nothing where it still is served, or never was. */
export function removedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return table().get(`${apiVersion}/${kind}`);
}

/** Was any kind ever removed from this apiVersion? */
export const hasRemovals = (apiVersion: string): boolean =>
  [...table().values()].some((row) => row.apiVersion === apiVersion);

/** By apiVersion and kind; read when first asked for. */
function table(): ReadonlyMap<string, RemovedApi> {
  rows ??= new Map(readTable().map((row) => [`${row.apiVersion}/${row.kind}`, row]));
  return rows;
}

function readTable(): readonly RemovedApi[] {
  return TABLE.trim()
    .split("\n")
    .flatMap((line) => {
      const [apiVersion = "", removed = "", successor, renames, ...kinds] = line.split(" ");
      return kinds.map((kind) => ({
        apiVersion,
        kind,
        removed,
        successor: successor === "-" ? undefined : successor,
        renames: renames === "always" || renames === "with-selector" ? renames : "never",
      }));
    });
}

/** Is release `a` the same as `b` or older? Both as `1.22`; anything else is no release, and never older. */
export function isUpTo(a: string, b: string): boolean {
  const [, majorA, minorA] = RELEASE.exec(a) ?? [];
  const [, majorB, minorB] = RELEASE.exec(b) ?? [];
  if (majorA === undefined || majorB === undefined) return false;
  return Number(majorA) === Number(majorB) ? Number(minorA) <= Number(minorB) : Number(majorA) < Number(majorB);
}
const RELEASE = /^v?(\d{1,4})\.(\d{1,4})(?:[.+-]|$)/;
