import { groupOf, type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { isBuiltIn } from "../../model/kubernetes/names.ts";
import { type Container, containerTitle, keyOf, type Workload } from "../../model/kubernetes/workload.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, documents, job, object, pod } from "./_examples.ts";
import { triggeredIn } from "./_image-triggers.ts";
import { isEmpty } from "./_object-judges.ts";
import { CONTAINER_ROWS, POD_ROWS } from "./_object-pod-rows.ts";
import { type Ground, judged } from "./_object-row.ts";
import { OBJECT_ROWS } from "./_object-rows.ts";
import { inSentence, objectTitle } from "./_title.ts";

const ingress = (spec: string): string => object("networking.k8s.io/v1", "Ingress", "web", spec);
const policy = (rule: string): string =>
  object("networking.k8s.io/v1", "NetworkPolicy", "web", `podSelector: {}\npolicyTypes: [Ingress]\ningress:\n${rule}`);
const role = (rule: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: web}\nrules:\n${rule}`;

export default defineRule({
  id: "k8s/valid-object",
  title: "Write objects that the API server takes",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "Much of what the schema of an object allows the API server refuses all the same: a name with an underscore, a path mounted twice, a rule without verbs. The release then stops half way, after what stands before it has been applied.",
  remedy:
    "Write what the message asks for. `kubectl apply --dry-run=server` says the same, where there is a cluster to ask.",
  peers: {},
  examples: {
    bad: [
      {
        title: "Names of containers and volumes",
        files: deployment({
          pod: "volumes:\n  - {name: ⟦my_data⟧, emptyDir: {}}\n  - {name: cache, emptyDir: {}}\n  - {name: ⟦cache⟧, emptyDir: {}}\n",
          container: "- {name: ⟦my_app⟧, image: app:1}\n- {name: web, image: web:1}\n- {name: ⟦web⟧, image: web:2}\n",
        }),
      },
      {
        title: "An init container is a container too",
        files: pod({ pod: "initContainers:\n  - {name: app, image: init:1}\n" }).replace(
          "  - name: app\n",
          "  - name: ⟦app⟧\n",
        ),
      },
      {
        title: "One path for two volumes",
        files: pod({
          pod: "volumes:\n  - {name: a, emptyDir: {}}\n  - {name: b, configMap: {name: b}, ⟦secret⟧: {secretName: b}}\n",
          container: "volumeMounts:\n  - {name: a, mountPath: /data}\n  - {name: b, mountPath: ⟦/data⟧}\n",
        }),
      },
      {
        title: "No containers, no image",
        files: documents(
          deployment({ container: "- name: ⟦app⟧\n" }),
          object(
            "apps/v1",
            "DaemonSet",
            "agent",
            "selector: {matchLabels: {app: agent}}\ntemplate:\n  metadata: {labels: {app: agent}}\n  spec:\n    ⟦containers⟧: []\n",
          ),
        ),
      },
      {
        title: "Where the environment comes from",
        files: pod({
          container: code`
            env:
              - name: A
                value: a
                ⟦valueFrom⟧: {fieldRef: {fieldPath: metadata.name}}
              - name: B
                ⟦valueFrom⟧: {}
            envFrom:
              - {⟦prefix⟧: A_}
          `,
        }),
      },
      {
        title: "Routes of an Ingress",
        files: documents(
          ingress(
            "rules:\n  - host: ⟦Shop.example.com⟧\n    http: {paths: [{path: ⟦shop⟧, pathType: Prefix, ⟦backend⟧: {}}]}\n",
          ),
          ingress("defaultBackend: {service: {name: web, ⟦port⟧: {}}}\n"),
          ingress("⟦tls⟧: []\n").replace("⟦tls⟧", "tls").replace("spec:", "⟦spec⟧:"),
        ),
      },
      {
        title: "Whom a NetworkPolicy lets in",
        files: documents(
          policy("  - from: [{ipBlock: {cidr: ⟦10.0.0.0/33⟧}}, {⟦podSelector⟧: null}]\n"),
          policy("  - ports: [{port: 2000, endPort: ⟦1000⟧}, {⟦endPort⟧: 80}]\n"),
        ),
      },
      {
        title: "Rules and subjects of roles",
        files: documents(
          role("  - {apiGroups: [''], resources: [pods], ⟦verbs⟧: []}\n  - {⟦apiGroups⟧: [''], verbs: [get]}\n"),
          "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: web}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects:\n  - {⟦kind⟧: ServiceAccount, name: web}\n",
        ),
      },
      {
        title: "A claim, a Service, a Job",
        files: documents(
          object("v1", "PersistentVolumeClaim", "data", "accessModes: [ReadWriteOnce]\n").replace("spec:", "⟦spec⟧:"),
          object("v1", "Service", "web", "selector: {app: web}\n").replace("spec:", "⟦spec⟧:"),
          object("v1", "Service", "api", "selector: {app: web}\nports: [{port: 80, ⟦nodePort⟧: 30080}]\n"),
          job().replace("spec:\n  template", "⟦spec⟧:\n  completionMode: Indexed\n  template"),
        ),
      },
      {
        title: "Shares of pods, numbers of replicas, and a switch that cannot be off",
        files: documents(
          deployment({ spec: "strategy: {rollingUpdate: {maxSurge: ⟦'25'⟧}}\n" }),
          object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "web",
            "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\nminReplicas: 3\nmaxReplicas: ⟦2⟧\n",
          ),
          pod({ container: "securityContext: {privileged: true, allowPrivilegeEscalation: ⟦false⟧}\n" }),
        ),
      },
      {
        title: "What a Secret of a type must hold",
        files:
          "apiVersion: v1\nkind: Secret\nmetadata: {name: web}\n⟦type⟧: kubernetes.io/tls\nstringData: {tls.crt: a}\n",
      },
    ],
    good: [
      deployment({
        pod: "volumes:\n  - {name: data, emptyDir: {}}\n",
        container:
          "volumeMounts:\n  - {name: data, mountPath: /a, subPath: a}\n  - {name: data, mountPath: /b, subPath: b}\n",
      }),
      {
        title: "Headless, or a name of elsewhere: a Service may be without ports",
        files: documents(
          object("v1", "Service", "web", "clusterIP: None\n"),
          object("v1", "Service", "api", "type: ExternalName\nexternalName: api.example.com\n"),
        ),
      },
      {
        title: "Empty selectors select all",
        files: policy("  - from: [{podSelector: {}}, {namespaceSelector: {}, podSelector: {}}]\n  - {}\n"),
      },
      {
        title: "A path that only the controller reads",
        files: ingress(
          "rules:\n  - host: '*.example.com'\n    http: {paths: [{pathType: ImplementationSpecific, backend: {service: {name: web, port: {name: http}}}}]}\n",
        ),
      },
      {
        title: "Paths of the API server itself belong to no group",
        files: role("  - {nonResourceURLs: [/metrics], verbs: [get]}\n").replace("kind: Role", "kind: ClusterRole"),
      },
      {
        title: "A pod that Jenkins, Spark or a webhook completes",
        files: pod({ container: "- name: jnlp\n" }),
      },
      {
        title: "OpenShift writes the image",
        files: deployment({ container: '- {name: app, image: " "}\n- {name: web}\n' }).replace(
          "  name: web\n",
          `  name: web\n  annotations:\n    image.openshift.io/triggers: '[{"fieldPath": "spec.template.spec.containers[0].image"}]'\n`,
        ),
      },
      {
        title: "What a chart decides",
        files: {
          "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
          "templates/web.yaml": documents(
            deployment({
              container:
                "- name: {{ .Chart.Name }}\n  image: {{ .Values.image }}\n  volumeMounts:\n    {{- if .Values.a }}\n    - {name: a, mountPath: /data}\n    {{- else }}\n    - {name: b, mountPath: /data}\n    {{- end }}\n  envFrom: {{ .Values.from }}\n",
            }).replace("containers:", "volumes: {{ .Values.volumes }}\n      containers:"),
            ingress("rules:\n  {{- toYaml .Values.rules | nindent 2 }}\n"),
          ),
        },
      },
      {
        title: "A patch holds a part of an object",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\npatches: [{path: patch.yaml}]\n",
          "web.yaml": deployment(),
          "patch.yaml":
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: app, env: [{name: A, value: a}]}]}}}\n",
        },
      },
      {
        title: "Objects of others have rules of their own",
        files: object("example.com/v1", "Ingress", "web", "rules: [{host: A_B}]\n"),
      },
    ],
  },

  *check({ objects, hasBranches, chart }) {
    for (const one of objects) {
      if (!isBuiltIn(one)) continue;
      const title = objectTitle(one);
      const anchor = keyOf(one.tree, "kind") ?? one;
      const branches = hasBranches === true || chart !== undefined;
      const ground: Ground = {
        root: one.tree,
        title,
        inner: title,
        anchor,
        subject: one.address,
        hasBranches: branches,
      };
      const name = `${known(one.apiVersion)} ${kindOf(one)}`;
      yield* judged(Object.hasOwn(OBJECT_ROWS, name) ? (OBJECT_ROWS[name] ?? []) : [], ground);
      if (one.workload) yield* inPod(one, one.workload, ground);
    }
  },
});

function* inPod(object: KubernetesObject, workload: Workload, ground: Ground): Generator<Report> {
  const { podSpec, podSpecKey, containers } = workload;
  yield* judged(POD_ROWS, { ...ground, root: podSpec, anchor: keyOf(podSpec, "containers") ?? podSpecKey });
  const isTriggered = triggeredIn(object);
  const isOwn = groupOf(object) !== ""; // programs take bare pods for templates of their own, and webhooks complete them
  for (const container of containers) {
    const { body: root, anchor, address: subject } = container;
    const title = containerTitle(container);
    yield* judged(CONTAINER_ROWS, { ...ground, root, title, inner: inSentence(title), anchor, subject });
    if (!isOwn || !isEmpty(root, "image") || isTriggered(known(container.name))) continue;
    yield { at: keyOf(root, "image") ?? anchor, message: `${title} has no image.`, missing: "image", subject };
  }
  if (ground.hasBranches) return;
  for (const { at, first, container } of twice(containers)) {
    const related = [{ at: first, message: "Here it is for the first time." }];
    const message = `Another container of ${ground.inner} has the name ${clipped(known(container.name) ?? "", 40)}.`;
    yield { at, message, subject: container.address, related };
  }
}

/** Those of all roles share one space of names. */
function* twice(containers: readonly Container[]) {
  const byName = new Map<string, Container>();
  for (const container of containers) {
    const name = container.name;
    if (!name?.known) continue;
    const first = byName.get(name.value);
    if (first?.name) yield { at: name, first: first.name, container };
    else byName.set(name.value, container);
  }
}
