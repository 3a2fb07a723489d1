// Generated from the rules' source by `npm run gen`.
import type { Rule } from "../rule/define-rule.ts";
import composeBuildExists from "./compose/build-exists.ts";
import composeDependsOnHealthy from "./compose/depends-on-healthy.ts";
import composeDropCapabilities from "./compose/drop-capabilities.ts";
import composeEnvFileHygiene from "./compose/env-file-hygiene.ts";
import composeEnvValueType from "./compose/env-value-type.ts";
import composeNoConflictingOptions from "./compose/no-conflicting-options.ts";
import composeNoContainerNameConflict from "./compose/no-container-name-conflict.ts";
import composeNoDangerousCapability from "./compose/no-dangerous-capability.ts";
import composeNoDependencyCycle from "./compose/no-dependency-cycle.ts";
import composeNoDockerSocket from "./compose/no-docker-socket.ts";
import composeNoHostNamespace from "./compose/no-host-namespace.ts";
import composeNoInlineSecret from "./compose/no-inline-secret.ts";
import composeNoLatestTag from "./compose/no-latest-tag.ts";
import composeNoLegacyOptions from "./compose/no-legacy-options.ts";
import composeNoNewPrivileges from "./compose/no-new-privileges.ts";
import composeNoPortConflict from "./compose/no-port-conflict.ts";
import composeNoPrivileged from "./compose/no-privileged.ts";
import composeNoRootUser from "./compose/no-root-user.ts";
import composeNoSensitiveMount from "./compose/no-sensitive-mount.ts";
import composeNoSharedPropagation from "./compose/no-shared-propagation.ts";
import composeNoUnconfined from "./compose/no-unconfined.ts";
import composeNoVersion from "./compose/no-version.ts";
import composePinImage from "./compose/pin-image.ts";
import composeReadOnlyRoot from "./compose/read-only-root.ts";
import composeRequireHealthcheck from "./compose/require-healthcheck.ts";
import composeRequireImage from "./compose/require-image.ts";
import composeRequireUser from "./compose/require-user.ts";
import composeResourceLimits from "./compose/resource-limits.ts";
import composeSchema from "./compose/schema.ts";
import composeValidHealthcheck from "./compose/valid-healthcheck.ts";
import composeValidReferences from "./compose/valid-references.ts";
import dockerAbsoluteWorkdir from "./docker/absolute-workdir.ts";
import dockerAddChecksum from "./docker/add-checksum.ts";
import dockerAddForArchives from "./docker/add-for-archives.ts";
import dockerCacheFriendlyCopy from "./docker/cache-friendly-copy.ts";
import dockerCleanPackageCache from "./docker/clean-package-cache.ts";
import dockerCmdIgnored from "./docker/cmd-ignored.ts";
import dockerConsistentCasing from "./docker/consistent-casing.ts";
import dockerCopyDirectorySlash from "./docker/copy-directory-slash.ts";
import dockerCopyIgnoredFile from "./docker/copy-ignored-file.ts";
import dockerCopyMissingFile from "./docker/copy-missing-file.ts";
import dockerCopyNeedsWorkdir from "./docker/copy-needs-workdir.ts";
import dockerCopyOverAdd from "./docker/copy-over-add.ts";
import dockerDockerignoreEntries from "./docker/dockerignore-entries.ts";
import dockerDockerignoreRequired from "./docker/dockerignore-required.ts";
import dockerDockerignoreSyntax from "./docker/dockerignore-syntax.ts";
import dockerExecForm from "./docker/exec-form.ts";
import dockerFromPlatform from "./docker/from-platform.ts";
import dockerLabelSchema from "./docker/label-schema.ts";
import dockerLegacyKeyValue from "./docker/legacy-key-value.ts";
import dockerLockfileInstall from "./docker/lockfile-install.ts";
import dockerMeaningfulHealthcheck from "./docker/meaningful-healthcheck.ts";
import dockerMergeRun from "./docker/merge-run.ts";
import dockerMinimalBaseImage from "./docker/minimal-base-image.ts";
import dockerMultiStageBuild from "./docker/multi-stage-build.ts";
import dockerNoAptCli from "./docker/no-apt-cli.ts";
import dockerNoAptKey from "./docker/no-apt-key.ts";
import dockerNoBakedEnvironment from "./docker/no-baked-environment.ts";
import dockerNoBashism from "./docker/no-bashism.ts";
import dockerNoBuildToolsInFinal from "./docker/no-build-tools-in-final.ts";
import dockerNoCdInRun from "./docker/no-cd-in-run.ts";
import dockerNoCopiedSecretFile from "./docker/no-copied-secret-file.ts";
import dockerNoDevServer from "./docker/no-dev-server.ts";
import dockerNoDisabledTls from "./docker/no-disabled-tls.ts";
import dockerNoDistUpgrade from "./docker/no-dist-upgrade.ts";
import dockerNoDuplicateInstruction from "./docker/no-duplicate-instruction.ts";
import dockerNoEmptyContinuation from "./docker/no-empty-continuation.ts";
import dockerNoEolBaseImage from "./docker/no-eol-base-image.ts";
import dockerNoInlineIgnore from "./docker/no-inline-ignore.ts";
import dockerNoInstallRecommends from "./docker/no-install-recommends.ts";
import dockerNoLatestTag from "./docker/no-latest-tag.ts";
import dockerNoMaintainer from "./docker/no-maintainer.ts";
import dockerNoPointlessCommand from "./docker/no-pointless-command.ts";
import dockerNoRemoteScriptPipe from "./docker/no-remote-script-pipe.ts";
import dockerNoRootUser from "./docker/no-root-user.ts";
import dockerNoSecretInEnv from "./docker/no-secret-in-env.ts";
import dockerNoSecretInRun from "./docker/no-secret-in-run.ts";
import dockerNoSelfReferencingEnv from "./docker/no-self-referencing-env.ts";
import dockerNoSsh from "./docker/no-ssh.ts";
import dockerNoSudo from "./docker/no-sudo.ts";
import dockerNoSystemWorkdir from "./docker/no-system-workdir.ts";
import dockerNoUnsignedPackages from "./docker/no-unsigned-packages.ts";
import dockerNoUpdateAlone from "./docker/no-update-alone.ts";
import dockerNoWholeFsCopy from "./docker/no-whole-fs-copy.ts";
import dockerNoWorldWritable from "./docker/no-world-writable.ts";
import dockerNonInteractiveInstall from "./docker/non-interactive-install.ts";
import dockerNumericUser from "./docker/numeric-user.ts";
import dockerOneDownloadTool from "./docker/one-download-tool.ts";
import dockerPinBaseImage from "./docker/pin-base-image.ts";
import dockerPinLanguagePackages from "./docker/pin-language-packages.ts";
import dockerPinOsPackages from "./docker/pin-os-packages.ts";
import dockerPipefail from "./docker/pipefail.ts";
import dockerRequireHealthcheck from "./docker/require-healthcheck.ts";
import dockerRequireUser from "./docker/require-user.ts";
import dockerRunErrorMasked from "./docker/run-error-masked.ts";
import dockerShellSyntax from "./docker/shell-syntax.ts";
import dockerSyntax from "./docker/syntax.ts";
import dockerTrustedRegistry from "./docker/trusted-registry.ts";
import dockerUndefinedVariable from "./docker/undefined-variable.ts";
import dockerUniqueStageName from "./docker/unique-stage-name.ts";
import dockerUnusedStage from "./docker/unused-stage.ts";
import dockerUseShellInstruction from "./docker/use-shell-instruction.ts";
import dockerUserHomeCache from "./docker/user-home-cache.ts";
import dockerUseraddNoLogInit from "./docker/useradd-no-log-init.ts";
import dockerValidCopyFrom from "./docker/valid-copy-from.ts";
import dockerValidLabelKey from "./docker/valid-label-key.ts";
import dockerValidOnbuild from "./docker/valid-onbuild.ts";
import dockerValidPort from "./docker/valid-port.ts";
import dockerWgetProgress from "./docker/wget-progress.ts";
import k8sDropAllCapabilities from "./k8s/drop-all-capabilities.ts";
import k8sDuplicateObject from "./k8s/duplicate-object.ts";
import k8sHelmChartValid from "./k8s/helm-chart-valid.ts";
import k8sHelmValuesSecret from "./k8s/helm-values-secret.ts";
import k8sHpaTargetExists from "./k8s/hpa-target-exists.ts";
import k8sHpaVsReplicas from "./k8s/hpa-vs-replicas.ts";
import k8sKeepRevisionHistory from "./k8s/keep-revision-history.ts";
import k8sKustomizeRefExists from "./k8s/kustomize-ref-exists.ts";
import k8sMinReplicas from "./k8s/min-replicas.ts";
import k8sNamespacePodSecurity from "./k8s/namespace-pod-security.ts";
import k8sNetworkPolicySelectsPods from "./k8s/network-policy-selects-pods.ts";
import k8sNoAnonymousBinding from "./k8s/no-anonymous-binding.ts";
import k8sNoAutomountServiceAccountToken from "./k8s/no-automount-service-account-token.ts";
import k8sNoClusterAdmin from "./k8s/no-cluster-admin.ts";
import k8sNoCommittedSecret from "./k8s/no-committed-secret.ts";
import k8sNoContainerRuntimeSocket from "./k8s/no-container-runtime-socket.ts";
import k8sNoDangerousCapabilities from "./k8s/no-dangerous-capabilities.ts";
import k8sNoDefaultServiceAccountBinding from "./k8s/no-default-service-account-binding.ts";
import k8sNoDeprecatedRegistry from "./k8s/no-deprecated-registry.ts";
import k8sNoDeprecatedServiceAccountField from "./k8s/no-deprecated-service-account-field.ts";
import k8sNoDuplicateEnv from "./k8s/no-duplicate-env.ts";
import k8sNoDuplicateKey from "./k8s/no-duplicate-key.ts";
import k8sNoExternalIps from "./k8s/no-external-ips.ts";
import k8sNoHostIpc from "./k8s/no-host-ipc.ts";
import k8sNoHostNetwork from "./k8s/no-host-network.ts";
import k8sNoHostPid from "./k8s/no-host-pid.ts";
import k8sNoHostProcess from "./k8s/no-host-process.ts";
import k8sNoIngressSnippet from "./k8s/no-ingress-snippet.ts";
import k8sNoLatestImage from "./k8s/no-latest-image.ts";
import k8sNoPlaintextSecretEnv from "./k8s/no-plaintext-secret-env.ts";
import k8sNoPrivilegeEscalation from "./k8s/no-privilege-escalation.ts";
import k8sNoPrivileged from "./k8s/no-privileged.ts";
import k8sNoRbacSecrets from "./k8s/no-rbac-secrets.ts";
import k8sNoRbacWildcard from "./k8s/no-rbac-wildcard.ts";
import k8sNoRemovedApi from "./k8s/no-removed-api.ts";
import k8sNoSecretInConfigmap from "./k8s/no-secret-in-configmap.ts";
import k8sNoSensitiveHostPath from "./k8s/no-sensitive-host-path.ts";
import k8sNoUnconfinedProfile from "./k8s/no-unconfined-profile.ts";
import k8sNoUnmaskedProc from "./k8s/no-unmasked-proc.ts";
import k8sNoUnsafeSysctls from "./k8s/no-unsafe-sysctls.ts";
import k8sPdbAllowsEviction from "./k8s/pdb-allows-eviction.ts";
import k8sPdbValid from "./k8s/pdb-valid.ts";
import k8sPinImageDigest from "./k8s/pin-image-digest.ts";
import k8sProbePortExists from "./k8s/probe-port-exists.ts";
import k8sProgressDeadline from "./k8s/progress-deadline.ts";
import k8sReadOnlyRootFilesystem from "./k8s/read-only-root-filesystem.ts";
import k8sRequireAutoscaler from "./k8s/require-autoscaler.ts";
import k8sRequireCpuLimit from "./k8s/require-cpu-limit.ts";
import k8sRequireCpuRequest from "./k8s/require-cpu-request.ts";
import k8sRequireIngressTls from "./k8s/require-ingress-tls.ts";
import k8sRequireLivenessProbe from "./k8s/require-liveness-probe.ts";
import k8sRequireMemoryLimit from "./k8s/require-memory-limit.ts";
import k8sRequireMemoryRequest from "./k8s/require-memory-request.ts";
import k8sRequireNetworkPolicy from "./k8s/require-network-policy.ts";
import k8sRequirePdb from "./k8s/require-pdb.ts";
import k8sRequireReadinessProbe from "./k8s/require-readiness-probe.ts";
import k8sRequireSeccompProfile from "./k8s/require-seccomp-profile.ts";
import k8sRequiredLabels from "./k8s/required-labels.ts";
import k8sRestartPolicyValid from "./k8s/restart-policy-valid.ts";
import k8sRollingUpdate from "./k8s/rolling-update.ts";
import k8sRunAsNonRoot from "./k8s/run-as-non-root.ts";
import k8sSchema from "./k8s/schema.ts";
import k8sSelectorMatchesTemplate from "./k8s/selector-matches-template.ts";
import k8sServicePortExists from "./k8s/service-port-exists.ts";
import k8sServiceSelectsPods from "./k8s/service-selects-pods.ts";
import k8sSpreadReplicas from "./k8s/spread-replicas.ts";
import k8sStringFields from "./k8s/string-fields.ts";
import k8sTopologySpreadValid from "./k8s/topology-spread-valid.ts";
import k8sValidCron from "./k8s/valid-cron.ts";
import k8sValidMetadata from "./k8s/valid-metadata.ts";
import k8sValidObject from "./k8s/valid-object.ts";
import k8sValidPort from "./k8s/valid-port.ts";
import k8sValidProbe from "./k8s/valid-probe.ts";
import k8sValidResources from "./k8s/valid-resources.ts";
import k8sVolumeMountExists from "./k8s/volume-mount-exists.ts";
import opsguardSuppressionWithoutReason from "./opsguard/suppression-without-reason.ts";
import opsguardSyntaxError from "./opsguard/syntax-error.ts";
import opsguardUnknownRule from "./opsguard/unknown-rule.ts";
import opsguardUnusedSuppression from "./opsguard/unused-suppression.ts";
import repoDeadImageReference from "./repo/dead-image-reference.ts";
import repoExposeVsContainerPort from "./repo/expose-vs-container-port.ts";
import repoUserVsRunAsUser from "./repo/user-vs-run-as-user.ts";

