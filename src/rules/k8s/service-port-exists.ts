import { isEmpty } from "../../model/kubernetes/labels.ts";
import { portsOf } from "../../model/kubernetes/probe.ts";
import { servicePorts, serviceSelector } from "../../model/kubernetes/service.ts";
import type { Container } from "../../model/kubernetes/workload.ts";
import { child, lacks, mayHoldMore } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { ofKind, unitsOf } from "../../project/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, documents } from "./_examples.ts";
import { PodIndex, type Pods } from "./_pods.ts";
import { service } from "./_service-example.ts";
import { objectTitle } from "./_title.ts";

const HTTP = "ports:\n  - name: http\n    containerPort: 8080\n";

export default defineProjectRule({
  id: "k8s/service-port-exists",
  title: "Target a named port the pods have",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "A Service that targets a port by a name that none of its pods declares has no endpoints for it, and every connection is refused, while nothing says so: the Service and the pods look healthy.",
  remedy: "Correct the name in `targetPort`, or give the container a port with that name.",
  examples: {
    bad: [
      {
        files: {
          "service.yaml": service({ ports: "- port: 80\n  targetPort: ⟦web⟧\n" }),
          "deployment.yaml": deployment({ container: HTTP }),
        },
      },
      {
        title: "A port for another protocol is not it",
        files: {
          "web.yaml": documents(
            service({
              ports:
                "- {name: a, port: 80, targetPort: http}\n- {name: b, port: 53, targetPort: ⟦http⟧, protocol: UDP}\n",
            }),
            deployment({ container: HTTP }),
          ),
        },
      },
      {
        title: "In what a kustomization builds",
        files: {
          "base/web.yaml": documents(
            service({ ports: "- port: 80\n  targetPort: ⟦http⟧\n" }),
            deployment({ container: "ports:\n  - containerPort: 8080\n" }),
          ),
          "overlay/kustomization.yaml": "resources:\n  - ../base/web.yaml\nnamespace: shop\n",
        },
      },
    ],
    good: [
      {
        files: {
          "service.yaml": service({ ports: "- port: 80\n  targetPort: http\n" }),
          "deployment.yaml": deployment({ container: HTTP }),
        },
      },
      {
        title: "Numbers need no declaration, and in quotes they are no names",
        files: {
          "web.yaml": documents(
            service({ ports: '- {name: a, port: 80, targetPort: 9090}\n- {name: b, port: 81, targetPort: "9091"}\n' }),
            deployment(),
          ),
        },
      },
      {
        title: "Of a native sidecar",
        files: {
          "web.yaml": documents(
            service({ ports: "- port: 80\n  targetPort: metrics\n" }),
            deployment({
              pod: code`
                initContainers:
                  - name: exporter
                    image: registry.example.com/exporter:1
                    restartPolicy: Always
                    ports: [{name: metrics, containerPort: 9100}]
              `,
            }),
          ),
        },
      },
      {
        title: "Of a container that a service mesh adds",
        files: {
          "web.yaml": documents(
            service({
              ports:
                "- {name: a, port: 80, targetPort: http-envoy-prom}\n- {name: b, port: 81, targetPort: linkerd-admin}\n",
            }),
            deployment(),
          ),
        },
      },
      {
        title: "Pods that are not here",
        files: {
          "web.yaml": documents(
            service({ ports: "- port: 80\n  targetPort: http\n", name: "elsewhere" }),
            deployment({ container: HTTP }),
          ),
        },
      },
      {
        title: "One of the pods it selects has the port",
        files: {
          "web.yaml": documents(
            service({ ports: "- port: 80\n  targetPort: http\n" }),
            deployment({ container: HTTP }),
            deployment().replace("name: web", "name: web-next"),
          ),
        },
      },
      {
        title: "Pods, ports or names that a template decides",
        files: {
          "chart/templates/web.yaml": documents(
            service({ ports: '- port: 80\n  targetPort: "{{ .Values.port }}"\n' }),
            deployment({ container: "ports:\n  {{- toYaml .Values.ports | nindent 12 }}\n" }),
          ),
        },
      },
    ],
  },

  *check(project) {
    for (const unit of unitsOf(project)) {
      if (unit.isPartial) continue;
      const index = new PodIndex(unit);
      for (const fact of ofKind(unit, "Service", "")) {
        const selector = serviceSelector(fact.object);
        const named = servicePorts(fact.object).filter(({ targetPort }) => typeof known(targetPort) === "string");
        if (!selector || isEmpty(selector) || named.length === 0) continue;
        const { sure, maybe, isOpen } = index.selectedBy(selector, fact);
        const [first, ...others] = sure;
        if (!first || isOpen) continue;
        for (const { targetPort, protocol } of named) {
          if (!targetPort?.known || typeof targetPort.value !== "string" || isLeftOut(targetPort.value)) continue;
          const wanted = { name: targetPort.value, protocol: protocol === undefined ? "TCP" : known(protocol) };
          if ([...sure, ...maybe].some((pods) => mayHavePort(pods, wanted))) continue;
          const who = `${clipped(objectTitle(first.fact.object), 70)}${others.length > 0 ? ` and ${others.length} more` : ""}`;
          yield {
            at: placeIn(fact, targetPort),
            message: `No container of ${who} declares ${portTitle(wanted)}.`,
            subject: fact.object.address,
            related: [{ at: first.fact, message: "This is what the Service selects." }],
          };
        }
      }
    }
  },
});

/** Ports of the containers that Dapr, Istio and Linkerd put into pods. */
const OF_MESHES: ReadonlySet<string> = new Set([
  "dapr-grpc",
  "dapr-http",
  "dapr-internal",
  "dapr-metrics",
  "http-envoy-prom",
  "linkerd-admin",
  "linkerd-proxy",
]);
/** A number in quotes is a name that no port may have, whatever the pods declare. */
const isLeftOut = (name: string): boolean => OF_MESHES.has(name) || /^\d*$/.test(name);

interface Wanted {
  readonly name: string;
  /** Nothing when that is decided elsewhere. */
  readonly protocol: string | undefined;
}

const portTitle = ({ name, protocol }: Wanted): string =>
  `a ${protocol === undefined ? "" : `${clipped(protocol, 20)} `}port named ${clipped(name, 40)}`;

const mayHavePort = ({ workload }: Pods, wanted: Wanted): boolean => {
  const list = child(workload.podSpec, "containers");
  if (!list || mayHoldMore(list)) return true;
  return workload.containers.some(
    ({ role, body }) => (role === "main" || role === "sidecar") && mayDeclare(body, wanted),
  );
};

function mayDeclare(body: Container["body"], { name: wanted, protocol: over }: Wanted): boolean {
  const list = child(body, "ports");
  if (list ? mayHoldMore(list) : !lacks(body, "ports")) return true;
  return portsOf({ body }).some(
    ({ name, protocol = { known: true, value: "TCP" } }) =>
      name && (!name.known || name.value === wanted) && (!over || !protocol.known || protocol.value === over),
  );
}
