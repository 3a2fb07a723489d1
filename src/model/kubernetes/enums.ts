const words = (text: string): readonly string[] => text.split(" ");

const IP_FAMILY = words("IPv4 IPv6");
const NAMESPACED = words("Cluster Local");
const LABEL_OPERATOR = words("DoesNotExist Exists In NotIn");
const NODE_OPERATOR = words("DoesNotExist Exists Gt In Lt NotIn");
const PROTOCOL = words("SCTP TCP UDP");
const PULL_POLICY = words("Always IfNotPresent Never");
const SCHEME = words("HTTP HTTPS");
const TERMINATION = words("FallbackToLogsOnError File");
const ACCESS_MODE = words("ReadOnlyMany ReadWriteMany ReadWriteOnce ReadWriteOncePod");
const VOLUME_MODE = words("Block Filesystem");
const FAILURE_POLICY = words("Fail Ignore");
const MATCH_POLICY = words("Equivalent Exact");
const SIDE_EFFECTS = words("None NoneOnDryRun Some Unknown");
const TAINT_EFFECT = words("NoExecute NoSchedule PreferNoSchedule");
const HONOR = words("Honor Ignore");
const CLAIM_POLICY = words("Delete Retain");
const OPERATIONS = words("* CONNECT CREATE DELETE UPDATE");
const RULE_SCOPE = words("* Cluster Namespaced");

