import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";
import { allowNamespaces, sharingOf } from "./_host-namespaces.ts";
import { podTitle } from "./_pod-title.ts";

export default defineRule({
  id: "k8s/no-host-network",
  title: "Do not share the host network namespace",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A pod in the network of its node reaches what listens on the node's loopback, kubelet included, can listen to other pods' traffic, and no NetworkPolicy holds for it.",
  remedy:
    "Remove `hostNetwork` and reach the pod through a Service. Where an agent of the node needs it, suppress the finding with the reason.",
  peers: {
    "kube-linter": ["host-network"],
    polaris: ["hostNetworkSet"],
    trivy: ["KSV-0009"],
    checkov: ["CKV_K8S_19"],
    kubescape: ["C-0041"],
  },
  compliance: ["PSS baseline", "CIS Kubernetes 5.2.5"],
  options: { allowNamespaces },
  examples: {
    bad: [
      deployment({ pod: "hostNetwork: ⟦true⟧\n" }),
      {
        title: "An agent of the node is one to give a reason for",
        files: code`
          apiVersion: apps/v1
          kind: DaemonSet
          metadata:
            name: cni
            namespace: network
          spec:
            selector:
              matchLabels: {app: cni}
            template:
              metadata:
                labels: {app: cni}
              spec:
                hostNetwork: ⟦true⟧
                containers: [{name: cni, image: "registry.example.com/cni:1"}]
        `,
      },
    ],
    good: [
      deployment({ pod: "hostNetwork: false\n" }),
      { title: "Absent is false", files: pod() },
      {
        title: "Parts of the cluster itself",
        files: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: kube-proxy
            namespace: kube-system
          spec:
            hostNetwork: true
            containers: [{name: proxy, image: "registry.k8s.io/kube-proxy:v1.34.0"}]
        `,
      },
      { title: "Decided by a chart's values", files: deployment({ pod: "hostNetwork: {{ .Values.hostNetwork }}\n" }) },
    ],
  },

  *check(manifest, options) {
    for (const { object, node } of sharingOf(manifest, "hostNetwork", options.allowNamespaces)) {
      yield { at: node, message: `${podTitle(object)} runs in the network of its node.`, subject: object.address };
    }
  },
});
