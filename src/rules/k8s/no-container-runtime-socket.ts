import { hostPaths, nodePath } from "../../model/kubernetes/security.ts";
import { workloadsOf } from "../../model/kubernetes/workload.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { isAtOrBelow } from "../../text/path.ts";
import { pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

/** Wherever they stand. */
const SOCKET_NAME = /(?:^|\/)(?:containerd|cri-dockerd|crio|docker|dockershim|podman)\.sock(?:\.ttrpc)?$/;
/** What they are on Windows. */
const PIPE = /^(?:\\\\|\/\/)\.[\\/]pipe[\\/](?:containerd-containerd|docker_engine)$/i;
/** Where they stand by default: a folder above one shows it. Nodes lead from `/var/run` to `/run`. */
const SOCKETS = [
  "/run/containerd/containerd.sock",
  "/run/cri-dockerd.sock",
  "/run/crio/crio.sock",
  "/run/docker.sock",
  "/run/docker/containerd/containerd.sock",
  "/run/k0s/containerd.sock",
  "/run/k3s/containerd/containerd.sock",
  "/run/podman/podman.sock",
  "/var/snap/microk8s/common/run/containerd.sock",
];

const withVolume = (volume: string): string =>
  pod({
    container: "volumeMounts: [{name: docker-sock, mountPath: /host}]\n",
    pod: `volumes:\n  - name: docker-sock\n    ${volume}\n`,
  });

export default defineRule({
  id: "k8s/no-container-runtime-socket",
  title: "Do not mount the container runtime socket",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Whoever can talk to the container runtime of a node can start a privileged container there, and read-only mounts do not keep from talking: the socket is root on the node, past all policies of the cluster.",
  remedy:
    "Build images with a tool that needs no daemon, such as rootless BuildKit or Buildah, and ask the Kubernetes API about containers instead of the runtime.",
  peers: { "kube-linter": ["docker-sock"], trivy: ["KSV-0006"], checkov: ["CKV_K8S_27"], kubescape: ["C-0074"] },
  examples: {
    bad: [
      withVolume("hostPath: {path: ⟦/var/run/docker.sock⟧, type: Socket}"),
      { title: "The folder that holds it", files: withVolume("hostPath:\n      path: ⟦/run/containerd/⟧") },
      { title: "A folder above", files: withVolume('hostPath: {path: ⟦"/var/run"⟧}') },
      { title: "A runtime somewhere else", files: withVolume("hostPath: {path: ⟦/opt/engine/docker.sock⟧}") },
      {
        title: "The named pipe of a runtime on Windows",
        files: withVolume("hostPath:\n      path: ⟦\\\\.\\pipe\\docker_engine⟧"),
      },
      {
        title: "Whatever else a template decides",
        files: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: {{ .Release.Name }}-builder
          spec:
            containers: [{name: build, image: "{{ .Values.image }}"}]
            volumes:
              - name: socket
                hostPath:
                  path: ⟦/run/crio/crio.sock⟧
        `,
      },
    ],
    good: [
      { title: "A daemon of the pod's own", files: withVolume("emptyDir: {}") },
      { title: "Other sockets", files: withVolume("hostPath: {path: /var/run/dbus/system_bus_socket}") },
      { title: "Other folders below /run", files: withVolume("hostPath: {path: /run/udev}") },
      { title: "Decided by a chart's values", files: withVolume("hostPath: {path: {{ .Values.socket }}}") },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      for (const { path } of hostPaths(workload)) {
        const here = nodePath(path.value);
        if (!SOCKET_NAME.test(here) && !PIPE.test(path.value) && !showsSocket(here)) continue;
        yield {
          at: path,
          message: `${podTitle(object)} can talk to the container runtime of its node through ${clipped(path.value, 50)}.`,
          subject: object.address,
        };
      }
    }
  },
});

/** Of folders that hold most of a node, `no-sensitive-host-path` tells. */
const showsSocket = (path: string): boolean =>
  path !== "/" && path !== "/var" && SOCKETS.some((socket) => isAtOrBelow(socket, path));
