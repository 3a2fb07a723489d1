import { kindOf } from "../../model/kubernetes/manifest.ts";
import { replicasOf } from "../../model/kubernetes/rollout.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asString, child } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { Claims } from "./_claims.ts";
import { autoscaler, deployment, documents, object } from "./_examples.ts";
import { Scalers, setsReplicas } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";

const KINDS: ReadonlySet<string | undefined> = new Set(["Deployment", "DeploymentConfig", "Rollout", "StatefulSet"]);

const CLAIM = "volumes:\n  - name: data\n    persistentVolumeClaim: { claimName: data }\n";

export default defineProjectRule({
  id: "k8s/min-replicas",
  title: "Run at least two replicas",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  why: "With one replica, each drained or failed node and each crash is an outage, for as long as another pod takes to start.",
  remedy: "Set `replicas` to 2 or more, or let an autoscaler do so.",
  peers: {
    "kube-linter": ["minimum-three-replicas"],
    "kube-score": ["deployment-replicas"],
    polaris: ["deploymentMissingReplicas"],
  },
  options: {
    min: option.integer(2, "How many replicas there must be at least."),
    ignoreNames: option.strings(
      [],
      "Names of workloads of which one must do, such as `*-operator`; `*` stands for anything.",
    ),
  },
  examples: {
    bad: [
      { files: { "web.yaml": deployment({ spec: "replicas: ⟦1⟧\n" }) } },
      { title: "One by default", files: { "web.yaml": deployment().replace("spec:", "⟦spec⟧:") } },
      {
        title: "Fewer than asked for",
        files: { "web.yaml": deployment({ spec: "replicas: ⟦2⟧\n" }) },
        options: { min: 3 },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ spec: "replicas: 2\n" }) } },
      { title: "An autoscaler decides", files: { "web.yaml": documents(deployment(), autoscaler()) } },
      {
        title: "KEDA decides",
        files: {
          "web.yaml": documents(
            deployment({ spec: "replicas: 1\n" }),
            object("keda.sh/v1alpha1", "ScaledObject", "web", "scaleTargetRef: { name: web }\n"),
          ),
        },
      },
      { title: "Switched off for now", files: { "web.yaml": deployment({ spec: "replicas: 0\n" }) } },
      {
        title: "Only one may write to its volume",
        files: { "web.yaml": deployment({ spec: "replicas: 1\nstrategy: { type: Recreate }\n", pod: CLAIM }) },
      },
      {
        title: "One leads, and the others would wait",
        files: { "operator.yaml": deployment({ name: "queue-operator" }) },
        options: { ignoreNames: ["*-operator"] },
      },
      { title: "Decided elsewhere", files: { "web.yaml": deployment({ spec: "replicas: {{ .Values.replicas }}\n" }) } },
      {
        title: "Set by the overlay",
        files: {
          "base/kustomization.yaml": "resources:\n  - web.yaml\n",
          "base/web.yaml": deployment(),
          "prod/kustomization.yaml": "resources:\n  - ../base\nreplicas:\n  - name: web\n    count: 3\n",
        },
      },
    ],
  },

  *check(project, { min, ignoreNames }) {
    for (const unit of unitsOf(project)) {
      if (unit.isPartial) continue;
      const scalers = new Scalers(unit);
      const claims = new Claims(unit);
      for (const fact of unit.facts) {
        const { object: one } = fact;
        const replicas = KINDS.has(kindOf(one)) && one.workload ? replicasOf(one) : undefined;
        if (replicas === undefined || replicas === 0 || replicas >= min || scalers.mayScale(fact, setsReplicas))
          continue;
        if (matchesAny(known(one.name) ?? "", ignoreNames) || (isRecreated(fact) && claims.mayHaveOneWriter(fact)))
          continue;
        const stated = child(one.tree, "spec", "replicas");
        yield {
          at: placeIn(fact, stated ?? keyOf(one.tree, "spec") ?? one.kind),
          message: `${objectTitle(one)} runs ${replicas} pod${replicas === 1 ? "" : "s"}, and should run at least ${min}.`,
          missing: stated ? undefined : "replicas",
          subject: one.address,
        };
      }
    }
  },
});

const isRecreated = ({ object: { tree } }: KubernetesFact): boolean =>
  is(asString(child(tree, "spec", "strategy", "type")), "Recreate");