export const RULES: readonly Rule[] = [
  composeBuildExists,
  composeDependsOnHealthy,
  composeDropCapabilities,
  composeEnvFileHygiene,
  composeEnvValueType,
  composeNoConflictingOptions,
  composeNoContainerNameConflict,
  composeNoDangerousCapability,
  composeNoDependencyCycle,
  composeNoDockerSocket,
  composeNoHostNamespace,
  composeNoInlineSecret,
  composeNoLatestTag,
  composeNoLegacyOptions,
  composeNoNewPrivileges,
  composeNoPortConflict,
  composeNoPrivileged,
  composeNoRootUser,
  composeNoSensitiveMount,
  composeNoSharedPropagation,
  composeNoUnconfined,
  composeNoVersion,
  composePinImage,
  composeReadOnlyRoot,
  composeRequireHealthcheck,
  composeRequireImage,
  composeRequireUser,
  composeResourceLimits,
  composeSchema,
  composeValidHealthcheck,
  composeValidReferences,
  dockerAbsoluteWorkdir,
  dockerAddChecksum,
  dockerAddForArchives,
  dockerCacheFriendlyCopy,
  dockerCleanPackageCache,
  dockerCmdIgnored,
  dockerConsistentCasing,
  dockerCopyDirectorySlash,
  dockerCopyIgnoredFile,
  dockerCopyMissingFile,
  dockerCopyNeedsWorkdir,
  dockerCopyOverAdd,
  dockerDockerignoreEntries,
  dockerDockerignoreRequired,
  dockerDockerignoreSyntax,
  dockerExecForm,
  dockerFromPlatform,
  dockerLabelSchema,
  dockerLegacyKeyValue,
  dockerLockfileInstall,
  dockerMeaningfulHealthcheck,
  dockerMergeRun,
  dockerMinimalBaseImage,
  dockerMultiStageBuild,
  dockerNoAptCli,
  dockerNoAptKey,
  dockerNoBakedEnvironment,
  dockerNoBashism,
  dockerNoBuildToolsInFinal,
  dockerNoCdInRun,
  dockerNoCopiedSecretFile,
  dockerNoDevServer,
  dockerNoDisabledTls,
  dockerNoDistUpgrade,
  dockerNoDuplicateInstruction,
  dockerNoEmptyContinuation,
  dockerNoEolBaseImage,
  dockerNoInlineIgnore,
  dockerNoInstallRecommends,
  dockerNoLatestTag,
  dockerNoMaintainer,
  dockerNoPointlessCommand,
  dockerNoRemoteScriptPipe,
  dockerNoRootUser,
  dockerNoSecretInEnv,
  dockerNoSecretInRun,
  dockerNoSelfReferencingEnv,
  dockerNoSsh,
  dockerNoSudo,
  dockerNoSystemWorkdir,
  dockerNoUnsignedPackages,
  dockerNoUpdateAlone,
  dockerNoWholeFsCopy,
  dockerNoWorldWritable,
  dockerNonInteractiveInstall,
  dockerNumericUser,
  dockerOneDownloadTool,
  dockerPinBaseImage,
  dockerPinLanguagePackages,
  dockerPinOsPackages,
  dockerPipefail,
  dockerRequireHealthcheck,
  dockerRequireUser,
  dockerRunErrorMasked,
  dockerShellSyntax,
  dockerSyntax,
  dockerTrustedRegistry,
  dockerUndefinedVariable,
  dockerUniqueStageName,
  dockerUnusedStage,
  dockerUseShellInstruction,
  dockerUserHomeCache,
  dockerUseraddNoLogInit,
  dockerValidCopyFrom,
  dockerValidLabelKey,
  dockerValidOnbuild,
  dockerValidPort,
  dockerWgetProgress,
  k8sDropAllCapabilities,
  k8sDuplicateObject,
  k8sHelmChartValid,
  k8sHelmValuesSecret,
  k8sHpaTargetExists,
  k8sHpaVsReplicas,
  k8sKeepRevisionHistory,
  k8sKustomizeRefExists,
  k8sMinReplicas,
  k8sNamespacePodSecurity,
  k8sNetworkPolicySelectsPods,
  k8sNoAnonymousBinding,
  k8sNoAutomountServiceAccountToken,
  k8sNoClusterAdmin,
  k8sNoCommittedSecret,
  k8sNoContainerRuntimeSocket,
  k8sNoDangerousCapabilities,
  k8sNoDefaultServiceAccountBinding,
  k8sNoDeprecatedRegistry,
  k8sNoDeprecatedServiceAccountField,
  k8sNoDuplicateEnv,
  k8sNoDuplicateKey,
  k8sNoExternalIps,
  k8sNoHostIpc,
  k8sNoHostNetwork,
  k8sNoHostPid,
  k8sNoHostProcess,
  k8sNoIngressSnippet,
  k8sNoLatestImage,
  k8sNoPlaintextSecretEnv,
  k8sNoPrivilegeEscalation,
  k8sNoPrivileged,
  k8sNoRbacSecrets,
  k8sNoRbacWildcard,
  k8sNoRemovedApi,
  k8sNoSecretInConfigmap,
  k8sNoSensitiveHostPath,
  k8sNoUnconfinedProfile,
  k8sNoUnmaskedProc,
  k8sNoUnsafeSysctls,
  k8sPdbAllowsEviction,
  k8sPdbValid,
  k8sPinImageDigest,
  k8sProbePortExists,
  k8sProgressDeadline,
  k8sReadOnlyRootFilesystem,
  k8sRequireAutoscaler,
  k8sRequireCpuLimit,
  k8sRequireCpuRequest,
  k8sRequireIngressTls,
  k8sRequireLivenessProbe,
  k8sRequireMemoryLimit,
  k8sRequireMemoryRequest,
  k8sRequireNetworkPolicy,
  k8sRequirePdb,
  k8sRequireReadinessProbe,
  k8sRequireSeccompProfile,
  k8sRequiredLabels,
  k8sRestartPolicyValid,
  k8sRollingUpdate,
  k8sRunAsNonRoot,
  k8sSchema,
  k8sSelectorMatchesTemplate,
  k8sServicePortExists,
  k8sServiceSelectsPods,
  k8sSpreadReplicas,
  k8sStringFields,
  k8sTopologySpreadValid,
  k8sValidCron,
  k8sValidMetadata,
  k8sValidObject,
  k8sValidPort,
  k8sValidProbe,
  k8sValidResources,
  k8sVolumeMountExists,
  opsguardSuppressionWithoutReason,
  opsguardSyntaxError,
  opsguardUnknownRule,
  opsguardUnusedSuppression,
  repoDeadImageReference,
  repoExposeVsContainerPort,
  repoUserVsRunAsUser,
];
