import { workloadsOf } from "../../model/kubernetes/workload.ts";
import { asString, child, entry, isNull, lacks, type Mapping } from "../../model/tree.ts";
import { removed, renamedKey } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

const OLD = "serviceAccount";
const NEW = "serviceAccountName";

export default defineRule({
  id: "k8s/no-deprecated-service-account-field",
  title: "Use serviceAccountName, not serviceAccount",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "`serviceAccount` is an old name of the field that Kubernetes keeps for old manifests only. Where both are there, the new one wins, and tools that know nothing but the new one see the default account.",
  remedy: "Rename the key to `serviceAccountName`; where that is there already, remove the old one.",
  fix: "safe",
  peers: { "kube-linter": ["deprecated-service-account-field"], kubescape: ["C-0294"] },
  examples: {
    bad: [
      {
        files: deployment({ pod: "⟦serviceAccount⟧: web # may read pods\n" }),
        fixed: deployment({ pod: "serviceAccountName: web # may read pods\n" }),
      },
      {
        title: "Another account than the one that counts",
        files: pod({ pod: "⟦serviceAccount⟧: old\nserviceAccountName: web\n" }),
        fixed: pod({ pod: "serviceAccountName: web\n" }),
      },
      {
        title: "In JSON",
        files:
          '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{⟦"serviceAccount"⟧:"web","containers":[]}}\n',
        fixed:
          '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"serviceAccountName":"web","containers":[]}}\n',
      },
    ],
    good: [
      deployment({ pod: "serviceAccountName: web\n" }),
      {
        title: "As the API server writes it out",
        files: pod({ pod: "serviceAccount: web\nserviceAccountName: web\n" }),
      },
      { title: "Empty", files: pod({ pod: 'serviceAccount: ""\n' }) },
      {
        title: "Either may be decided by a chart's values",
        files: pod({ pod: "serviceAccount: web\nserviceAccountName: {{ .Values.account }}\n" }),
      },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      const { podSpec } = workload;
      const old = entry(podSpec, OLD);
      if (!old || isNull(old.value) || !isMisleading(podSpec)) continue;
      const edits = lacks(podSpec, NEW) ? renamedKey(old, NEW) : removed(podSpec, [OLD]);
      yield {
        at: old,
        message: `${podTitle(object)} names its account by the old field serviceAccount.`,
        subject: object.address,
        fix: edits && { title: `Use ${NEW}`, edits },
      };
    }
  },
});

/** Is the new field certain not to say the same? */
function isMisleading(podSpec: Mapping): boolean {
  const [old, current] = [asString(child(podSpec, OLD)), asString(child(podSpec, NEW))];
  if (!old || (old.known && old.value === "")) return false;
  return current ? old.known && current.known && old.value !== current.value : lacks(podSpec, NEW);
}
