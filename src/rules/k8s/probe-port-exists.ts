import { type Handler, type Port, portsOf, probesOf, probeWords } from "../../model/kubernetes/probe.ts";
import { type Container, containerTitle, type Workload, workloadsOf } from "../../model/kubernetes/workload.ts";
import { child, lacks, mayHoldMore } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment } from "./_examples.ts";
import { inSentence } from "./_title.ts";

const probing = (handler: string, ports = "- name: http\n  containerPort: 8080\n"): string =>
  deployment({ container: `${ports && `ports:\n${ports.replace(/^(?=.)/gm, "  ")}`}readinessProbe:\n  ${handler}\n` });

export default defineRule({
  id: "k8s/probe-port-exists",
  title: "Probe a port the container has",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The kubelet looks the name of a port up among the ports of the container. When it is not there the probe fails each time: the pod never gets traffic, or is restarted for ever.",
  remedy: "Name one of the container's own ports, or give its number.",
  options: {
    numeric: option.boolean(false, "Also judge ports given by number, where the container lists its ports."),
  },
  strict: { options: { numeric: true } },
  peers: { "kube-linter": ["liveness-port", "readiness-port", "startup-port"] },
  examples: {
    bad: [
      probing("httpGet: { path: /ready, port: ⟦web⟧ }"),
      { title: "No port has a name", files: probing("tcpSocket: { port: ⟦http⟧ }", "- containerPort: 8080\n") },
      { title: "A number in quotes is a name", files: probing("tcpSocket: { port: ⟦'8080'⟧ }") },
      {
        title: "The port of another container",
        files: deployment({
          container: `- name: app
  image: registry.example.com/app:1.4.2
  readinessProbe:
    httpGet: { path: /ready, port: ⟦metrics⟧ }
- name: exporter
  image: registry.example.com/exporter:2
  ports:
    - name: metrics
      containerPort: 9100
`,
        }),
      },
      { title: "A number that is not listed", files: probing("grpc: { port: ⟦9090⟧ }"), options: { numeric: true } },
      {
        title: "A number that listens to UDP",
        files: probing("tcpSocket: { port: ⟦53⟧ }", "- containerPort: 53\n  protocol: UDP\n"),
        options: { numeric: true },
      },
    ],
    good: [
      probing("httpGet: { path: /ready, port: http }"),
      {
        title: "A number needs no list of ports, which only informs",
        files: probing("httpGet: { path: /ready, port: 8080 }", ""),
        options: { numeric: true },
      },
      { title: "A number that is not listed may be open all the same", files: probing("tcpSocket: { port: 9090 }") },
      {
        title: "Another host is asked",
        files: probing("httpGet: { host: status.example.com, path: /, port: web }"),
      },
      { title: "A command asks no port", files: probing("exec: { command: [/ready] }") },
      {
        title: "A sidecar is none of the application's containers",
        files: deployment({
          pod: `initContainers:
  - name: proxy
    image: registry.example.com/proxy:3
    restartPolicy: Always
    startupProbe:
      tcpSocket: { port: admin }
`,
        }),
      },
      {
        title: "A port of a sidecar answers in the same pod",
        files: deployment({
          pod: `initContainers:
  - name: proxy
    image: registry.example.com/proxy:3
    restartPolicy: Always
    ports:
      - containerPort: 15021
`,
          container: `ports:
  - containerPort: 8080
readinessProbe:
  httpGet: { path: /ready, port: 15021 }
`,
        }),
        options: { numeric: true },
      },
      { title: "Decided elsewhere", files: probing("httpGet: { path: /ready, port: '{{ .Values.port }}' }") },
      {
        title: "The name of the port is decided elsewhere",
        files: probing(
          "httpGet: { path: /ready, port: web }",
          "- name: '{{ .Values.portName }}'\n  containerPort: 8080\n",
        ),
      },
    ],
  },

  *check(manifest, { numeric }) {
    for (const { workload } of workloadsOf(manifest)) {
      for (const container of workload.containers) {
        if (container.role === "sidecar") continue;
        for (const probe of probesOf(container)) {
          const port = probe.handlers.map(portAsked).find((one) => one !== undefined);
          if (!port?.known || hasOpenPorts(container)) continue;
          const fault =
            typeof port.value === "string"
              ? nameFault(port.value, container)
              : numeric && numberFault(port.value, container, workload);
          if (!fault) continue;
          const message = `The ${probeWords(probe)} of ${inSentence(containerTitle(container))} asks ${fault}.`;
          yield { at: port, message, subject: container.address, peers: [PEERS[probe.use]] };
        }
      }
    }
  },
});

const PEERS = {
  livenessProbe: "liveness-port",
  readinessProbe: "readiness-port",
  startupProbe: "startup-port",
} as const;

/** Of another host, nothing is known here. */
function portAsked(handler: Handler): Port | undefined {
  if (handler.kind === "exec" || (handler.kind !== "grpc" && handler.host)) return undefined;
  return handler.port;
}

function hasOpenPorts({ body }: Container): boolean {
  const ports = child(body, "ports");
  if (ports === undefined) return !lacks(body, "ports");
  return mayHoldMore(ports) || portsOf({ body }).some(({ name, number }) => isOpen(name) || isOpen(number));
}
const isOpen = (value: { readonly known: boolean } | undefined): boolean => value?.known === false;

const nameFault = (asked: string, container: Container): string | undefined =>
  portsOf(container).some(({ name }) => is(name, asked))
    ? undefined
    : `for a port named ${clipped(asked)}, and none of its ports has that name`;

function numberFault(asked: number, container: Container, { containers }: Workload): string | undefined {
  if (portsOf(container).length === 0) return undefined;
  const listed = containers.flatMap((one) => portsOf(one)).filter(({ number }) => is(number, asked));
  if (listed.some(({ protocol }) => !protocol?.known || protocol.value === "TCP")) return undefined;
  const [first] = listed;
  if (!first) return `port ${asked}, which is none of its ports`;
  return `port ${asked}, which it declares for ${clipped(known(first.protocol) ?? "")}`;
}
