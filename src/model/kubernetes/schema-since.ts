import { hasRemovals } from "./removed-apis.ts";

/**
 * The releases that brought fields of Kubernetes' own types, in alpha or later, from 1.20 on: a comparison of the structs in
 * the Go modules k8s.io/api v0.17, v0.19 and v0.20 to v0.37, one patch release of each, 2026-11-21. Type, release, fields;
 * what came with its type is left out, and so is the status of objects. The table of types ends with 1.34, and rows after
 * that are of fields that it does not have.
 */
const FIELDS = `
CoreV1ResourceClaim 1.31 request
V1CSIDriverSpec 1.20 requiresRepublish tokenRequests
V1CSIDriverSpec 1.25 seLinuxMount
V1CSIDriverSpec 1.33 nodeAllocatableUpdatePeriodSeconds
V1CSIDriverSpec 1.35 serviceAccountTokenInSecrets
V1CSIDriverSpec 1.36 preventPodSchedulingIfMissing
V1CSIPersistentVolumeSource 1.25 nodeExpandSecretRef
V1CertificateSigningRequestSpec 1.22 expirationSeconds
V1ClusterTrustBundleProjection 1.37 user
V1ConfigMapVolumeSource 1.37 defaultUser
V1Container 1.27 resizePolicy
V1Container 1.28 restartPolicy
V1Container 1.34 restartPolicyRules
V1CronJobSpec 1.24 timeZone
V1Device 1.36 nodeAllocatableResourceMappings
V1Device 1.37 nodeAllocatableResources
V1DeviceAttribute 1.36 bools ints strings versions
V1DeviceCounterConsumption 1.37 compatibilityGroups
V1DeviceSubRequest 1.37 derivedAttributes
V1DownwardAPIVolumeFile 1.37 user
V1DownwardAPIVolumeSource 1.37 defaultUser
V1EmptyDirVolumeSource 1.37 mode
V1EndpointHints 1.33 forNodes
V1EnvVarSource 1.34 fileKeyRef
V1EphemeralContainer 1.27 resizePolicy
V1EphemeralContainer 1.28 restartPolicy
V1EphemeralContainer 1.34 restartPolicyRules
V1ExactDeviceRequest 1.37 derivedAttributes
V1GRPCAction 1.37 mode
V1HTTPGetAction 1.37 protocol
V1JobSpec 1.21 completionMode suspend
V1JobSpec 1.25 podFailurePolicy
V1JobSpec 1.28 backoffLimitPerIndex maxFailedIndexes podReplacementPolicy
V1JobSpec 1.30 managedBy successPolicy
V1JobSpec 1.37 scheduling
V1KeyToPath 1.37 user
V1LeaseSpec 1.31 preferredHolder strategy
V1Lifecycle 1.33 stopSignal
V1LifecycleHandler 1.29 sleep
V1MutatingWebhook 1.27 matchConditions
V1NetworkPolicyPort 1.21 endPort
V1NodeSpec 1.37 podPreemptionPolicy
V1PersistentVolumeClaimSpec 1.22 dataSourceRef
V1PersistentVolumeClaimSpec 1.29 volumeAttributesClassName
V1PersistentVolumeClaimStatus 1.23 allocatedResources
V1PersistentVolumeClaimStatus 1.28 allocatedResourceStatuses
V1PersistentVolumeClaimStatus 1.29 currentVolumeAttributesClassName modifyVolumeStatus
V1PersistentVolumeClaimStatus 1.37 healthStatus
V1PersistentVolumeSpec 1.29 volumeAttributesClassName
V1PodAffinityTerm 1.21 namespaceSelector
V1PodAffinityTerm 1.29 matchLabelKeys mismatchLabelKeys
V1PodCertificateProjection 1.35 userAnnotations
V1PodCertificateProjection 1.37 user
V1PodDisruptionBudgetSpec 1.26 unhealthyPodEvictionPolicy
V1PodResourceClaim 1.31 resourceClaimName resourceClaimTemplateName
V1PodSecurityContext 1.30 appArmorProfile
V1PodSecurityContext 1.31 supplementalGroupsPolicy
V1PodSecurityContext 1.32 seLinuxChangePolicy
V1PodSpec 1.23 os
V1PodSpec 1.25 hostUsers
V1PodSpec 1.26 resourceClaims schedulingGates
V1PodSpec 1.32 resources
V1PodSpec 1.34 hostnameOverride
V1PodSpec 1.35 workloadRef
V1PodSpec 1.36 schedulingGroup
V1PodSpec 1.37 evictionResponders
V1Probe 1.21 terminationGracePeriodSeconds
V1Probe 1.23 grpc
V1ProjectedVolumeSource 1.37 defaultUser
V1ResourceAttributes 1.31 fieldSelector labelSelector
V1ResourceRequirements 1.26 claims
V1ResourceSliceSpec 1.37 partitionTypeAttribute skipNodeOperations
V1RollingUpdateDaemonSet 1.21 maxSurge
V1RollingUpdateStatefulSetStrategy 1.24 maxUnavailable
V1SecretVolumeSource 1.37 defaultUser
V1SecurityContext 1.30 appArmorProfile
V1ServiceAccountTokenProjection 1.37 user
V1ServiceSpec 1.20 allocateLoadBalancerNodePorts clusterIPs ipFamilies ipFamilyPolicy
V1ServiceSpec 1.21 internalTrafficPolicy loadBalancerClass
V1ServiceSpec 1.30 trafficDistribution
V1StatefulSetSpec 1.22 minReadySeconds
V1StatefulSetSpec 1.23 persistentVolumeClaimRetentionPolicy
V1StatefulSetSpec 1.26 ordinals
V1TopologySpreadConstraint 1.24 minDomains
V1TopologySpreadConstraint 1.25 matchLabelKeys nodeAffinityPolicy nodeTaintsPolicy
V1ValidatingWebhook 1.27 matchConditions
V1Volume 1.31 image
V1VolumeMount 1.30 recursiveReadOnly
V1VolumeMount 1.37 bindMountOptions
V1VolumeProjection 1.29 clusterTrustBundle
V1VolumeProjection 1.34 podCertificate
V1WindowsSecurityContextOptions 1.22 hostProcess
V1alpha1ParamRef 1.28 parameterNotFoundAction selector
V1beta1BasicDevice 1.33 allNodes consumesCounters nodeName nodeSelector taints
V1beta1BasicDevice 1.34 allowMultipleAllocations bindingConditions bindingFailureConditions bindsToNode
V1beta1BasicDevice 1.36 nodeAllocatableResourceMappings
V1beta1BasicDevice 1.37 nodeAllocatableResources
V1beta1DeviceAttribute 1.36 bools ints strings versions
V1beta1DeviceCapacity 1.34 requestPolicy
V1beta1DeviceClassSpec 1.34 extendedResourceName
V1beta1DeviceConstraint 1.34 distinctAttribute
V1beta1DeviceCounterConsumption 1.37 compatibilityGroups
V1beta1DeviceRequest 1.33 firstAvailable tolerations
V1beta1DeviceRequest 1.34 capacity
V1beta1DeviceRequest 1.37 derivedAttributes
V1beta1DeviceSubRequest 1.34 capacity
V1beta1DeviceSubRequest 1.37 derivedAttributes
V1beta1ResourceSliceSpec 1.33 perDeviceNodeSelection sharedCounters
V1beta1ResourceSliceSpec 1.37 partitionTypeAttribute skipNodeOperations
V1beta2Device 1.34 allowMultipleAllocations bindingConditions bindingFailureConditions bindsToNode
V1beta2Device 1.36 nodeAllocatableResourceMappings
V1beta2Device 1.37 nodeAllocatableResources
V1beta2DeviceAttribute 1.36 bools ints strings versions
V1beta2DeviceCapacity 1.34 requestPolicy
V1beta2DeviceClassSpec 1.34 extendedResourceName
V1beta2DeviceConstraint 1.34 distinctAttribute
V1beta2DeviceCounterConsumption 1.37 compatibilityGroups
V1beta2DeviceSubRequest 1.34 capacity
V1beta2DeviceSubRequest 1.37 derivedAttributes
V1beta2ExactDeviceRequest 1.34 capacity
V1beta2ExactDeviceRequest 1.37 derivedAttributes
V1beta2ResourceSliceSpec 1.37 partitionTypeAttribute skipNodeOperations
V2HPAScalingRules 1.33 tolerance
`;

