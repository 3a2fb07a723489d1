import { setting } from "../../model/compose.ts";
import { child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";
import { hasImageLike } from "./_service.ts";

/** What a container shares with the host when the key says `host`, and the code that KICS has for it. */
const NAMESPACES: Readonly<Record<string, { readonly shared: string; readonly kics: string }>> = {
  cgroup: { shared: "control groups", kics: "Cgroup Not Default" },
  ipc: { shared: "shared memory and semaphores", kics: "Shared Host IPC Namespace" },
  network_mode: { shared: "network", kics: "Shared Host Network Namespace" },
  pid: { shared: "processes", kics: "Host Namespace is Shared" },
  userns_mode: { shared: "user ids", kics: "Shared Host User Namespace" },
  uts: { shared: "host name", kics: "Host Namespace is Shared" },
};

export default defineRule({
  id: "compose/no-host-namespace",
  title: "Do not share host namespaces",
  severity: "warning",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "A shared namespace takes away the wall that a container is: with the host's network it reaches what listens on localhost, with its processes it may signal and inspect them.",
  remedy: "Remove the key. Publish ports instead of sharing the network.",
  peers: {
    kics: [
      "Cgroup Not Default",
      "Host Namespace is Shared",
      "Shared Host IPC Namespace",
      "Shared Host Network Namespace",
      "Shared Host User Namespace",
    ],
  },
  compliance: [
    "CIS Docker v1.2.0 5.9",
    "CIS Docker v1.2.0 5.15",
    "CIS Docker v1.2.0 5.16",
    "CIS Docker v1.2.0 5.20",
    "PSS baseline",
  ],
  options: {
    allowImages: option.strings(
      ["*node-exporter*", "*node_exporter*", "*netdata*", "*wireguard*", "*tailscale*"],
      "Images that are made to see the host.",
    ),
  },
  examples: {
    bad: [
      service("network_mode: ⟦host⟧"),
      service('pid: ⟦"host"⟧'),
      { title: "By default", files: service("ipc: ⟦${IPC:-host}⟧") },
    ],
    good: [
      service("network_mode: service:vpn"),
      service("network_mode: none"),
      { title: "Decided by the environment", files: service("network_mode: ${NETWORK}") },
      {
        title: "An agent that watches the host",
        files: "services:\n  metrics:\n    image: quay.io/prometheus/node-exporter:v1.9.1\n    pid: host\n",
      },
      {
        title: "Its tag, or its registry, decided by the environment",
        files:
          "services:\n  metrics:\n    image: prom/node-exporter:${VERSION}\n    pid: host\n  vpn:\n    image: ${REGISTRY}/wireguard:1.0\n    network_mode: host\n",
      },
    ],
  },

  *check({ services }, { allowImages }) {
    for (const one of services) {
      if (hasImageLike(one, allowImages)) continue;
      const { name, body, address } = one;
      for (const [key, { shared, kics }] of Object.entries(NAMESPACES)) {
        const mode = setting(child(body, key));
        if (!mode?.known || mode.value !== "host") continue;
        yield { at: mode, message: `Service ${name} shares the host's ${shared}.`, subject: address, peers: [kics] };
      }
    }
  },
});
