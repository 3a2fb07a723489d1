import { groupOf, type KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { containerTitle, type Workload, workloadsOf } from "../../model/kubernetes/workload.ts";
import { asString, child, lacks } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { removed } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, job, object, pod } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

/** By group, so that kinds of other vendors with the same name are left alone. */
const RESTARTING: ReadonlySet<string> = new Set([
  "/ReplicationController",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "apps.openshift.io/DeploymentConfig",
  "argoproj.io/Rollout",
  "extensions/DaemonSet",
  "extensions/Deployment",
  "extensions/ReplicaSet",
]);
const ENDING: ReadonlySet<string> = new Set(["batch/CronJob", "batch/Job"]);
const OF_THEIR_OWN: ReadonlySet<string> = new Set(["/Pod", "/PodTemplate"]);

const rollout = (policy: string): string =>
  object(
    "argoproj.io/v1alpha1",
    "Rollout",
    "web",
    `template:\n  spec:\n${policy}    containers: [{ name: web, image: "registry.example.com/web:3" }]\n`,
  );

export default defineRule({
  id: "k8s/restart-policy-valid",
  title: "Use a restartPolicy the controller accepts",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "Deployments and their like take no `restartPolicy` but `Always`, and Jobs none but `Never` and `OnFailure`, while the default of a pod is `Always`. Kubernetes rejects anything else.",
  remedy:
    "Leave `restartPolicy` out of Deployments, StatefulSets and DaemonSets; write `Never` or `OnFailure` in Jobs and CronJobs.",
  fix: "safe",
  peers: { "kube-score": ["cronjob-restartpolicy"], "kube-linter": ["restart-policy"] },
  examples: {
    bad: [
      {
        files: deployment({ pod: "restartPolicy: ⟦OnFailure⟧\nserviceAccountName: web\n" }),
        fixed: deployment({ pod: "serviceAccountName: web\n" }),
      },
      {
        title: "A Job whose pods would start over for ever",
        files: job({ pod: "restartPolicy: ⟦Always⟧\n" }),
      },
      {
        title: "Always is the default, in a CronJob too",
        files: code`
          apiVersion: batch/v1
          kind: CronJob
          metadata:
            name: report
          spec:
            schedule: "@daily"
            jobTemplate:
              spec:
                template:
                  ⟦spec⟧:
                    containers:
                      - name: report
                        image: registry.example.com/report:3
        `,
      },
      {
        title: "Case counts",
        files: pod({
          pod: "initContainers:\n  - name: proxy\n    image: registry.example.com/proxy:3\n    restartPolicy: ⟦always⟧\n",
        }),
      },
      { title: "A pod of its own, too", files: pod({ pod: "restartPolicy: ⟦OnFail⟧\n" }) },
      {
        title: "Those of OpenShift and Argo are no others",
        files: rollout("    restartPolicy: ⟦Never⟧\n"),
        fixed: rollout(""),
      },
    ],
    good: [
      deployment(),
      { title: "As it must be, said once more", files: deployment({ pod: "restartPolicy: Always\n" }) },
      { title: "An empty one is the default", files: pod({ pod: 'restartPolicy: ""\n' }) },
      { title: "The default, for a Deployment", files: deployment({ pod: 'restartPolicy: ""\n' }) },
      { title: "A pod may run once", files: pod({ pod: "restartPolicy: Never\n" }) },
      {
        title: "A Job may be left to fail",
        files: job({
          pod: "restartPolicy: Never\ninitContainers:\n  - name: proxy\n    image: registry.example.com/proxy:3\n    restartPolicy: Always\n",
        }),
      },
      {
        title: "A Job of another vendor has rules of its own",
        files: job({ pod: "" }).replace("batch/v1", "jobs.example.com/v1"),
      },
      { title: "Decided elsewhere", files: deployment({ pod: "restartPolicy: {{ .Values.restartPolicy }}\n" }) },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      const kind = `${groupOf(object) ?? "?"}/${workload.kind}`;
      if (RESTARTING.has(kind)) yield* restarting(object, workload);
      else if (ENDING.has(kind)) yield* ending(object, workload);
      else if (OF_THEIR_OWN.has(kind)) yield* ofItsOwn(object, workload);
      yield* initContainers(workload);
    }
  },
});

function* restarting(object: KubernetesObject, { podSpec }: Workload): Generator<Report> {
  const policy = settled(asString(child(podSpec, "restartPolicy")));
  if (!policy?.known || policy.value === "" || policy.value === "Always") return; // "" is the default
  const edits = removed(podSpec, ["restartPolicy"]);
  yield {
    at: policy,
    message: `${objectTitle(object)} has the restartPolicy ${clipped(policy.value)}, and takes none but Always.`,
    subject: object.address,
    fix: edits && { title: "Leave restartPolicy out", edits },
    peers: ["restart-policy"],
  };
}

function* ending(object: KubernetesObject, { podSpec, podSpecKey }: Workload): Generator<Report> {
  const { address: subject } = object;
  const title = objectTitle(object);
  if (lacks(podSpec, "restartPolicy")) {
    const message = `${title} has no restartPolicy, and the default, Always, is none it takes.`;
    yield { at: podSpecKey, message, subject, missing: "restartPolicy", peers: ["cronjob-restartpolicy"] };
    return;
  }
  const policy = settled(asString(child(podSpec, "restartPolicy")));
  if (!policy?.known || policy.value === "Never" || policy.value === "OnFailure") return;
  yield {
    at: policy,
    message: `${title} has the restartPolicy ${clipped(policy.value)}, and takes none but Never and OnFailure.`,
    subject,
    peers: ["cronjob-restartpolicy"],
  };
}

const POLICIES: ReadonlySet<string> = new Set(["Always", "Never", "OnFailure"]);

function* ofItsOwn(object: KubernetesObject, { podSpec }: Workload): Generator<Report> {
  const policy = settled(asString(child(podSpec, "restartPolicy")));
  if (!policy?.known || policy.value === "" || POLICIES.has(policy.value)) return; // "" is the default
  const message = `${objectTitle(object)} has the restartPolicy ${clipped(policy.value)}, which does not exist.`;
  yield { at: policy, message, subject: object.address, peers: [] };
}

/** Only `Always` makes one a sidecar; the other two are taken where containers have rules for restarting of their own. */

function* initContainers({ containers }: Workload): Generator<Report> {
  for (const container of containers) {
    if (container.role !== "init") continue;
    const policy = settled(asString(child(container.body, "restartPolicy")));
    const text = known(policy);
    if (!policy || text === undefined || POLICIES.has(text)) continue;
    const message = `${containerTitle(container)} has the restartPolicy ${clipped(text)}, which does not exist; a sidecar has Always.`;
    yield { at: policy, message, subject: container.address, peers: [] };
  }
}