/** The fields that are no more, from the same modules: type, the last release that had them, fields. */
const FORMER = `
V1EphemeralVolumeSource 1.20 readOnly
V1ObjectMeta 1.24 clusterName
V1PersistentVolumeClaimStatus 1.27 resizeStatus
V1PodResourceClaim 1.30 source
V1ServiceSpec 1.21 topologyKeys
V1VolumeResourceRequirements 1.28 claims
V1alpha1ParentReference 1.28 uid
`;

/** The release that brought a field such as `V1PodSpec.hostUsers`; nothing where the table does not say. */
export const fieldSince = (field: string): string | undefined => releaseIn(FIELDS, ".", field);

/** The last release that had a field that is no more; nothing where the table does not say. */
export const fieldUntil = (field: string): string | undefined => releaseIn(FORMER, ".", field);

/** The same of apiVersions, from the same modules: apiVersion, the release that first had the kinds, kinds. */
const KINDS = `
admissionregistration.k8s.io/v1 1.30 ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 1.36 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1alpha1 1.32 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 1.34 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
authentication.k8s.io/v1 1.28 SelfSubjectReview
authentication.k8s.io/v1alpha1 1.26 SelfSubjectReview
authentication.k8s.io/v1beta1 1.27 SelfSubjectReview
autoscaling/v2 1.23 HorizontalPodAutoscaler
batch/v1 1.21 CronJob
certificates.k8s.io/v1 1.37 ClusterTrustBundle PodCertificateRequest
certificates.k8s.io/v1alpha1 1.27 ClusterTrustBundle
certificates.k8s.io/v1alpha1 1.34 PodCertificateRequest
certificates.k8s.io/v1beta1 1.33 ClusterTrustBundle
certificates.k8s.io/v1beta1 1.35 PodCertificateRequest
coordination.k8s.io/v1alpha2 1.32 LeaseCandidate
coordination.k8s.io/v1beta1 1.33 LeaseCandidate
discovery.k8s.io/v1 1.21 EndpointSlice
flowcontrol.apiserver.k8s.io/v1 1.29 FlowSchema PriorityLevelConfiguration
internal.apiserver.k8s.io/v1alpha1 1.20 StorageVersion
lifecycle.k8s.io/v1alpha1 1.37 Eviction EvictionRequest
networking.k8s.io/v1 1.33 IPAddress ServiceCIDR
networking.k8s.io/v1alpha1 1.27 IPAddress
networking.k8s.io/v1alpha1 1.29 ServiceCIDR
networking.k8s.io/v1beta1 1.31 IPAddress ServiceCIDR
node.k8s.io/v1 1.20 RuntimeClass
policy/v1 1.21 PodDisruptionBudget
resource.k8s.io/v1 1.34 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1 1.37 DeviceTaintRule
resource.k8s.io/v1alpha2 1.27 PodSchedulingContext ResourceClaim ResourceClaimTemplate ResourceClass
resource.k8s.io/v1alpha2 1.30 ResourceClaimParameters ResourceClassParameters ResourceSlice
resource.k8s.io/v1alpha3 1.33 DeviceTaintRule
resource.k8s.io/v1alpha3 1.36 ResourcePoolStatusRequest
resource.k8s.io/v1beta1 1.32 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta2 1.33 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta2 1.36 DeviceTaintRule
scheduling.k8s.io/v1alpha1 1.35 Workload
scheduling.k8s.io/v1alpha2 1.36 PodGroup Workload
scheduling.k8s.io/v1alpha3 1.37 CompositePodGroup PodGroup Workload
scheduling.k8s.io/v1beta1 1.37 PodGroup Workload
storage.k8s.io/v1 1.24 CSIStorageCapacity
storage.k8s.io/v1 1.34 VolumeAttributesClass
storage.k8s.io/v1alpha1 1.29 VolumeAttributesClass
storage.k8s.io/v1beta1 1.31 VolumeAttributesClass
storagemigration.k8s.io/v1 1.37 StorageVersionMigration
storagemigration.k8s.io/v1alpha1 1.30 StorageVersionMigration
storagemigration.k8s.io/v1beta1 1.35 StorageVersionMigration
`;

/** The release that first served a kind under an apiVersion; nothing where the table does not say. */
export const kindSince = (apiVersion: string, kind: string): string | undefined =>
  releaseIn(KINDS, "/", `${apiVersion}/${kind}`);

const read = new Map<string, ReadonlyMap<string, string>>();

/** A table is read when first asked. */
function releaseIn(table: string, joint: "." | "/", name: string): string | undefined {
  const releases = read.get(table) ?? releasesOf(table, joint);
  read.set(table, releases);
  return releases.get(name);
}

const releasesOf = (table: string, joint: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [owner = "", release = "", ...names] = line.split(" ");
        return names.map((name) => [`${owner}${joint}${name}`, release] as const);
      }),
  );

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
