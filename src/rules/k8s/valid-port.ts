import type { KubernetesManifest, KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { DNS_LABEL, PORT_NAME, settled } from "../../model/kubernetes/names.ts";
import { isService } from "../../model/kubernetes/service.ts";
import {
  type Container,
  containerTitle,
  keyOf,
  type WorkloadView,
  workloadsOf,
} from "../../model/kubernetes/workload.ts";
import { asInteger } from "../../model/reading.ts";
import { asString, child, lacks, type Mapping, mappings, mayHoldMore, type Node } from "../../model/tree.ts";
import { is, known, type Value } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { askedPortNames } from "./_asked-ports.ts";
import { deployment, documents } from "./_examples.ts";
import { misnamed, type Owner, outsideOf, PORTS, repeats, type Span, spanOf } from "./_port-reports.ts";
import { service } from "./_service-example.ts";
import { inSentence, objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/valid-port",
  title: "Write valid ports",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The API server refuses a port that cannot exist and a name that no port may have. A port that a container lists twice it takes, and the next `kubectl apply` loses one of the two or fails.",
  remedy:
    "Write numbers from 1 to 65535, without quotes. Name a container's port with at most 15 lower-case letters, digits and dashes, each port of a Service with several, and no two alike.",
  peers: { "kube-linter": ["invalid-target-ports"], "kube-score": ["container-ports-check"] },
  options: {
    requireContainerPort: option.boolean(true, "Flag a port of a container that has no `containerPort`."),
    nodePorts: option.string("30000-32767", "The node ports of the cluster, as `--service-node-port-range` says."),
  },
  examples: {
    bad: [
      deployment({ container: "ports:\n  - containerPort: ⟦80800⟧\n  - containerPort: ⟦0⟧\n" }),
      {
        title: "Of a Service",
        files: service({
          ports:
            '- {name: a, port: ⟦0⟧}\n- {name: b, port: 80, targetPort: ⟦70000⟧}\n- {name: c, port: 81, nodePort: ⟦8081⟧}\n- {name: d, port: 82, targetPort: ⟦"8082"⟧}\n',
        }),
      },
      {
        title: "Names",
        files: deployment({
          container:
            "ports:\n  - {containerPort: 1, name: ⟦prometheus-metrics⟧}\n  - {containerPort: 2, name: ⟦'80'⟧}\n  - {containerPort: 3, name: ⟦http_api⟧}\n  - {containerPort: 4, name: ⟦HTTP⟧}\n",
        }),
      },
      {
        title: "Twice in a container",
        files: deployment({
          container:
            "ports:\n  - {containerPort: 8080, name: http}\n  - {containerPort: ⟦8080⟧, name: metrics}\n  - {containerPort: 9090, name: ⟦http⟧}\n",
        }),
      },
      {
        title: "Twice in a Service, or without names to tell them apart",
        files: service({
          ports:
            "- {name: http, port: 80}\n- {name: ⟦http⟧, port: 81}\n- {name: api, port: ⟦80⟧, targetPort: 81}\n- {⟦port⟧: 90}\n",
        }),
      },
      {
        title: "One name in two containers, when a Service asks for it",
        files: documents(
          service({ ports: "- {port: 80, targetPort: http}\n" }),
          deployment({
            container:
              "- {name: app, image: app, ports: [{name: http, containerPort: 8080}]}\n- {name: proxy, image: proxy, ports: [{name: ⟦http⟧, containerPort: 8081}]}\n",
          }),
        ),
      },
      { title: "No port at all", files: deployment({ container: "ports:\n  - name: ⟦http⟧\n    protocol: TCP\n" }) },
    ],
    good: [
      documents(
        service({ ports: "- port: 80\n  targetPort: http\n" }),
        deployment({ container: "ports:\n  - name: http\n    containerPort: 8080\n" }),
      ),
      {
        title: "One number for two protocols",
        files: documents(
          service({ ports: "- {name: dns, port: 53}\n- {name: dns-udp, port: 53, protocol: UDP}\n" }),
          deployment({ container: "ports:\n  - containerPort: 53\n  - containerPort: 53\n    protocol: UDP\n" }),
        ),
      },
      {
        title: "One name in two containers, when no Service asks for it",
        files: deployment({
          container:
            "- {name: app, image: app, ports: [{name: http, containerPort: 8080}]}\n- {name: proxy, image: proxy, ports: [{name: http, containerPort: 8081}]}\n",
        }),
      },
      {
        title: "A Service's own names may be longer, and 0 is no node port",
        files: service({ ports: "- {name: prometheus-metrics-2, port: 9090, nodePort: 0}\n" }),
      },
      {
        title: "On two addresses of the node",
        files: deployment({
          container:
            "ports:\n  - {containerPort: 53, hostPort: 53, hostIP: 10.0.0.1}\n  - {containerPort: 53, hostPort: 53, hostIP: 10.0.0.2}\n",
        }),
      },
      {
        title: "A cluster with other node ports",
        files: service({ ports: "- {port: 80, nodePort: 8080}\n" }),
        options: { nodePorts: "80-32767" },
      },
      {
        title: "Decided by a chart's values",
        files: {
          "web.yaml": documents(
            service({ ports: '- port: {{ .Values.port }}\n  targetPort: "{{ .Values.name }}"\n' }),
            service({ ports: "{{- if .Values.tls }}\n- port: 443\n{{- else }}\n- port: 443\n{{- end }}\n" }),
            deployment({ container: "ports:\n  - containerPort: {{ .Values.port }}\n" }),
          ),
        },
      },
    ],
  },

  *check(manifest, { requireContainerPort, nodePorts }) {
    for (const object of manifest.objects) {
      if (isService(object)) yield* inService(object, spanOf(nodePorts) ?? PORTS, manifest);
    }
    const asked = askedPortNames(manifest.objects);
    for (const view of workloadsOf(manifest)) {
      for (const container of view.workload.containers) yield* inContainer(container, requireContainerPort, manifest);
      if (!manifest.hasBranches) yield* ambiguous(view, () => asked(view));
    }
  },
});

