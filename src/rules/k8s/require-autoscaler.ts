import { kindOf } from "../../model/kubernetes/manifest.ts";
import { replicasOf } from "../../model/kubernetes/rollout.ts";
import { asString, child, mappings, type Node } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { grouped } from "../../text/grouped.ts";
import { autoscaler, deployment, documents, object } from "./_examples.ts";
import { meet } from "./_near.ts";
import { PodIndex } from "./_pods.ts";
import { Scalers } from "./_scalers.ts";
import { service } from "./_service-example.ts";
import { servicesByWorkload } from "./_services.ts";
import { objectTitle } from "./_title.ts";

const WEB = deployment().replace("name: web", "name: ⟦web⟧");
const INGRESS = object(
  "networking.k8s.io/v1",
  "Ingress",
  "shop",
  "defaultBackend:\n  service: { name: web, port: { number: 80 } }\n",
);
const ROUTE = object(
  "gateway.networking.k8s.io/v1",
  "HTTPRoute",
  "shop",
  "rules:\n  - backendRefs: [{ name: web, port: 80 }]\n",
);

export default defineProjectRule({
  id: "k8s/require-autoscaler",
  title: "Autoscale user-facing workloads",
  severity: "info",
  preset: "strict",
  category: "reliability",
  why: "What users reach directly gets as much load as they like. A fixed number of pods is too few on the busiest day, and paid for on all others.",
  remedy: "Add a HorizontalPodAutoscaler with a `minReplicas` of 2 or more.",
  options: { all: option.boolean(false, "Also judge Deployments that are not reached from outside.") },
  examples: {
    bad: [
      { title: "Behind an Ingress", files: { "ingress.yaml": INGRESS, "web.yaml": documents(WEB, service()) } },
      { title: "Behind a route of a Gateway", files: { "route.yaml": ROUTE, "web.yaml": documents(WEB, service()) } },
      {
        title: "Behind a load balancer",
        files: { "web.yaml": documents(WEB, service({ spec: "type: LoadBalancer\n" })) },
      },
      { title: "Every Deployment, when asked", files: { "web.yaml": WEB }, options: { all: true } },
    ],
    good: [
      {
        files: { "ingress.yaml": INGRESS, "web.yaml": documents(deployment(), service(), autoscaler()) },
      },
      { title: "Reached from inside only", files: { "web.yaml": documents(deployment(), service()) } },
      {
        title: "Pods that grow instead",
        files: {
          "ingress.yaml": INGRESS,
          "web.yaml": documents(
            deployment(),
            service(),
            object(
              "autoscaling.k8s.io/v1",
              "VerticalPodAutoscaler",
              "web",
              "targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }\n",
            ),
          ),
        },
      },
    ],
  },

  *check(project, { all }) {
    for (const unit of unitsOf(project)) {
      if (unit.isPartial) continue;
      const scalers = new Scalers(unit);
      const services = servicesByWorkload(unit, new PodIndex(unit));
      const doorTo = doors(unit);
      for (const fact of unit.facts) {
        const { object: one } = fact;
        if (kindOf(one) !== "Deployment" || !one.workload || replicasOf(one) === 0) continue;
        const door = (services.get(fact) ?? []).map(doorTo).find((found) => found !== undefined);
        if ((!door && !all) || scalers.mayScale(fact, () => true)) continue;
        yield {
          at: fact,
          message: `Nothing scales ${objectTitle(one)}${door ? ", which is reached from outside" : ""}.`,
          missing: "autoscaler",
          subject: one.address,
          related: door && [{ at: door, message: "It is reached through this." }],
        };
      }
    }
  },
});

/** What lets users in to a Service. */
function doors(unit: KubernetesUnit): (service: KubernetesFact) => KubernetesFact | undefined {
  const kinds = ["Ingress", "HTTPRoute", "GRPCRoute"];
  const links = kinds
    .flatMap((kind) => ofKind(unit, kind))
    .flatMap((from) => backends(from.object.tree).map((name) => ({ name, from })));
  const byName = grouped(links, ({ name }) => name);
  return (service) => {
    if (is(asString(child(service.object.tree, "spec", "type")), "LoadBalancer")) return service;
    return byName.get(known(service.object.name))?.find(({ from }) => meet(from, service))?.from;
  };
}

/** The names of the Services that an Ingress or route sends traffic to, in its own namespace. */
function backends(tree: Node): readonly (string | undefined)[] {
  const spec = child(tree, "spec");
  const rules = mappings(child(spec, "rules"));
  const paths = rules.flatMap((rule) => mappings(child(rule, "http", "paths")).map((path) => child(path, "backend")));
  const ofIngress = [child(spec, "defaultBackend"), child(spec, "backend"), ...paths].map(
    (backend) => child(backend, "service", "name") ?? child(backend, "serviceName"),
  );
  const ofRoutes = rules
    .flatMap((rule) => mappings(child(rule, "backendRefs")))
    .filter((reference) => !child(reference, "namespace"))
    .map((reference) => child(reference, "name"));
  return [...ofIngress, ...ofRoutes].flatMap((name) => known(asString(name)) ?? []);
}
