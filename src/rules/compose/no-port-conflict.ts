import { type ComposeFile, type ComposeService, setting, settings } from "../../model/compose.ts";
import { type ComposePort, composePorts, type PortSpan } from "../../model/compose-port.ts";
import { child } from "../../model/tree.ts";
import { known, type Value } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { mayRunTogether } from "./_profiles.ts";
import { isSwarm, replicasOf } from "./_replicas.ts";

export default defineRule({
  id: "compose/no-port-conflict",
  title: "Host ports must be unique",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "compose",
  why: "A port of the host belongs to one container. The second service that wants it does not start, and which one that is changes from run to run.",
  remedy:
    "Publish one of the two on another port, give them profiles that never run together, or let the engine choose: write the container's port alone.",
  peers: { dclint: ["no-duplicate-exported-ports"] },
  examples: {
    bad: [
      code`
        services:
          api:
            image: api:1
            ports: ["8080:80"]
          admin:
            image: admin:1
            ports: [⟦"8080:3000"⟧]
      `,
      {
        title: "In a range, in the long form, on every interface",
        files: code`
          services:
            api:
              image: api:1
              ports:
                - 9000-9010:9000-9010
            admin:
              image: admin:1
              ports:
                - target: 80
                  published: ⟦9005⟧
                - ⟦"127.0.0.1:9010:81"⟧
        `,
      },
      {
        title: "On every address of one family",
        files: code`
          services:
            api:
              image: api:1
              ports: ["0.0.0.0:80:80", "[::]:81:81"]
            admin:
              image: admin:1
              ports: [⟦"127.0.0.1:80:80"⟧, ⟦"[::1]:81:81"⟧, ⟦"81:82"⟧]
        `,
      },
      { title: "By default", files: "services:\n  api:\n    image: api:1\n    ports: ['80:80', ⟦'${PORT:-80}:81'⟧]\n" },
      {
        title: "An override that adds one",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    ports: ['80:80']\n  web:\n    image: web:1\n",
          "compose.override.yaml": "services:\n  web:\n    ports: [⟦'80:8080'⟧]\n",
        },
      },
      {
        title: "Several containers of one service",
        files: "services:\n  api:\n    image: api:1\n    scale: 3\n    ports: [⟦'8080:80'⟧, '9000-9010:90']\n",
      },
    ],
    good: [
      {
        title: "Other addresses, protocols and ports",
        files: code`
          services:
            api:
              image: api:1
              ports: ["127.0.0.1:80:80", "10.0.0.1:80:81", "53:53/udp", "53:53/tcp", "8080", "127.0.0.1::80"]
            admin:
              image: admin:1
              ports: ["8080", "10.0.0.2:80:80"]
        `,
      },
      {
        title: "Every address of IPv4, and every one of IPv6",
        files: code`
          services:
            api:
              image: api:1
              ports: ["0.0.0.0:80:80", "[::]:80:80", "127.0.0.1:81:81"]
            admin:
              image: admin:1
              ports: ["[::]:81:80"]
        `,
      },
      {
        title: "One of which there is no container",
        files: code`
          services:
            old:
              image: api:1
              deploy: { replicas: 0 }
              ports: ["80:80"]
            new:
              image: api:2
              ports: ["80:80"]
        `,
      },
      {
        title: "Never at the same time",
        files: code`
          services:
            cpu:
              image: llm:1
              profiles: [cpu]
              ports: ["8080:80"]
            gpu:
              image: llm:1-gpu
              profiles: [gpu]
              ports: ["8080:80"]
        `,
      },
      {
        title: "Decided elsewhere",
        files: "services:\n  a:\n    image: a:1\n    ports: ['${A}:80', '${B}:81', '${IP}80:82']\n",
      },
      {
        title: "The engine chooses one of a range",
        files: "services:\n  a:\n    image: a:1\n    ports: ['8000-8010:80', '8000-8010:81']\n",
      },
      {
        title: "A swarm shares the port among its replicas",
        files:
          "services:\n  a:\n    image: a:1\n    ports: ['80:80']\n    deploy: { replicas: 3, update_config: { parallelism: 1 } }\n",
      },
      {
        title: "A variant that is a project of its own",
        files: {
          "compose.yaml": "services:\n  web:\n    image: web:1\n    ports: ['80:80']\n",
          "compose.dev.yaml":
            "services:\n  web:\n    image: web:dev\n  vite:\n    image: node:22\n    ports: ['80:5173']\n",
        },
      },
      {
        title: "An override puts it elsewhere",
        files: {
          "compose.yaml":
            "services:\n  a:\n    image: a:1\n    ports: ['80:80']\n  b:\n    image: b:1\n    ports: ['81:81']\n",
          "compose.override.yaml": "services:\n  a:\n    ports: !override ['82:80']\n  b:\n    ports: ['80:82']\n",
        },
      },
      {
        title: "On the network of the host nothing is published",
        files:
          "services:\n  a:\n    image: a:1\n    network_mode: host\n    ports: ['80:80']\n  b:\n    image: b:1\n    ports: ['80:80']\n",
      },
    ],
  },

  *check(file) {
    yield* conflicts(file);
    if (isSwarm(file)) return;
    for (const service of file.services) {
      const replicas = replicasOf(service);
      if (replicas === undefined || replicas.count < 2) continue;
      for (const { at, span } of publishedBy(service)) {
        if (span.first !== span.last) continue;
        const message = `Only one of the ${replicas.count} containers of ${clipped(service.name, 40)} can have port ${span.first}.`;
        yield { at, message, subject: service.address, related: [{ at: replicas, message: "Set here." }] };
      }
    }
  },
});