/** Of the branches of a template, only one is there in the end. */
const isWhole = (list: Node | undefined, { hasBranches }: KubernetesManifest): boolean =>
  !hasBranches && list !== undefined && !mayHoldMore(list);

function* inContainer(container: Container, isRequired: boolean, manifest: KubernetesManifest): Generator<Report> {
  const owner = { who: inSentence(clipped(containerTitle(container), 60)), subject: container.address };
  const list = child(container.body, "ports");
  const ports = mappings(list);
  for (const port of ports) {
    yield* outsideOf(PORTS, child(port, "containerPort"), owner, "wrong");
    yield* outsideOf(PORTS, child(port, "hostPort"), owner);
    yield* misnamed(PORT_NAME, child(port, "name"), owner);
    if (!isRequired || !lacks(port, "containerPort")) continue;
    const at = asString(child(port, "name")) ?? port.entries[0] ?? container.anchor;
    yield { at, message: `This port of ${owner.who} has no number.`, missing: "containerPort", subject: owner.subject };
  }
  if (!isWhole(list, manifest)) return;
  yield* repeatedNames(ports, owner);
  for (const { at, first, text } of repeats(ports, numberIn)) {
    const related = [{ at: first, message: "Here it is for the first time." }];
    const message = `Port ${text.split("/", 2).join("/")} is listed by ${owner.who} already.`;
    yield { at, message, severity: "warning", subject: owner.subject, related };
  }
}

function* inService(object: KubernetesObject, nodePorts: Span, manifest: KubernetesManifest): Generator<Report> {
  const owner = { who: clipped(objectTitle(object), 60), subject: object.address };
  const list = child(object.tree, "spec", "ports");
  const ports = mappings(list);
  for (const port of ports) {
    yield* outsideOf(PORTS, child(port, "port"), owner, "wrong");
    yield* outsideOf(PORTS, child(port, "targetPort"), owner);
    for (const report of outsideOf(nodePorts, child(port, "nodePort"), owner)) {
      yield { ...report, severity: "warning" }; // the cluster may have been given others
    }
    yield* misnamed(DNS_LABEL, child(port, "name"), owner);
    if (!is(asString(child(port, "targetPort")), "")) yield* misnamed(PORT_NAME, child(port, "targetPort"), owner);
  }
  if (!isWhole(list, manifest)) return;
  for (const port of ports.length > 1 ? ports : []) {
    const at = keyOf(port, "port") ?? port.entries[0];
    if (!at || !lacks(port, "name")) continue;
    const message = `This port of ${owner.who} has no name to tell it from the others.`;
    yield { at, message, missing: "name", subject: owner.subject };
  }
  yield* repeatedNames(ports, owner);
  for (const { at, first, text } of repeats(ports, numberInService)) {
    const related = [{ at: first, message: "Here it is for the first time." }];
    yield { at, message: `${owner.who} has port ${clipped(text, 40)} already.`, subject: owner.subject, related };
  }
}

function* repeatedNames(ports: readonly Mapping[], { who, subject }: Owner): Generator<Report> {
  for (const { text, at, first } of repeats(ports, nameIn)) {
    const related = [{ at: first, message: "Here it is for the first time." }];
    yield { at, message: `The port name ${clipped(text, 40)} is that of another port of ${who}.`, subject, related };
  }
}

const nameIn = (port: Mapping) => partOf(settled(asString(child(port, "name"))));

const partOf = (at: Value<number | string> | undefined, ...more: readonly string[]) =>
  at?.known ? { text: [at.value, ...more].join("/"), at } : undefined;

/** A number may be there again for another protocol, or at another address of the node. */
function numberIn(port: Mapping) {
  const [protocol, hostPort, hostIP] = ["protocol", "hostPort", "hostIP"].map((key) => asString(child(port, key)));
  if ([protocol, hostPort, hostIP].some((value) => value?.known === false)) return undefined;
  const number = asInteger(child(port, "containerPort"), "kubectl");
  return partOf(number, known(protocol) ?? "TCP", known(hostPort) ?? "", known(hostIP) ?? "");
}

function numberInService(port: Mapping) {
  const protocol = asString(child(port, "protocol"));
  if (protocol?.known === false) return undefined;
  return partOf(asInteger(child(port, "port"), "kubectl"), known(protocol) ?? "TCP");
}

/** Which of two containers a Service means that asks for a name of both, only Kubernetes decides. */
function* ambiguous({ workload }: WorkloadView, asked: () => ReadonlySet<string>): Generator<Report> {
  const seen = new Map<string, Container>();
  for (const container of workload.containers.length > 1 ? workload.containers : []) {
    for (const port of container.role === "init" ? [] : mappings(child(container.body, "ports"))) {
      const name = settled(asString(child(port, "name")));
      if (!name?.known) continue;
      const other = seen.get(name.value) ?? container;
      seen.set(name.value, other);
      if (other === container || !asked().has(name.value)) continue;
      const who = inSentence(clipped(containerTitle(other), 60));
      const message = `The port name ${clipped(name.value, 40)}, which a Service targets, is that of ${who} too.`;
      yield { at: name, message, subject: container.address };
    }
  }
}
