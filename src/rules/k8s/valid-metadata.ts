import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import {
  DNS_LABEL,
  faultOf,
  isBlankToFill,
  isBuiltIn,
  keyFault,
  LABEL_VALUE,
  nameForm,
  settled,
} from "../../model/kubernetes/names.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asString, child, type Entry, entries, lacks, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, documents, pod } from "./_examples.ts";
import { binding, role } from "./_rbac-examples.ts";
import { service } from "./_service-example.ts";
import { objectTitle } from "./_title.ts";

const labelled = (labels: string, of: "annotations" | "labels" = "labels"): string =>
  pod().replace("  name: web\n", `  name: web\n  ${of}:\n${labels}`);

export default defineRule({
  id: "k8s/valid-metadata",
  title: "Write valid names, labels and annotations",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The API server refuses an object whose name or label it cannot take, in the midst of a deployment, after what stands before it has been applied.",
  remedy:
    "Keep names to lower-case letters, digits, `-` and `.`, label values to 63 letters, digits, `-`, `_` and `.`. Put longer text into annotations, and data into a ConfigMap.",
  peers: { "kube-score": ["label-values"] },
  examples: {
    bad: [
      pod({ name: "⟦Web_App⟧" }),
      {
        title: "A Service starts with a letter, a namespace has no dots, a CronJob is short",
        files: documents(
          service({ name: "web" }).replace("name: web", "name: ⟦1st-web⟧"),
          "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ⟦team.shop⟧\n",
          "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: ⟦a-name-that-leaves-no-room-for-the-suffix-of-each-of-its-jobs⟧\n",
        ),
      },
      {
        title: "The namespace, and the labels of the jobs of a CronJob",
        files: documents(
          "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: ⟦team.shop⟧\n",
          "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\nspec:\n  jobTemplate:\n    metadata:\n      labels: {app: ⟦a report⟧}\n",
        ),
      },
      {
        title: "Keys and values of labels",
        files: labelled(
          "    owner: ⟦team@example.com⟧\n    ⟦my label⟧: web\n    ⟦Example.com/web⟧: web\n    description: ⟦_⟧\n",
        ),
      },
      {
        title: "Of a pod template",
        files: deployment().replace("        app: web\n", "        app: web\n        commit: ⟦feature/login⟧\n"),
      },
      { title: "Keys of annotations", files: labelled("    ⟦a/b/c⟧: any text at all\n", "annotations") },
      { title: "No name", files: "apiVersion: v1\nkind: ConfigMap\n⟦metadata⟧:\n  namespace: shop\n" },
      { title: "No metadata", files: "apiVersion: v1\n⟦kind⟧: ConfigMap\ndata: {}\n" },
    ],
    good: [
      labelled("    app.kubernetes.io/version: v1.4.2_rc.1\n    empty: ''\n    example.com/Team: Shop\n"),
      {
        title: "Names of roles may hold colons",
        files: documents(
          role("ClusterRole", "- {apiGroups: [''], resources: [pods], verbs: [get]}\n", "system:team:Reader"),
          binding("RoleBinding", "view", "- {kind: Group, name: a}\n").replace("name: team", "name: team:view"),
        ),
      },
      { title: "A name that the server makes", files: pod().replace("name: web", "generateName: web-") },
      {
        title: "What a template, a variable or a reader fills in",
        files: documents(
          pod({ name: '"{{ .Release.Name }}-web"' }),
          pod({ name: "${APP}_web" }),
          pod({ name: "<your-app>" }),
          pod({ name: "YOUR-APP" }),
          pod({ name: "web-__ENV__" }),
          pod({ name: "((environment))-web" }),
          pod({ name: "web-[[ .Environment ]]" }),
          labelled("    branch: $(BRANCH)/x\n    '{{ .Values.key }}': web\n"),
        ),
      },
      {
        title: "Files that look like objects and never reach a cluster",
        files: documents(
          "apiVersion: v1\nkind: Config\nclusters: []\n",
          "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []\n",
          "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: Web_App\n",
        ),
      },
      {
        title: "A patch that names its target elsewhere",
        files: {
          "base/web.yaml": pod(),
          "kustomization.yaml": "resources: [base/web.yaml]\npatches: [{path: patch.yaml, target: {kind: Pod}}]\n",
          "patch.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations: {a: b}\n",
        },
      },
      {
        title: "A pod that Jenkins or Spark takes for a template",
        files: "apiVersion: v1\nkind: Pod\nspec:\n  containers: [{name: build, image: maven}]\n",
      },
      {
        title: "Names of kinds whose API server takes others",
        files: code`
          apiVersion: user.openshift.io/v1
          kind: Identity
          metadata: {name: "htpasswd:jane"}
        `,
      },
    ],
  },

  *check({ objects }) {
    for (const object of objects) {
      const metadata = child(object.tree, "metadata");
      yield* ofName(object);
      const template =
        object.workload && object.workload.template !== object.tree ? object.workload.template : undefined;
      const jobs = child(object.tree, "spec", "jobTemplate", "metadata");
      for (const holder of [metadata, jobs, child(template, "metadata")]) yield* ofLabels(object, holder);
    }
  },
});

