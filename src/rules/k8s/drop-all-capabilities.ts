import { settled } from "../../model/kubernetes/names.ts";
import { capabilities, securityAnchor } from "../../model/kubernetes/security.ts";
import { type Container, containersOf, containerTitle, keyOf } from "../../model/kubernetes/workload.ts";
import { asString, child, isUnknown, items, lacks, mayHoldMore } from "../../model/tree.ts";
import { inserted } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";

const LIST = ["securityContext", "capabilities", "drop"];
const PEERS = ["insecureCapabilities", "KSV-0003", "KSV-0106", "CKV_K8S_37", "C-0055"];

export default defineRule({
  id: "k8s/drop-all-capabilities",
  title: "Drop all capabilities",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "kubernetes",
  why: "Container runtimes grant over a dozen capabilities that hardly any application needs, such as sending forged packets (`NET_RAW`) or making device files (`MKNOD`).",
  remedy: "Set `capabilities.drop: [ALL]`, and add back with `capabilities.add` the one or two that are needed.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["drop-net-raw-capability"],
    polaris: ["insecureCapabilities"],
    trivy: ["KSV-0003", "KSV-0004", "KSV-0106"],
    checkov: ["CKV_K8S_28", "CKV_K8S_37"],
    kubescape: ["C-0055"],
  },
  compliance: ["PSS restricted", "CIS Kubernetes 5.2.8", "CIS Kubernetes 5.2.10"],
  examples: {
    bad: [
      {
        files: deployment({ container: "⟦securityContext⟧:\n  runAsNonRoot: true\n" }),
        fixed: deployment({
          container: "securityContext:\n  runAsNonRoot: true\n  capabilities:\n    drop:\n      - ALL\n",
        }),
      },
      {
        title: "Some are not all",
        files: deployment({ container: "securityContext:\n  capabilities:\n    ⟦drop⟧: [NET_RAW, CHOWN]\n" }),
        fixed: deployment({ container: "securityContext:\n  capabilities:\n    drop: [NET_RAW, CHOWN, ALL]\n" }),
      },
      {
        title: "Added, and none dropped",
        files: pod({ container: "securityContext:\n  ⟦capabilities⟧:\n    add:\n      - NET_BIND_SERVICE\n" }),
        fixed: pod({
          container: "securityContext:\n  capabilities:\n    add:\n      - NET_BIND_SERVICE\n    drop:\n      - ALL\n",
        }),
      },
    ],
    good: [
      {
        title: "All but one",
        files: deployment({ container: "securityContext:\n  capabilities: {drop: [all], add: [NET_BIND_SERVICE]}\n" }),
      },
      { title: "Windows has none", files: pod({ pod: "nodeSelector: {kubernetes.io/os: windows}\n" }) },
      {
        title: "A pod that must go to nodes with Windows",
        files: pod({
          pod: `affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - {key: kubernetes.io/os, operator: In, values: [windows]}
`,
        }),
      },
      {
        title: "Windows or not, as a variable decides",
        files: pod({ pod: "nodeSelector: {kubernetes.io/os: $OS}\n" }),
      },
      { title: "A pod of a runtime class for Windows", files: pod({ pod: "runtimeClassName: windows-2022\n" }) },
      {
        title: "A pod with settings that only Windows has",
        files: pod({ container: "securityContext: {windowsOptions: {runAsUserName: ContainerUser}}\n" }),
      },
      {
        title: "Decided by a variable",
        files: deployment({ container: "securityContext:\n  capabilities: {drop: [$DROPPED]}\n" }),
      },
      {
        title: "Decided by a chart's values",
        files: deployment({ container: 'securityContext:\n  capabilities: {drop: ["{{ .Values.drop }}"]}\n' }),
      },
    ],
  },

  *check(manifest) {
    for (const { workload, container } of containersOf(manifest)) {
      if (workload.os !== "linux" || !certainlyKeepsSome(container)) continue;
      const edits = inserted(container.body, LIST, ["ALL"]);
      yield {
        at: anchorOf(container),
        message: `${containerTitle(container)} does not drop all capabilities.`,
        missing: "capabilities.drop: ALL",
        subject: container.address,
        peers: peersOf(container),
        fix: edits && { title: "Drop ALL", edits },
      };
    }
  },
});

function certainlyKeepsSome(container: Container): boolean {
  if (lacks(container.body, ...LIST)) return true;
  const list = child(container.body, ...LIST);
  if (!list || isUnknown(list) || mayHoldMore(list)) return false;
  const isWritten = items(list).every((item) => settled(asString(item))?.known === true);
  return isWritten && capabilities(container, "drop").every(({ name }) => name !== "ALL");
}

function anchorOf(container: Container) {
  const context = child(container.body, "securityContext");
  return keyOf(child(context, "capabilities"), "drop") ?? keyOf(context, "capabilities") ?? securityAnchor(container);
}

/** Some tools are content with less. */
function peersOf(container: Container): readonly string[] {
  const dropped = capabilities(container, "drop");
  const more = dropped.length === 0 ? ["KSV-0004"] : [];
  return dropped.some(({ name }) => name === "NET_RAW")
    ? [...PEERS, ...more]
    : [...PEERS, ...more, "drop-net-raw-capability", "CKV_K8S_28"];
}
