import { hasRemovals } from "./removed-apis.ts";

/**
 * The release that first had a field of Kubernetes' own types, in alpha or later, of the last few years: kubernetes.io/docs
 * and the changelogs, read 2026-11. What is not here is older, or nobody looked.
 */
const FIELDS: Readonly<Record<string, string>> = {
  "V1Container.resizePolicy": "1.27",
  "V1Container.restartPolicy": "1.28",
  "V1Container.restartPolicyRules": "1.34",
  "V1CronJobSpec.timeZone": "1.24",
  "V1EnvVarSource.fileKeyRef": "1.34",
  "V1JobSpec.backoffLimitPerIndex": "1.28",
  "V1JobSpec.completionMode": "1.21",
  "V1JobSpec.managedBy": "1.30",
  "V1JobSpec.maxFailedIndexes": "1.28",
  "V1JobSpec.podFailurePolicy": "1.25",
  "V1JobSpec.podReplacementPolicy": "1.28",
  "V1JobSpec.successPolicy": "1.30",
  "V1JobSpec.suspend": "1.21",
  "V1Lifecycle.stopSignal": "1.33",
  "V1LifecycleHandler.sleep": "1.29",
  "V1MutatingWebhook.matchConditions": "1.27",
  "V1PersistentVolumeClaimSpec.volumeAttributesClassName": "1.29",
  "V1PodAffinityTerm.matchLabelKeys": "1.29",
  "V1PodAffinityTerm.mismatchLabelKeys": "1.29",
  "V1PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": "1.26",
  "V1PodSecurityContext.appArmorProfile": "1.30",
  "V1PodSecurityContext.seLinuxChangePolicy": "1.32",
  "V1PodSecurityContext.supplementalGroupsPolicy": "1.31",
  "V1PodSpec.hostUsers": "1.25",
  "V1PodSpec.hostnameOverride": "1.34",
  "V1PodSpec.resourceClaims": "1.26",
  "V1PodSpec.resources": "1.32",
  "V1PodSpec.schedulingGates": "1.26",
  "V1Probe.grpc": "1.23",
  "V1SecurityContext.appArmorProfile": "1.30",
  "V1ServiceSpec.trafficDistribution": "1.30",
  "V1StatefulSetSpec.ordinals": "1.26",
  "V1StatefulSetSpec.persistentVolumeClaimRetentionPolicy": "1.23",
  "V1TopologySpreadConstraint.matchLabelKeys": "1.25",
  "V1TopologySpreadConstraint.minDomains": "1.24",
  "V1TopologySpreadConstraint.nodeAffinityPolicy": "1.25",
  "V1TopologySpreadConstraint.nodeTaintsPolicy": "1.25",
  "V1ValidatingWebhook.matchConditions": "1.27",
  "V1Volume.image": "1.31",
  "V1VolumeMount.recursiveReadOnly": "1.30",
  "V1VolumeProjection.clusterTrustBundle": "1.29",
  "V1VolumeProjection.podCertificate": "1.34",
  "V2HPAScalingRules.tolerance": "1.33",
};

/** The release that brought a field such as `V1PodSpec.hostUsers`; nothing where the table does not say. */
export const fieldSince = (field: string): string | undefined =>
  Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;

/** The same of apiVersions: apiVersion, the release that first served it, kinds. */
const KINDS = `
admissionregistration.k8s.io/v1 1.30 ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1alpha1 1.32 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 1.34 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
autoscaling/v2 1.23 HorizontalPodAutoscaler
batch/v1 1.21 CronJob
certificates.k8s.io/v1 1.19 CertificateSigningRequest
certificates.k8s.io/v1alpha1 1.27 ClusterTrustBundle
certificates.k8s.io/v1alpha1 1.34 PodCertificateRequest
certificates.k8s.io/v1beta1 1.33 ClusterTrustBundle
coordination.k8s.io/v1alpha2 1.32 LeaseCandidate
coordination.k8s.io/v1beta1 1.33 LeaseCandidate
discovery.k8s.io/v1 1.21 EndpointSlice
events.k8s.io/v1 1.19 Event
flowcontrol.apiserver.k8s.io/v1 1.29 FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1 1.19 Ingress IngressClass
networking.k8s.io/v1 1.33 IPAddress ServiceCIDR
networking.k8s.io/v1beta1 1.31 IPAddress ServiceCIDR
node.k8s.io/v1 1.20 RuntimeClass
policy/v1 1.21 PodDisruptionBudget
resource.k8s.io/v1 1.34 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1alpha3 1.33 DeviceTaintRule
resource.k8s.io/v1beta1 1.32 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta2 1.33 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
storage.k8s.io/v1 1.24 CSIStorageCapacity
storage.k8s.io/v1 1.34 VolumeAttributesClass
storage.k8s.io/v1alpha1 1.29 VolumeAttributesClass
storage.k8s.io/v1beta1 1.31 VolumeAttributesClass
`;

let kinds: ReadonlyMap<string, string> | undefined;

/** The release that first served a kind under an apiVersion; nothing where the table does not say. */
export function kindSince(apiVersion: string, kind: string): string | undefined {
  kinds ??= new Map(
    KINDS.trim()
      .split("\n")
      .flatMap((line) => {
        const [version = "", since = "", ...names] = line.split(" ");
        return names.map((name) => [`${version}/${name}`, since] as const);
      }),
  );
  return kinds.get(`${apiVersion}/${kind}`);
}

/** Versions of groups of Kubernetes that once were and that neither the types nor the table of removed APIs have. */
const FORGOTTEN: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io/v1alpha1",
  "apiregistration.k8s.io/v1alpha1",
  "apps/v1alpha1",
  "authentication.k8s.io/v1alpha1",
  "autoscaling/v2alpha1",
  "batch/v2alpha1",
  "certificates.k8s.io/v1alpha1",
  "coordination.k8s.io/v1alpha1",
  "discovery.k8s.io/v1alpha1",
  "flowcontrol.apiserver.k8s.io/v1alpha1",
  "networking.k8s.io/v1alpha1",
  "node.k8s.io/v1alpha1",
  "policy/v1alpha1",
  "rbac.authorization.k8s.io/v1alpha1",
  "resource.k8s.io/v1alpha1",
  "resource.k8s.io/v1alpha2",
  "scheduling.k8s.io/v1alpha1",
  "storage.k8s.io/v1alpha1",
]);

/** Did Kubernetes once serve this version of one of its groups, and does no longer? */
export const isForgotten = (apiVersion: string): boolean => FORGOTTEN.has(apiVersion) || hasRemovals(apiVersion);