function* ofName(object: KubernetesObject): Generator<Report> {
  const { name, namespace, tree, address } = object;
  const form = nameForm(object);
  const fault = name?.known && form && !isBlankToFill(name.value) ? faultOf(name.value, form) : undefined;
  if (name && fault) {
    const kind = clipped(known(object.kind) ?? "", 40);
    const message = `The name ${quotedIfEmpty(known(name))} of ${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind} ${fault}.`;
    yield { at: name, message, subject: address };
  }
  const home = form && settled(namespace);
  const homeFault = home?.known && home.value !== "" && !isBlankToFill(home.value) && faultOf(home.value, DNS_LABEL);
  if (home?.known && homeFault) {
    const message = `The namespace ${clipped(home.value, 40)} of ${objectTitle(object)} ${homeFault}.`;
    yield { at: home, message, subject: address };
  }
  if (
    !isBuiltIn(object) ||
    NAMELESS.has(known(object.kind) ?? "") ||
    !lacks(tree, "metadata", "name") ||
    !lacks(tree, "metadata", "generateName")
  )
    return;
  const at = keyOf(tree, "metadata") ?? keyOf(tree, "kind") ?? object;
  yield {
    at,
    message: `This ${known(object.kind) ?? "object"} has no name.`,
    missing: "metadata.name",
    subject: address,
  };
}

const quotedIfEmpty = (text: string | undefined): string => clipped(text ?? "", 40) || '""';

/** What Airflow, Jenkins, Spark and others take a pod from, and name themselves. */
const NAMELESS: ReadonlySet<string> = new Set(["Pod", "PodTemplate"]);

const MOST_BYTES = 256 * 1024;

function* ofLabels(object: KubernetesObject, metadata: Node | undefined): Generator<Report> {
  const subject = object.address;
  const labels = entries(child(metadata, "labels"));
  const annotations = entries(child(metadata, "annotations"));
  const keys = [
    ...labels.map((entry) => ({ entry, key: stated(entry) })),
    ...annotations.map((entry) => ({ entry, key: stated(entry)?.toLowerCase() })), // as the API server reads them
  ];
  for (const { entry, key } of keys) {
    const fault = key === undefined ? undefined : keyFault(key);
    if (fault) yield { at: entry, message: `The key ${quotedIfEmpty(entry.key)} ${fault}.`, subject };
  }
  for (const { key = "", value } of labels) {
    const text = settled(asString(value));
    const fault = text?.known && !isBlankToFill(text.value) ? faultOf(text.value, LABEL_VALUE) : undefined;
    if (text && fault) yield { at: text, message: `The value of label ${clipped(key, 40)} ${fault}.`, subject };
  }
  const at = keyOf(metadata, "annotations");
  if (at && bytesOf(annotations) > MOST_BYTES) {
    yield { at, message: `The annotations of ${objectTitle(object)} are longer than 256 KiB.`, subject };
  }
}

/** The key, unless something else decides it or somebody is to replace it. */
function stated({ key, range }: Entry): string | undefined {
  const value = settled(key === undefined ? undefined : { known: true, value: key, range });
  return value?.known && !isBlankToFill(value.value) ? value.value : undefined;
}

/** Of keys and values, as far as they are known. */
function bytesOf(annotations: readonly Entry[]): number {
  const texts = annotations.flatMap(({ key = "", value }) => [key, known(asString(value)) ?? ""]);
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (3 * length <= MOST_BYTES) return length; // no character takes more than three bytes for each code unit
  return texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
}
