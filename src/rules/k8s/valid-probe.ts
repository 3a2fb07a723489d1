import {
  HANDLERS,
  PROBE_DEFAULTS,
  type Probe,
  probeNumber,
  probesOf,
  probeWords,
} from "../../model/kubernetes/probe.ts";
import { type Container, containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { asInteger } from "../../model/reading.ts";
import { child, lacks } from "../../model/tree.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, pod } from "./_examples.ts";
import { refusals } from "./_refused-probes.ts";

/** Less time to start than this is less than many a healthy program takes. */
const LEAST_SECONDS = 10;

const probed = (...lines: readonly string[]): string => deployment({ container: `${lines.join("\n")}\n` });

export default defineRule({
  id: "k8s/valid-probe",
  title: "Write probes that can pass",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "Kubernetes rejects a probe that asks nothing, asks in two ways at once, or stands in an init container that is no sidecar. A liveness probe that gives up too soon is accepted, and restarts a slow container before it has started, for ever.",
  remedy:
    "Give each probe exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec`, and a slow container a `startupProbe`, which holds the other two back.",
  examples: {
    bad: [
      { title: "It asks nothing", files: probed("⟦readinessProbe⟧:", "  periodSeconds: 5") },
      {
        title: "It asks twice",
        files: probed(
          "readinessProbe:",
          "  httpGet: { path: /ready, port: 8080 }",
          "  ⟦exec⟧: { command: [test, -e, /tmp/ready] }",
        ),
      },
      {
        title: "It asks twice, whatever the release",
        files: {
          "chart/templates/web.yaml": probed(
            "readinessProbe:",
            "  httpGet: { path: /ready, port: http }",
            "  ⟦tcpSocket⟧: { port: {{ .Values.port }} }",
          ),
        },
      },
      {
        title: "Less than none",
        files: probed("readinessProbe:", "  tcpSocket: { port: 8080 }", "  failureThreshold: ⟦-1⟧"),
      },
      {
        title: "None, which means three",
        files: probed("readinessProbe:", "  tcpSocket: { port: 8080 }", "  failureThreshold: ⟦0⟧"),
      },
      {
        title: "One success must do for a liveness probe",
        files: probed("livenessProbe:", "  tcpSocket: { port: 8080 }", "  successThreshold: ⟦2⟧"),
      },
      {
        title: "A path that starts nowhere",
        files: probed("readinessProbe:", "  httpGet: { path: ⟦ready⟧, port: 8080 }"),
      },
      { title: "No command to run", files: probed("readinessProbe:", "  ⟦exec⟧: { command: [] }") },
      {
        title: "Only a liveness or startup probe ends a pod, in whatever time",
        files: probed("readinessProbe:", "  tcpSocket: { port: 8080 }", "  ⟦terminationGracePeriodSeconds⟧: 5"),
      },
      {
        title: "An init container that is no sidecar",
        files: pod({
          pod: code`
            initContainers:
              - name: migrate
                image: registry.example.com/migrate:1
                ⟦readinessProbe⟧:
                  exec: { command: [/ready] }
          `,
        }),
      },
      {
        title: "Six seconds to start",
        files: probed(
          "⟦livenessProbe⟧:",
          "  httpGet: { path: /live, port: 8080 }",
          "  periodSeconds: 2",
          "  failureThreshold: 3",
        ),
      },
    ],
    good: [
      {
        title: "Half a minute by default",
        files: probed("livenessProbe:", "  httpGet: { path: /live, port: 8080 }"),
      },
      {
        title: "Knative asks the port by itself, as often as it can",
        files: code`
          apiVersion: serving.knative.dev/v1
          kind: Service
          metadata:
            name: web
          spec:
            template:
              spec:
                containers:
                  - image: registry.example.com/web:1
                    readinessProbe:
                      periodSeconds: 0
                      successThreshold: 1
        `,
      },
      {
        title: "A sidecar, and an init container that may be one",
        files: pod({
          pod: code`
            initContainers:
              - name: proxy
                image: registry.example.com/proxy:1
                restartPolicy: Always
                readinessProbe: { exec: { command: [/ready] } }
              - name: log
                image: registry.example.com/log:1
                restartPolicy: \${LOG_RESTART}
                readinessProbe: { exec: { command: ["\${READY}"] } }
          `,
        }),
      },
      {
        title: "A startup probe holds the liveness probe back",
        files: probed(
          "startupProbe:",
          "  httpGet: { path: /live, port: 8080 }",
          "  failureThreshold: 30",
          "livenessProbe:",
          "  httpGet: { path: /live, port: 8080 }",
          "  periodSeconds: 2",
        ),
      },
      {
        title: "It may wait longer for one answer than until it asks again",
        files: probed("readinessProbe:", "  grpc: { port: 8080 }", "  timeoutSeconds: 30", "  periodSeconds: 10"),
      },
      {
        title: "Several successes before traffic comes back",
        files: probed("readinessProbe:", "  exec: { command: [/ready] }", "  successThreshold: 3"),
      },
      {
        title: "A template that writes the one or the other",
        files: {
          "deploy/web.yaml": probed(
            "readinessProbe:",
            "  {{ if http }}",
            "  httpGet: { path: /ready, port: http }",
            "  {{ else }}",
            "  exec: { command: [/ready] }",
            "  {{ end }}",
          ),
          "chart/templates/web.yaml": probed(
            "readinessProbe:",
            "  {{- if .Values.http }}",
            "  httpGet: { path: /ready, port: http }",
            "  {{- else }}",
            "  tcpSocket: { port: http }",
            "  {{- end }}",
          ),
        },
      },
      {
        title: "Decided elsewhere",
        files: probed(
          "readinessProbe: {{ .Values.readinessProbe }}",
          "livenessProbe:",
          "  httpGet: { path: '{{ .Values.path }}', port: http }",
          "  periodSeconds: {{ .Values.period }}",
          "  failureThreshold: 1",
        ),
      },
    ],
  },

  *check(manifest) {
    const hasBranches = manifest.hasBranches === true; // it may write one of several
    for (const { container, workload } of containersOf(manifest)) {
      const isKnative = workload.kind === "Service"; // it fills in what and how often to ask
      for (const probe of probesOf(container)) {
        const title = `${containerTitle(container)} has a ${probeWords(probe)}`;
        for (const report of [
          ...handlers(probe, title, hasBranches, isKnative),
          ...numbers(probe, title, isKnative),
          ...paths(probe, title),
          ...refusals(probe, container),
        ]) {
          yield { ...report, subject: container.address };
        }
        yield* timeToStart(probe, container);
      }
    }
  },
});

function* handlers(
  { body, key, handlers: all }: Probe,
  title: string,
  hasBranches: boolean,
  isKnative: boolean,
): Generator<Report> {
  const [first, second] = all;
  if (!first && !isKnative && HANDLERS.every((kind) => lacks(body, kind))) {
    yield { at: key, message: `${title} that asks nothing.`, missing: "handler" };
  } else if (first && second && !hasBranches) {
    yield {
      at: second,
      message: `${title} that asks by ${first.kind} and by ${second.kind}, and Kubernetes takes one.`,
    };
  }
}

function* numbers({ body, use }: Probe, title: string, isKnative: boolean): Generator<Report> {
  for (const [field, usual] of Object.entries(PROBE_DEFAULTS)) {
    const at = asInteger(child(body, field), "kubectl");
    if (!at?.known) continue;
    const { value } = at;
    const named = `${title} with a ${field} of ${value}`;
    if (value < 0) yield { at, message: `${named}, which Kubernetes rejects.` };
    else if (value === 0 && usual !== 0 && !isKnative) {
      yield { at, message: `${named}, which means the default, ${usual}.`, severity: "warning" };
    } else if (field === "successThreshold" && value > 1 && use !== "readinessProbe") {
      yield { at, message: `${named}, and Kubernetes takes none but 1 there.` };
    }
  }
}

function* paths({ handlers: all }: Probe, title: string): Generator<Report> {
  for (const handler of all) {
    if (handler.kind !== "httpGet" || !handler.path?.known) continue;
    const { value } = handler.path;
    if (value === "" || value.startsWith("/")) continue;
    const message = `${title} for the path ${clipped(value)}, which does not start with a slash.`;
    yield { at: handler.path, message, severity: "warning" };
  }
}

function* timeToStart(probe: Probe, container: Container): Generator<Report> {
  if (probe.use !== "livenessProbe" || !lacks(container.body, "startupProbe")) return;
  const [delay, period, failures] = (["initialDelaySeconds", "periodSeconds", "failureThreshold"] as const).map(
    (field) => probeNumber(probe, field),
  );
  if (delay === undefined || period === undefined || failures === undefined) return;
  const seconds = delay + period * failures;
  if (seconds >= LEAST_SECONDS || Math.min(delay, period, failures) < 0) return;
  yield {
    at: probe.key,
    message: `${containerTitle(container)} is restarted after ${seconds} second${seconds === 1 ? "" : "s"} without an answer, also while it starts.`,
    missing: "startupProbe",
    subject: container.address,
    severity: "warning",
  };
}
