import { flagSetting } from "../../model/compose.ts";
import { composeMounts } from "../../model/compose-mount.ts";
import { child } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { service } from "./_examples.ts";
import { isSocket } from "./_host-path.ts";
import { hasImageLike } from "./_service.ts";

export default defineRule({
  id: "compose/no-docker-socket",
  title: "Do not mount the container engine socket",
  severity: "warning",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "Whoever can write to the socket can start a container that mounts the host's root: it is root on the host. A read-only mount does not help, since the socket is only opened.",
  remedy:
    "Put a socket proxy between, which lets through only the calls that are needed, or do without the engine's API.",
  peers: { kics: ["Docker Socket Mounted In Container"], semgrep: ["exposing-docker-socket-volume"] },
  compliance: ["CIS Docker v1.2.0 5.31"],
  options: {
    allowServices: option.strings(["*docker-socket-proxy*"], "Services, by name or image, that may have the socket."),
  },
  examples: {
    bad: [
      service("volumes:", "  - ⟦/var/run/docker.sock:/var/run/docker.sock⟧"),
      {
        title: "Read-only makes no difference",
        files: service("volumes:", "  - ⟦/run/docker.sock:/var/run/docker.sock:ro⟧"),
      },
      {
        title: "In long form",
        files: service(
          "volumes:",
          "  - type: bind",
          "    source: ⟦/run/containerd/containerd.sock⟧",
          "    target: /run/containerd/containerd.sock",
        ),
      },
      {
        title: "As people on Windows write it",
        files: service(
          "volumes:",
          "  - ⟦//var/run/docker.sock:/var/run/docker.sock⟧",
          "  - ⟦//./pipe/docker_engine://./pipe/docker_engine⟧",
          "  - type: npipe",
          "    source: ⟦\\\\.\\pipe\\docker_engine⟧",
          "    target: \\\\.\\pipe\\docker_engine",
        ),
      },
      {
        title: "Of an engine that runs as a user",
        files: service(
          "volumes:",
          "  - ⟦~/.colima/default/docker.sock:/var/run/docker.sock⟧",
          "  - ⟦/run/user/1000/podman/podman.sock:/var/run/docker.sock⟧",
        ),
      },
      { title: "By the key made for it", files: service("use_api_socket: ⟦true⟧") },
    ],
    good: [
      service("volumes:", "  - docker:/var/lib/docker"),
      {
        title: "A proxy",
        files:
          "services:\n  proxy:\n    image: tecnativa/docker-socket-proxy:0.3\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
      },
      {
        title: "A proxy whose tag the environment decides",
        files:
          "services:\n  proxy:\n    image: tecnativa/docker-socket-proxy:${TAG}\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
      },
      { title: "Another socket", files: service("volumes:", "  - /run/postgresql/.s.PGSQL.5432:/run/db.sock") },
      { title: "Decided by the environment", files: service("volumes:", "  - ${SOCKET}:/var/run/docker.sock") },
    ],
  },

  *check({ services }, { allowServices }) {
    for (const one of services) {
      const { name, body, address } = one;
      if (matchesAny(name, allowServices) || hasImageLike(one, allowServices)) continue;
      const message = `Service ${name} gets the socket of the container engine, and with it the host.`;
      for (const { source, range, form } of composeMounts(one)) {
        if (!source?.known || !isSocket(source.value)) continue;
        yield { at: form === "long" ? source : { range }, message, subject: address };
      }
      const uses = flagSetting(child(body, "use_api_socket"));
      if (uses && is(uses, true)) yield { at: uses, message, subject: address };
    }
  },
});
