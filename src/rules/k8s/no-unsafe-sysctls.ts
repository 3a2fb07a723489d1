import { settled } from "../../model/kubernetes/names.ts";
import { workloadsOf } from "../../model/kubernetes/workload.ts";
import { asString, child, mappings } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { deployment, pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

/**
 * https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/ and the Go module k8s.io/pod-security-admission v0.37,
 * read 2026-11-21: the two last named came with Kubernetes 1.37.
 */
const SAFE: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
  "net.ipv4.tcp_notsent_lowat",
  "net.ipv4.tcp_slow_start_after_idle",
]);

export default defineRule({
  id: "k8s/no-unsafe-sysctls",
  title: "Use only safe sysctls",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Sysctls that are not known to stay within a pod can slow down or break other pods of the node. Kubelets reject a pod that sets one, unless the node was set up to allow it.",
  remedy:
    "Remove the sysctl, or allow it on the nodes with `--allowed-unsafe-sysctls` and here with the option `allow`.",
  peers: { "kube-linter": ["unsafe-sysctls"], trivy: ["KSV-0026"] },
  compliance: ["PSS baseline"],
  options: {
    allow: option.strings([], "Names that the nodes allow; `*` stands for any run of characters."),
  },
  examples: {
    bad: [
      deployment({ pod: 'securityContext:\n  sysctls:\n    - name: ⟦kernel.msgmax⟧\n      value: "65536"\n' }),
      {
        title: "Of the network too, with slashes too",
        files: pod({
          pod: 'securityContext:\n  sysctls: [{name: ⟦net.core.somaxconn⟧, value: "1024"}, {name: ⟦net/ipv4/ip_forward⟧, value: "1"}]\n',
        }),
      },
    ],
    good: [
      {
        title: "Safe ones, whatever they start with",
        files: pod({
          pod: 'securityContext:\n  sysctls:\n    - {name: net.ipv4.tcp_syncookies, value: "1"}\n    - {name: net.ipv4.tcp_keepalive_time, value: "300"}\n    - {name: net/ipv4/ip_unprivileged_port_start, value: "0"}\n',
        }),
      },
      {
        title: "Safe since Kubernetes 1.37",
        files: pod({
          pod: 'securityContext:\n  sysctls: [{name: net.ipv4.tcp_slow_start_after_idle, value: "0"}]\n',
        }),
      },
      {
        title: "Allowed on the nodes",
        files: pod({ pod: 'securityContext:\n  sysctls: [{name: net.core.somaxconn, value: "1024"}]\n' }),
        options: { allow: ["net.core.*"] },
      },
      {
        title: "Decided by a variable",
        files: pod({ pod: 'securityContext:\n  sysctls: [{name: $SYSCTL, value: "1"}]\n' }),
      },
      {
        title: "Decided by a chart's values",
        files: pod({
          pod: "securityContext:\n  sysctls: [{name: {{ .Values.sysctl }}, value: {{ .Values.limit }}}]\n",
        }),
      },
    ],
  },

  *check(manifest, { allow }) {
    for (const { object, workload } of workloadsOf(manifest)) {
      for (const sysctl of mappings(child(workload.podSpec, "securityContext", "sysctls"))) {
        const at = settled(asString(child(sysctl, "name")));
        if (!at?.known) continue;
        const name = at.value.replaceAll("/", ".");
        if (name === "" || SAFE.has(name) || matchesAny(name, allow)) continue;
        yield {
          at,
          message: `${podTitle(object)} sets the sysctl ${clipped(name, 60)}, which is not known to be safe.`,
          subject: object.address,
        };
      }
    }
  },
});
