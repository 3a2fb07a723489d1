import { composeMounts } from "../../model/compose-mount.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";
import { isSocket, plainPath } from "./_host-path.ts";
import { hasImageLike } from "./_service.ts";

/** Sensitive as a whole; what lies below may be harmless, such as `/etc/localtime`. */
const WHOLE: ReadonlySet<string> = new Set([
  "/",
  "/dev",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/run",
  "/usr",
  "/var",
  "/var/run",
]);
/** Sensitive with all that lies below. */
const TREES = ["/root", "/boot", "/proc", "/sys", "/var/lib/docker", "~/.ssh", "~/.aws", "~/.kube", "~/.docker"];

export default defineRule({
  id: "compose/no-sensitive-mount",
  title: "Do not mount sensitive host paths",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "Through such a mount a container reads the host's keys and passwords, or writes what the host will run as root.",
  remedy: "Mount the one file or folder that the service needs, read-only where it only reads, or use a named volume.",
  peers: { kics: ["Volume Has Sensitive Host Directory"] },
  compliance: ["CIS Docker v1.2.0 5.5"],
  options: {
    allowImages: option.strings(
      ["*node-exporter*", "*node_exporter*", "*cadvisor*", "*datadog*", "*netdata*", "*telegraf*"],
      "Images that may read `/`, `/proc`, `/sys` and whatever else lies below the root, to watch the host.",
    ),
  },
  examples: {
    bad: [
      service("volumes:", "  - ⟦/:/host⟧"),
      service("volumes:", "  - ⟦/etc/:/host/etc:ro⟧"),
      { title: "Below some folders everything counts", files: service("volumes:", "  - ⟦~/.ssh/id_ed25519:/key:ro⟧") },
      {
        title: "Of the user, by whatever name",
        files: service(
          "volumes:",
          "  - ⟦$HOME/.ssh:/root/.ssh:ro⟧",
          "  - ⟦${HOME}/.aws:/root/.aws:ro⟧",
          "  - ⟦/home/ada/.kube/config:/kubeconfig⟧",
        ),
      },
      { title: "In a roundabout way", files: service("volumes:", "  - ⟦//etc/.:/host/etc⟧", "  - ⟦/srv/../etc:/e⟧") },
      {
        title: "In long form",
        files: service("volumes:", "  - type: bind", "    source: ⟦/var/lib/docker⟧", "    target: /docker"),
      },
      {
        title: "An agent may watch, not write",
        files:
          "services:\n  metrics:\n    image: quay.io/prometheus/node-exporter:v1.9.1\n    volumes:\n      - ⟦/:/host⟧\n",
      },
    ],
    good: [
      service("volumes:", "  - /etc/letsencrypt:/etc/letsencrypt:ro", "  - /etc/localtime:/etc/localtime:ro"),
      service("volumes:", "  - /lib/modules:/lib/modules:ro", "  - /dev/shm:/dev/shm"),
      {
        title: "A socket of the engine has a finding of its own",
        files: service("volumes:", "  - ~/.docker/run/docker.sock:/var/run/docker.sock"),
      },
      { title: "A volume of that name", files: service("volumes:", "  - root:/root") },
      {
        title: "An agent that watches the host",
        files:
          "services:\n  metrics:\n    image: quay.io/prometheus/node-exporter:v1.9.1\n    volumes:\n      - /:/host:ro\n",
      },
      {
        title: "What such agents are told to be given",
        files: `services:
  cadvisor:
    image: gcr.io/cadvisor/cadvisor:v0.52.1
    volumes:
      - /:/rootfs:ro
      - /var/run:/var/run:ro
      - /sys/fs/cgroup:/sys/fs/cgroup:ro
      - /var/lib/docker/:/var/lib/docker:ro
`,
      },
      {
        title: "Its tag decided by the environment",
        files:
          "services:\n  metrics:\n    image: prom/node-exporter:${VERSION}\n    volumes:\n      - /proc:/host/proc:ro\n",
      },
      { title: "Decided by the environment", files: service("volumes:", "  - ${DATA}:/data") },
    ],
  },

  *check({ services }, { allowImages }) {
    for (const one of services) {
      const { name, address } = one;
      const mayWatch = hasImageLike(one, allowImages);
      for (const { source, range, form, isReadOnly } of composeMounts(one)) {
        if (!source?.known || isSocket(source.value)) continue; // compose/no-docker-socket
        const path = plainPath(source.value);
        if (!isSensitive(path) || (mayWatch && isReadOnly && path.startsWith("/"))) continue;
        const message = `Service ${name} gets ${path} of the host.`;
        yield { at: form === "long" ? source : { range }, message, subject: address };
      }
    }
  },
});

const isSensitive = (path: string): boolean =>
  WHOLE.has(path) || TREES.some((tree) => path === tree || path.startsWith(`${tree}/`));