/** A port of the host that a service surely wants. */
interface Published {
  readonly at: Value<PortSpan>;
  readonly span: PortSpan;
  /** Nothing for every address; `0.0.0.0` and `::` are every one of their family. */
  readonly ip: string | undefined;
  readonly protocol: string;
  readonly target: PortSpan | undefined;
  readonly service: ComposeService;
  readonly profiles: readonly Value<string>[];
}

/** Compared in order of port, each with the last ones that reach as far: no more than its nearest conflict is told. */
function* conflicts({ services }: ComposeFile): Generator<Report> {
  const all = services.flatMap(publishedBy);
  const order = new Map(all.map((one, i) => [one, i]));
  let open: Published[] = [];
  for (const one of all.toSorted((a, b) => a.span.first - b.span.first)) {
    open = open.filter(({ span }) => span.last >= one.span.first).slice(-MOST);
    const other = open.find((before) => clash(before, one));
    open.push(one);
    if (!other) continue;
    const [first, second] = (order.get(other) ?? 0) < (order.get(one) ?? 0) ? [other, one] : [one, other];
    const port = Math.max(one.span.first, other.span.first);
    yield {
      at: second.at,
      message: `Port ${port} of the host is published by ${ownerOf(first, second)} already.`,
      subject: second.service.address,
      related: [{ at: first.at, message: "Published here first." }],
    };
  }
}
/** Of ports that overlap, more than anybody writes. */
const MOST = 500;

const ownerOf = (first: Published, second: Published): string =>
  first.service === second.service ? "the same service" : `service ${clipped(first.service.name, 40)}`;

function clash(one: Published, other: Published): boolean {
  if (one.protocol !== other.protocol) return false;
  if (!areShared(one.ip, other.ip)) return false;
  if (one.service === other.service) return one.target?.first !== other.target?.first;
  return mayRunTogether(one.profiles, other.profiles);
}

/** Of two addresses, is one the other, or every one of its family? */
function areShared(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  const isOfSix = one.includes(":");
  return isOfSix === other.includes(":") && [one, other].includes(isOfSix ? "::" : "0.0.0.0");
}

function publishedBy(service: ComposeService): readonly Published[] {
  const { body } = service;
  if (replicasOf(service)?.count === 0) return [];
  const mode = child(body, "network_mode");
  if (mode && known(setting(mode)) !== "bridge") return [];
  const profiles = settings(child(body, "profiles"));
  return composePorts(service).flatMap((port) => published(port, service, profiles) ?? []);
}

function published(
  { published: at, target, hostIp, protocol }: ComposePort,
  service: ComposeService,
  profiles: Published["profiles"],
): Published | undefined {
  if (!at?.known || !protocol.known || (hostIp && !hostIp.known)) return undefined;
  const { value: span } = at;
  const inside = known(target);
  const isFree = span.last > span.first && (inside === undefined || inside.first === inside.last);
  if (isFree || span.first === 0) return undefined; // the engine chooses
  const ip = hostIp?.value || undefined;
  return { at, span, ip, protocol: protocol.value, target: inside, service, profiles };
}
