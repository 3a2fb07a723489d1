import { BASELINE_CAPABILITIES, capabilities, capabilityName } from "../../model/kubernetes/security.ts";
import { containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, pod } from "./_examples.ts";

/** Codes that other tools have for single capabilities, beside those for all. */
const PEERS_OF: Readonly<Record<string, readonly string[]>> = {
  ALL: ["dangerousCapabilities"],
  NET_ADMIN: ["dangerousCapabilities"],
  NET_RAW: ["KSV-0119"],
  SYS_ADMIN: ["dangerousCapabilities", "KSV-0005", "CKV_K8S_39"],
  SYS_MODULE: ["KSV-0120"],
};
const PEERS_OF_ALL = ["insecureCapabilities", "KSV-0022", "C-0046"];

export default defineRule({
  id: "k8s/no-dangerous-capabilities",
  title: "Do not add capabilities outside the baseline set",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Each capability is a part of what root may do. Those outside the baseline set of the Pod Security Standards reach beyond the container: `SYS_ADMIN` mounts file systems, `SYS_PTRACE` reads other processes, `NET_ADMIN` rewrites the routes of its network, `NET_RAW` forges packets.",
  remedy:
    "Remove the capability, or give the one task that needs it to a small program of its own, apart from the application.",
  peers: {
    polaris: ["dangerousCapabilities", "insecureCapabilities"],
    trivy: ["KSV-0005", "KSV-0022", "KSV-0119", "KSV-0120"],
    checkov: ["CKV_K8S_39"],
    kubescape: ["C-0046"],
  },
  compliance: ["PSS baseline", "CIS Kubernetes 5.2.9"],
  options: {
    allow: option.strings([], "Capabilities that containers may add all the same."),
  },
  examples: {
    bad: [
      deployment({
        container: "securityContext:\n  capabilities:\n    add:\n      - NET_BIND_SERVICE\n      - ⟦SYS_ADMIN⟧\n",
      }),
      {
        title: "By any spelling, in any container",
        files: pod({
          pod: "initContainers:\n  - name: tune\n    image: registry.example.com/tune:1\n    securityContext:\n      capabilities: {add: [⟦cap_net_admin⟧, ⟦ALL⟧]}\n",
        }),
      },
    ],
    good: [
      {
        title: "The baseline set, in any spelling",
        files: deployment({
          container:
            "securityContext:\n  capabilities:\n    drop: [ALL]\n    add: [NET_BIND_SERVICE, CAP_CHOWN, setuid]\n",
        }),
      },
      {
        title: "What is dropped may be anything",
        files: deployment({ container: "securityContext:\n  capabilities: {drop: [SYS_ADMIN, ALL]}\n" }),
      },
      {
        title: "Allowed by the team",
        files: deployment({ container: "securityContext:\n  capabilities: {add: [NET_RAW, IPC_LOCK]}\n" }),
        options: { allow: ["NET_RAW", "cap_ipc_lock"] },
      },
      {
        title: "Decided by a variable",
        files: deployment({ container: "securityContext:\n  capabilities: {add: [$CAPABILITY]}\n" }),
      },
      {
        title: "Decided by a chart's values",
        files: deployment({ container: 'securityContext:\n  capabilities: {add: ["{{ .Values.capability }}"]}\n' }),
      },
    ],
  },

  *check(manifest, { allow }) {
    const allowed = new Set(allow.map(capabilityName));
    for (const { container } of containersOf(manifest)) {
      for (const { name, node } of capabilities(container, "add")) {
        if (BASELINE_CAPABILITIES.has(name) || allowed.has(name)) continue;
        const what = name === "ALL" ? "all capabilities" : `${clipped(name)}, a capability outside the baseline set`;
        yield {
          at: node,
          message: `${containerTitle(container)} adds ${what}.`,
          subject: container.address,
          peers: [...PEERS_OF_ALL, ...(PEERS_OF[name] ?? [])],
        };
      }
    }
  },
});