/**
 * Fields of Kubernetes that take one of a few words, by type and name: held against the constants of the Go modules
 * k8s.io/api v0.34 and v0.37, 2026-11-21. Restart policies and what spread constraints do are for rules of their own.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "RbacV1Subject.kind": words("Group ServiceAccount User"),
  "V1AppArmorProfile.type": words("Localhost RuntimeDefault Unconfined"),
  "V1CSIDriverSpec.fsGroupPolicy": words("File None ReadWriteOnceWithFSType"),
  "V1CSIDriverSpec.volumeLifecycleModes": words("Ephemeral Persistent"),
  "V1Container.imagePullPolicy": PULL_POLICY,
  "V1Container.terminationMessagePolicy": TERMINATION,
  "V1ContainerPort.protocol": PROTOCOL,
  "V1ContainerResizePolicy.restartPolicy": words("NotRequired RestartContainer"),
  "V1CronJobSpec.concurrencyPolicy": words("Allow Forbid Replace"),
  "V1DaemonSetUpdateStrategy.type": words("OnDelete RollingUpdate"),
  "V1DeploymentStrategy.type": words("Recreate RollingUpdate"),
  "V1EndpointSlice.addressType": words("FQDN IPv4 IPv6"),
  "V1EphemeralContainer.imagePullPolicy": PULL_POLICY,
  "V1EphemeralContainer.terminationMessagePolicy": TERMINATION,
  "V1HTTPGetAction.scheme": SCHEME,
  "V1HTTPIngressPath.pathType": words("Exact ImplementationSpecific Prefix"),
  "V1HostPathVolumeSource.type": words("BlockDevice CharDevice Directory DirectoryOrCreate File FileOrCreate Socket"),
  "V1IngressClassParametersReference.scope": words("Cluster Namespace"),
  "V1JobSpec.completionMode": words("Indexed NonIndexed"),
  "V1JobSpec.podReplacementPolicy": words("Failed TerminatingOrFailed"),
  "V1LabelSelectorRequirement.operator": LABEL_OPERATOR,
  "V1MatchResources.matchPolicy": MATCH_POLICY,
  "V1MutatingWebhook.failurePolicy": FAILURE_POLICY,
  "V1MutatingWebhook.matchPolicy": MATCH_POLICY,
  "V1MutatingWebhook.reinvocationPolicy": words("IfNeeded Never"),
  "V1MutatingWebhook.sideEffects": SIDE_EFFECTS,
  "V1NamedRuleWithOperations.operations": OPERATIONS,
  "V1NamedRuleWithOperations.scope": RULE_SCOPE,
  "V1NetworkPolicyPort.protocol": PROTOCOL,
  "V1NetworkPolicySpec.policyTypes": words("Egress Ingress"),
  "V1NodeSelectorRequirement.operator": NODE_OPERATOR,
  "V1PersistentVolumeClaimSpec.accessModes": ACCESS_MODE,
  "V1PersistentVolumeClaimSpec.volumeMode": VOLUME_MODE,
  "V1PersistentVolumeSpec.accessModes": ACCESS_MODE,
  "V1PersistentVolumeSpec.persistentVolumeReclaimPolicy": words("Delete Recycle Retain"),
  "V1PersistentVolumeSpec.volumeMode": VOLUME_MODE,
  "V1PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": words("AlwaysAllow IfHealthyBudget"),
  "V1PodFailurePolicyOnExitCodesRequirement.operator": words("In NotIn"),
  "V1PodFailurePolicyRule.action": words("Count FailIndex FailJob Ignore"),
  "V1PodOS.name": words("linux windows"),
  "V1PodSecurityContext.fsGroupChangePolicy": words("Always OnRootMismatch"),
  "V1PodSpec.dnsPolicy": words("ClusterFirst ClusterFirstWithHostNet Default None"),
  "V1PodSpec.preemptionPolicy": words("Never PreemptLowerPriority"),
  "V1PriorityClass.preemptionPolicy": words("Never PreemptLowerPriority"),
  "V1RoleRef.kind": words("ClusterRole Role"),
  "V1RuleWithOperations.operations": OPERATIONS,
  "V1RuleWithOperations.scope": RULE_SCOPE,
  "V1ScopedResourceSelectorRequirement.operator": LABEL_OPERATOR,
  "V1SeccompProfile.type": words("Localhost RuntimeDefault Unconfined"),
  "V1SecurityContext.procMount": words("Default Unmasked"),
  "V1ServicePort.protocol": PROTOCOL,
  "V1ServiceSpec.externalTrafficPolicy": NAMESPACED,
  "V1ServiceSpec.internalTrafficPolicy": NAMESPACED,
  "V1ServiceSpec.ipFamilies": IP_FAMILY,
  "V1ServiceSpec.ipFamilyPolicy": words("PreferDualStack RequireDualStack SingleStack"),
  "V1ServiceSpec.sessionAffinity": words("ClientIP None"),
  "V1ServiceSpec.type": words("ClusterIP ExternalName LoadBalancer NodePort"),
  "V1StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": CLAIM_POLICY,
  "V1StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": CLAIM_POLICY,
  "V1StatefulSetSpec.podManagementPolicy": words("OrderedReady Parallel"),
  "V1StatefulSetUpdateStrategy.type": words("OnDelete RollingUpdate"),
  "V1StorageClass.reclaimPolicy": words("Delete Recycle Retain"),
  "V1StorageClass.volumeBindingMode": words("Immediate WaitForFirstConsumer"),
  "V1Taint.effect": TAINT_EFFECT,
  "V1Toleration.effect": TAINT_EFFECT,
  "V1Toleration.operator": words("Equal Exists Gt Lt"),
  "V1TopologySpreadConstraint.nodeAffinityPolicy": HONOR,
  "V1TopologySpreadConstraint.nodeTaintsPolicy": HONOR,
  "V1ValidatingAdmissionPolicyBindingSpec.validationActions": words("Audit Deny Warn"),
  "V1ValidatingAdmissionPolicySpec.failurePolicy": FAILURE_POLICY,
  "V1ValidatingWebhook.failurePolicy": FAILURE_POLICY,
  "V1ValidatingWebhook.matchPolicy": MATCH_POLICY,
  "V1ValidatingWebhook.sideEffects": SIDE_EFFECTS,
  "V1VolumeMount.mountPropagation": words("Bidirectional HostToContainer None"),
  "V2HPAScalingPolicy.type": words("Percent Pods"),
  "V2HPAScalingRules.selectPolicy": words("Disabled Max Min"),
  "V2MetricSpec.type": words("ContainerResource External Object Pods Resource"),
  "V2MetricTarget.type": words("AverageValue Utilization Value"),
};

/** What a field such as `V1Container.imagePullPolicy` takes; nothing where it takes any text. */
export const allowedValues = (field: string): readonly string[] | undefined =>
  Object.hasOwn(ALLOWED, field) ? ALLOWED[field] : undefined;

/** Words that came after 1.34, and the releases that brought them. */
const NEWER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "V1StatefulSetUpdateStrategy.type": { Recreate: "1.37" },
};

/** The release that brought a word that `allowedValues` does not have; nothing where none did. */
export function valueSince(field: string, value: string): string | undefined {
  const words = Object.hasOwn(NEWER, field) ? NEWER[field] : undefined;
  return words && Object.hasOwn(words, value) ? words[value] : undefined;
}
