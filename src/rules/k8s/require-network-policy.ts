import { type Labels, selects } from "../../model/kubernetes/labels.ts";
import { type Direction, type Isolation, isolationsOf } from "../../model/kubernetes/network-policy.ts";
import { podLabels } from "../../model/kubernetes/pod-labels.ts";
import type { Workload } from "../../model/kubernetes/workload.ts";
import { asBoolean } from "../../model/reading.ts";
import { child, lacks } from "../../model/tree.ts";
import { is, type Value } from "../../model/value.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { isRelease, type KubernetesUnit, mayShareNamespace, unitsOf } from "../../project/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { deployment, documents, pod } from "./_examples.ts";
import { policy } from "./_network-policy-example.ts";
import { podTitle } from "./_pod-title.ts";

const MARKED = deployment().replace("name: web", "name: ⟦web⟧");

export default defineProjectRule({
  id: "k8s/require-network-policy",
  title: "Isolate every pod with a NetworkPolicy",
  severity: "warning",
  preset: "strict",
  category: "security",
  why: "A pod that no policy selects takes connections from every other pod of the cluster, so whoever gets into any of them can try them all.",
  remedy:
    "Add a NetworkPolicy with an empty `podSelector` to the namespace, which denies everything, and others that let in what each workload needs.",
  peers: {
    "kube-linter": ["non-isolated-pod"],
    "kube-score": ["pod-networkpolicy"],
    polaris: ["missingNetworkPolicy"],
    checkov: ["CKV2_K8S_6"],
    kubescape: ["C-0030", "C-0260"],
  },
  compliance: ["NSA/CISA K8s Hardening: network separation", "CIS Kubernetes 5.3.2"],
  options: {
    directions: option.someOf(["egress", "ingress"], ["ingress"], "The directions in which pods are to be isolated."),
  },
  examples: {
    bad: [
      { files: { "web.yaml": MARKED } },
      {
        title: "Selected by none of the policies of its namespace",
        files: {
          "web.yaml": documents(
            MARKED,
            policy("podSelector: {matchExpressions: [{key: app, operator: In, values: [db]}]}\n"),
            policy("podSelector: {}\npolicyTypes: [Egress]\n"),
            policy("podSelector: {}\n", "  namespace: shop\n"),
          ).replace("name: ⟦web⟧", "name: ⟦web⟧\n  namespace: staging"),
        },
      },
      {
        title: "Isolated in one direction of two",
        files: { "web.yaml": documents(MARKED, policy("podSelector: {}\n")) },
        options: { directions: ["egress", "ingress"] },
      },
      {
        title: "A policy of Cilium for others",
        files: {
          "web.yaml": documents(
            MARKED,
            code`
              apiVersion: cilium.io/v2
              kind: CiliumNetworkPolicy
              metadata: {name: db}
              spec:
                endpointSelector: {matchLabels: {"k8s:app": db}}
                ingress: [{}]
            `,
          ),
        },
      },
    ],
    good: [
      { files: { "web.yaml": documents(deployment(), policy("podSelector:\n  matchLabels: {app: web}\n")) } },
      {
        title: "A default deny in another file; its types without rules are all it takes",
        files: {
          "deny.yaml": policy("podSelector: {}\npolicyTypes: [Ingress, Egress]\n"),
          "web.yaml": deployment(),
        },
        options: { directions: ["egress", "ingress"] },
      },
      {
        title: "By an expression",
        files: {
          "web.yaml": documents(
            deployment(),
            policy("podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db]}]}\n"),
          ),
        },
      },
      {
        title: "Rules for egress mean both, where no types are stated",
        files: { "web.yaml": documents(deployment(), policy("podSelector: {}\negress: []\n")) },
        options: { directions: ["egress", "ingress"] },
      },
      {
        title: "Policies of Cilium, Calico and of administrators",
        files: {
          "a.yaml": documents(
            deployment().replace("name: web", "name: web\n  namespace: shop"),
            code`
              apiVersion: projectcalico.org/v3
              kind: NetworkPolicy
              metadata: {name: web, namespace: shop}
              spec: {selector: app == 'web'}
            `,
          ),
          "b.yaml": documents(
            deployment().replace("name: web", "name: web\n  namespace: data"),
            code`
              apiVersion: cilium.io/v2
              kind: CiliumClusterwideNetworkPolicy
              metadata: {name: deny}
              spec: {endpointSelector: {matchLabels: {"any:app": web}}, ingressDeny: [{}]}
            `,
          ),
        },
      },
      {
        title: "In the network of its node, where no policy holds",
        files: { "web.yaml": pod({ pod: "hostNetwork: true\n" }) },
      },
      {
        title: "Policies or labels that a template decides",
        files: {
          "web.yaml": documents(deployment(), policy('podSelector: {matchLabels: {app: "{{ .Values.app }}"}}\n')),
        },
      },
    ],
  },

  *check(project, { directions }) {
    for (const unit of unitsOf(project)) {
      if (unit.isPartial) continue;
      // A policy for a whole namespace holds for what is installed into it, too.
      const isolated = isolator(isRelease(unit) ? { facts: project.all("kubernetes") } : unit);
      for (const fact of unit.facts) {
        const { object } = fact;
        const { workload } = object;
        if (!workload || isOnHostNetwork(workload)) continue;
        const given = podLabels(workload);
        const open = directions.filter((direction) => !isolated(given, object.namespace, direction));
        if (open.length === 0) continue;
        yield {
          at: placeIn(fact, object.name ?? object.kind),
          message: `${podTitle(object)} is isolated by no NetworkPolicy for ${open.join(" and ")}.`,
          missing: `NetworkPolicy for ${open.join(" and ")}`,
          subject: object.address,
        };
      }
    }
  },
});

const isOnHostNetwork = ({ podSpec }: Workload): boolean =>
  !lacks(podSpec, "hostNetwork") && !is(asBoolean(child(podSpec, "hostNetwork"), "kubectl"), false);

/** Comparisons in one unit; of one that needs more, nothing is said. */
const BUDGET = 2_000_000;

/** Tells whether some policy of the unit may isolate pods with these labels. */
function isolator(
  unit: Pick<KubernetesUnit, "facts">,
): (given: Labels, namespace: Value<string> | undefined, direction: Direction) => boolean {
  const all = unit.facts.flatMap(({ object }) => isolationsOf(object));
  let budget = BUDGET;
  return (given, namespace, direction) => {
    budget -= all.length;
    return budget < 0 || all.some((one) => mayIsolate(one, given, namespace, direction));
  };
}

const mayIsolate = (
  { selector, namespace, directions }: Isolation,
  given: Labels,
  home: Value<string> | undefined,
  direction: Direction,
): boolean =>
  directions.has(direction) &&
  mayShareNamespace(namespace, home) &&
  (selector === undefined || selects(selector, given) !== false);
