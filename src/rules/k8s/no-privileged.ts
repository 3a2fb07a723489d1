import { flag } from "../../model/kubernetes/security.ts";
import { containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { child } from "../../model/tree.ts";
import { removed } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";

const PATH = ["securityContext", "privileged"];

export default defineRule({
  id: "k8s/no-privileged",
  title: "Do not run privileged containers",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A privileged container has every capability, sees all devices of its node and is confined by neither seccomp nor AppArmor: whoever gets into it owns the node, and with it all that runs there.",
  remedy:
    "Remove `privileged`. Where a container needs one right of root, add that capability alone, or ask a device plugin for the device.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["privileged-container"],
    "kube-score": ["container-security-context-privileged"],
    polaris: ["runAsPrivileged"],
    trivy: ["KSV-0017"],
    checkov: ["CKV_K8S_16"],
    kubescape: ["C-0057"],
  },
  compliance: ["PSS baseline", "NSA/CISA K8s Hardening: pod security", "CIS Kubernetes 5.2.2"],
  examples: {
    bad: [
      {
        files: deployment({ container: "securityContext:\n  privileged: ⟦true⟧\n  runAsUser: 1000\n" }),
        fixed: deployment({ container: "securityContext:\n  runAsUser: 1000\n" }),
      },
      {
        title: "Init and ephemeral containers too; what would be left empty goes as well",
        files: pod({
          pod: code`
            initContainers:
              - name: prepare
                image: registry.example.com/prepare:1
                securityContext:
                  privileged: ⟦true⟧ # to set a sysctl
            ephemeralContainers:
              - {name: debug, image: "registry.example.com/debug:1", securityContext: {privileged: ⟦yes⟧}}
          `,
        }),
        fixed: pod({
          pod: code`
            initContainers:
              - name: prepare
                image: registry.example.com/prepare:1
            ephemeralContainers:
              - {name: debug, image: "registry.example.com/debug:1"}
          `,
        }),
      },
      {
        title: "Any resource with a pod template",
        files: code`
          apiVersion: apps.example.com/v1
          kind: Worker
          metadata:
            name: crawler
          spec:
            template:
              spec:
                containers:
                  - name: crawl
                    image: registry.example.com/crawl:1
                    securityContext:
                      privileged: ⟦true⟧
        `,
      },
    ],
    good: [
      deployment({ container: "securityContext:\n  privileged: false\n" }),
      { title: "Absent is false", files: deployment() },
      {
        title: "Decided by a chart's values",
        files: deployment({ container: "securityContext:\n  privileged: {{ .Values.privileged }}\n" }),
      },
      {
        title: "No such field of a pod exists, which is for the schema to say",
        files: pod({ pod: "securityContext:\n  privileged: true\n" }),
      },
    ],
  },

  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      const at = child(container.body, ...PATH);
      if (!at || flag(at) !== true) continue;
      const edits = removed(container.body, PATH);
      yield {
        at,
        message: `${containerTitle(container)} runs privileged, with all rights of root on its node.`,
        subject: container.address,
        fix: edits && { title: "Remove privileged", edits },
      };
    }
  },
});
