import { hostPaths, type Mount, mountsOf, nodePath } from "../../model/kubernetes/security.ts";
import { workloadsOf } from "../../model/kubernetes/workload.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { isAtOrBelow } from "../../text/path.ts";
import { pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

const SENSITIVE = [
  "/",
  "/boot",
  "/dev",
  "/etc",
  "/home",
  "/lib",
  "/lib64",
  "/proc",
  "/root",
  "/sys",
  "/usr",
  "/var/lib/containerd",
  "/var/lib/docker",
  "/var/lib/etcd",
  "/var/lib/kubelet",
];
/** Nothing in them tells of the node or steers it. */
const HARMLESS = [
  "/dev/fuse",
  "/dev/log",
  "/dev/net/tun",
  "/dev/null",
  "/dev/random",
  "/dev/urandom",
  "/dev/zero",
  "/etc/localtime",
  "/etc/ssl/certs",
  "/etc/timezone",
  "/lib/modules",
  "/usr/share/ca-certificates",
  "/usr/share/zoneinfo",
];
/** What agents that measure the node or gather its logs read. */
const READ_BY_AGENTS = [
  "/etc/hostname",
  "/etc/machine-id",
  "/etc/os-release",
  "/proc",
  "/sys",
  "/usr/lib/os-release",
  "/var/lib/docker/containers",
];

const volumes = (mount: string, path: string): string =>
  pod({
    container: `volumeMounts:\n  - ${mount}\n`,
    pod: `volumes:\n  - name: host\n    hostPath:\n      path: ${path}\n`,
  });

export default defineRule({
  id: "k8s/no-sensitive-host-path",
  title: "Do not mount sensitive host directories",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "System folders of the node hold the credentials of its kubelet, the programs it runs and the data of other pods. A container that can write there takes over the node; one that can read there can often do the same with what it finds.",
  remedy:
    "Use a volume of the cluster: `emptyDir`, a PersistentVolumeClaim, a ConfigMap or Secret. An agent that reads figures of the node mounts `/proc` and `/sys` with `readOnly: true`.",
  peers: {
    "kube-linter": ["sensitive-host-mounts"],
    polaris: ["hostPathSet"],
    trivy: ["KSV-0121"],
    kubescape: ["C-0045", "C-0048"],
  },
  compliance: ["PSS baseline"],
  options: {
    paths: option.strings(
      SENSITIVE,
      "What no pod may mount, nor anything below it, nor what holds it; of `/` only itself is meant.",
    ),
    allowPaths: option.strings([], "What pods may mount all the same, with all below it."),
    nodeAgents: option.boolean(
      true,
      "Whether what agents of the node read may be mounted read-only (`/`, `/proc`, `/sys`, its name and release, the logs of containers), and volumes that no container mounts are left alone.",
    ),
  },
  strict: { options: { nodeAgents: false } },
  examples: {
    bad: [
      volumes("{name: host, mountPath: /host}", "⟦/etc/kubernetes/pki⟧"),
      {
        title: "Another way to write it",
        files: volumes("{name: host, mountPath: /host}", "⟦/var/log/../lib//kubelet/⟧"),
      },
      { title: "What holds such a folder", files: volumes("{name: host, mountPath: /host}", "⟦/var/lib⟧") },
      { title: "The whole node, writable", files: volumes("{name: host, mountPath: /host}", "⟦/⟧") },
      {
        title: "Figures of the node, writable",
        files: volumes("{name: host, mountPath: /host/proc, readOnly: false}", "⟦/proc⟧"),
      },
      {
        title: "Logs of containers, writable",
        files: volumes("{name: host, mountPath: /var/lib/docker/containers}", "⟦/var/lib/docker/containers⟧"),
      },
      {
        title: "Read-only too, where that is not enough",
        files: volumes("{name: host, mountPath: /host/proc, readOnly: true}", "⟦/proc⟧"),
        options: { nodeAgents: false },
      },
      {
        title: "A path of the team's own",
        files: volumes("{name: host, mountPath: /data}", "⟦/srv/customers/a⟧"),
        options: { paths: ["/srv/customers"] },
      },
    ],
    good: [
      { title: "A folder made for pods", files: volumes("{name: host, mountPath: /data}", "/mnt/disks/data") },
      {
        title: "An agent that reads figures of the node",
        files: volumes("{name: host, mountPath: /host/root, readOnly: true}", "/"),
      },
      {
        title: "An agent that reads a part of them",
        files: volumes("{name: host, mountPath: /host/sys, readOnly: true}", "/sys/fs/cgroup"),
      },
      {
        title: "An agent that reads the logs of containers, and which node it is on",
        files: pod({
          container: code`
            volumeMounts:
              - {name: logs, mountPath: /var/lib/docker/containers, readOnly: true}
              - {name: machine, mountPath: /etc/machine-id, readOnly: true}
          `,
          pod: code`
            volumes:
              - {name: logs, hostPath: {path: /var/lib/docker/containers}}
              - {name: machine, hostPath: {path: /etc/machine-id}}
          `,
        }),
      },
      {
        title: "Nothing of the node's own",
        files: volumes("{name: host, mountPath: /etc/localtime}", "/etc/localtime"),
      },
      {
        title: "The time of a city",
        files: volumes("{name: host, mountPath: /etc/localtime}", "/usr/share/zoneinfo/Asia/Tokyo"),
      },
      {
        title: "Random numbers that never run out",
        files: volumes("{name: host, mountPath: /dev/random}", "/dev/urandom"),
      },
      { title: "The log of the node, to write to", files: volumes("{name: host, mountPath: /dev/log}", "/dev/log") },
      { title: "A name that only starts like one", files: volumes("{name: host, mountPath: /data}", "/etcd/data") },
      { title: "Mounted by no container", files: volumes("{name: other, mountPath: /data}", "/etc") },
      {
        title: "Allowed by the team",
        files: volumes("{name: host, mountPath: /certs}", "/etc/pki/ca-trust/extracted"),
        options: { allowPaths: ["/etc/pki/ca-trust"] },
      },
      {
        title: "Another kind of volume",
        files: code`
          apiVersion: v1
          kind: PersistentVolume
          metadata:
            name: disk
          spec:
            capacity: {storage: 10Gi}
            accessModes: [ReadWriteOnce]
            hostPath: {path: /var/lib/docker/volumes/disk}
        `,
      },
      {
        title: "Decided by a chart's values",
        files: volumes("{name: host, mountPath: /data}", '"/etc/{{ .Values.folder }}"'),
      },
    ],
  },

  *check(manifest, { paths, allowPaths, nodeAgents }) {
    const allowed = [...HARMLESS, ...allowPaths].map(nodePath);
    const sensitive = paths.map(nodePath);
    for (const { object, workload } of workloadsOf(manifest)) {
      const found = hostPaths(workload);
      const mounts = found.length > 0 && nodeAgents ? mountsOf(workload) : undefined;
      for (const { path: at, volume = "" } of found) {
        const path = nodePath(at.value);
        if (!at.value.startsWith("/") || !isSensitive(path, sensitive)) continue;
        if (allowed.some((folder) => isAtOrBelow(path, folder))) continue;
        if (mounts && !isAtRisk(path, mounts.get(volume) ?? [])) continue;
        yield { at, message: `${podTitle(object)} mounts ${clipped(at.value)} of its node.`, subject: object.address };
      }
    }
  },
});

const isSensitive = (path: string, sensitive: readonly string[]): boolean =>
  path === "/"
    ? sensitive.includes("/")
    : sensitive.some((folder) => folder !== "/" && (isAtOrBelow(path, folder) || isAtOrBelow(folder, path)));

/** Does a container mount it, and in a way that agents of the node need not? */
function isAtRisk(path: string, mounts: readonly Mount[]): boolean {
  const mayBeRead = path === "/" || READ_BY_AGENTS.some((folder) => isAtOrBelow(path, folder));
  return mounts.some(({ isReadOnly }) => !mayBeRead || isReadOnly === false);
}
