import { labelSelector, type Selector } from "../../model/kubernetes/labels.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { child, lacks, type Mapping, mappings, type Node } from "../../model/tree.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { ofKind, unitsOf } from "../../project/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Ranged } from "../../text/source-file.ts";
import { Dangling, danglingReports } from "./_dangling.ts";
import { deployment, documents } from "./_examples.ts";
import { policy } from "./_network-policy-example.ts";
import { objectTitle } from "./_title.ts";

export default defineProjectRule({
  id: "k8s/network-policy-selects-pods",
  title: "Keep network policies pointed at pods",
  severity: "warning",
  preset: "strict",
  category: "correctness",
  why: "A policy whose selector fits no pod protects nothing, and a peer that fits none opens nothing, yet both look as if they did. Mostly a label was renamed on one side only.",
  remedy:
    "Make the selector say what the pod template's labels say, or remove the policy or peer that nothing stands behind any more.",
  peers: {
    "kube-linter": ["dangling-networkpolicy", "dangling-networkpolicypeer-podselector"],
    "kube-score": ["networkpolicy-targets-pod"],
    kubescape: ["C-0299"],
  },
  options: {
    peers: option.boolean(true, "Judge the pods that a policy lets in or out as well."),
    ignoreLabels: option.strings(
      ["batch.kubernetes.io/job-name", "job-name", "pod-template-hash", "statefulset.kubernetes.io/pod-name"],
      "Labels that pods get only in the cluster.",
    ),
  },
  examples: {
    bad: [
      {
        files: {
          "policy.yaml": policy("⟦podSelector⟧:\n  matchLabels: {app: wbe}\n"),
          "web.yaml": deployment(),
        },
      },
      {
        title: "Peers, by labels and expressions",
        files: {
          "web.yaml": documents(
            deployment(),
            policy(code`
              podSelector: {}
              ingress:
                - from:
                    - ⟦podSelector⟧: {matchLabels: {app: shop}}
              egress:
                - to:
                    - ⟦podSelector⟧:
                        matchExpressions: [{key: app, operator: In, values: [db, cache]}]
            `),
          ),
        },
      },
    ],
    good: [
      { files: { "policy.yaml": policy("podSelector:\n  matchLabels: {app: web}\n"), "web.yaml": deployment() } },
      {
        title: "An empty selector is every pod",
        files: {
          "web.yaml": documents(deployment(), policy("podSelector: {}\ningress:\n  - from: [{podSelector: {}}]\n")),
        },
      },
      {
        title: "Peers in other namespaces",
        files: {
          "web.yaml": documents(
            deployment(),
            policy(code`
              podSelector: {}
              ingress:
                - from:
                    - namespaceSelector: {}
                      podSelector: {matchLabels: {app: prometheus}}
            `),
          ),
        },
      },
      {
        title: "Peers, when they are not asked about",
        files: {
          "web.yaml": documents(
            deployment(),
            policy("podSelector: {}\ningress:\n  - from: [{podSelector: {matchLabels: {app: shop}}}]\n"),
          ),
        },
        options: { peers: false },
      },
      {
        title: "Labels that controllers and operators give",
        files: {
          "web.yaml": documents(
            deployment(),
            policy("podSelector:\n  matchLabels: {job-name: migrate}\n"),
            policy("podSelector:\n  matchLabels: {app.kubernetes.io/managed-by: db-operator}\n"),
          ),
        },
      },
      {
        title: "Pods that an operator makes",
        files: {
          "db.yaml": documents(
            deployment(),
            policy("podSelector:\n  matchLabels: {app: postgres}\n"),
            "apiVersion: db.example.com/v1\nkind: Postgres\nmetadata:\n  name: main\n",
          ),
        },
      },
      {
        title: "Only one overlay takes away the pods of a policy that all share",
        files: {
          "base/kustomization.yaml": "resources: [policy.yaml, web.yaml, worker.yaml]\n",
          "base/policy.yaml": policy("podSelector:\n  matchLabels: {app: web}\n"),
          "base/web.yaml": deployment(),
          "base/worker.yaml": deployment({ name: "worker" }),
          "full/kustomization.yaml": "resources: [../base]\n",
          "bare/kustomization.yaml": code`
            resources: [../base]
            patches:
              - patch: |
                  apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: web}
                  $patch: delete
          `,
        },
      },
      {
        title: "No pods in the namespace of the policy",
        files: {
          "web.yaml": documents(
            deployment(),
            policy("podSelector:\n  matchLabels: {app: db}\n", "  namespace: data\n"),
          ),
        },
      },
    ],
  },

  *check(project, options) {
    yield* danglingReports(judged(project, options));
  },
});

function* judged(project: Project, { peers, ignoreLabels }: JudgeOptions) {
  for (const unit of unitsOf(project)) {
    const dangling = new Dangling(project, unit, ignoreLabels);
    for (const fact of ofKind(unit, "NetworkPolicy", "networking.k8s.io")) {
      const { object } = fact;
      const spec = child(object.tree, "spec");
      const selectors = [
        ...selectorsIn(spec, OWN),
        ...(peers ? peersOf(spec).flatMap((peer) => selectorsIn(peer, PEER)) : []),
      ];
      for (const { at, selector, use } of selectors) {
        const verdict = isOfOperator(selector) ? undefined : dangling.verdict(selector, fact);
        if (!verdict) continue;
        const message = `${objectTitle(object)} ${use.says} of any workload here.`;
        const report = { at: placeIn(fact, at), message, missing: "pods", subject: object.address, peers: use.peers };
        yield { report, verdict };
      }
    }
  }
}

interface JudgeOptions {
  readonly peers: boolean;
  readonly ignoreLabels: readonly string[];
}

/** What a selector is for, and the codes other tools have for one that fits nothing. */
interface Use {
  readonly says: string;
  readonly peers: readonly string[];
}
const OWN: Use = {
  says: "selects no pod",
  peers: ["dangling-networkpolicy", "networkpolicy-targets-pod", "C-0299"],
};
const PEER: Use = { says: "names a peer that is no pod", peers: ["dangling-networkpolicypeer-podselector"] };

/** Peers in the namespace of the policy. */
const peersOf = (spec: Node | undefined): readonly Mapping[] =>
  [...mappings(child(spec, "ingress")), ...mappings(child(spec, "egress"))]
    .flatMap((rule) => [...mappings(child(rule, "from")), ...mappings(child(rule, "to"))])
    .filter((peer) => lacks(peer, "namespaceSelector"));

interface PodSelector {
  readonly at: Ranged;
  readonly selector: Selector;
  readonly use: Use;
}

function selectorsIn(parent: Node | undefined, use: Use): readonly PodSelector[] {
  const at = keyOf(parent, "podSelector");
  const selector = labelSelector(child(parent, "podSelector"));
  return at && selector ? [{ at, selector, use }] : [];
}

const isOfOperator = ({ matchLabels, matchExpressions }: Selector): boolean =>
  [...matchLabels.entries, ...matchExpressions].some(({ key }) => key === "app.kubernetes.io/managed-by");
