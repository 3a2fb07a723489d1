import { containerTitle, type Workload, workloadsOf } from "../../model/kubernetes/workload.ts";
import {
  asString,
  child,
  isUnknown,
  lacks,
  mappings,
  mayHoldMore,
  type Node,
  resolve,
  type Tree,
} from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { deployment, object, pod } from "./_examples.ts";

const MOUNTING = "volumeMounts:\n  - { name: ⟦data⟧, mountPath: /data }\n";
const mounting = MOUNTING.replaceAll(/[⟦⟧]/g, "");

export default defineRule({
  id: "k8s/volume-mount-exists",
  title: "Mount only volumes that the pod has",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The API server refuses a pod that mounts a volume it does not declare, so the release stops half way.",
  remedy:
    "Declare the volume under `volumes` of the pod, or a claim of that name under `volumeClaimTemplates` of the StatefulSet, or mend the name.",
  peers: {},
  examples: {
    bad: [
      deployment({ container: MOUNTING }),
      {
        title: "A misspelt name",
        files: pod({
          pod: "volumes:\n  - { name: data, emptyDir: {} }\n",
          container: MOUNTING.replace("data⟧", "dta⟧"),
        }),
      },
      {
        title: "A device, in an init container",
        files: deployment({
          pod: `volumes:
  - { name: cache, emptyDir: {} }
initContainers:
  - name: format
    image: registry.example.com/format:1
    volumeDevices:
      - { name: ⟦disk⟧, devicePath: /dev/xvda }
`,
        }),
      },
    ],
    good: [
      deployment({ pod: "volumes:\n  - { name: data, emptyDir: {} }\n", container: mounting }),
      {
        title: "The claims of a StatefulSet are volumes of its pods",
        files: object(
          "apps/v1",
          "StatefulSet",
          "db",
          `serviceName: db
selector: { matchLabels: { app: db } }
template:
  metadata: { labels: { app: db } }
  spec:
    containers:
      - name: db
        image: postgres:18
        volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }]
volumeClaimTemplates:
  - metadata: { name: data }
`,
        ),
      },
      {
        title: "A template adds volumes",
        files: {
          "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
          "values.yaml": "extraVolumes: []\n",
          "templates/web.yaml": deployment({
            pod: "volumes:\n  {{- toYaml .Values.extraVolumes | nindent 2 }}\n",
            container: mounting,
          }),
        },
      },
      {
        title: "A name that is decided elsewhere",
        files: deployment({
          pod: "volumes:\n  - { name: '{{ .Values.volume }}', emptyDir: {} }\n",
          container: mounting,
        }),
      },
      {
        title: "What an overlay patches has its volumes in the base",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\npatches: [{ path: patch.yaml }]\n",
          "web.yaml": deployment({ pod: "volumes:\n  - { name: data, emptyDir: {} }\n" }),
          "patch.yaml": deployment({ container: `name: app\n${mounting}` }),
        },
      },
      {
        title: "What the operator of a custom resource adds to its pods is unknown",
        files: object("example.com/v1", "Cluster", "db", deployment({ container: mounting }).split("spec:\n")[1] ?? ""),
      },
    ],
  },

  *check(manifest) {
    for (const { object: made, workload } of workloadsOf(manifest)) {
      const names = workload.isBuiltIn ? volumeNames(made.tree, workload) : undefined;
      if (names) yield* mountsOfNothing(workload, names);
    }
  },
});

/** What a pod can mount by name; nothing when something of it is decided elsewhere. */
function volumeNames(tree: Node, { podSpec }: Workload): ReadonlySet<string> | undefined {
  const spec = child(tree, "spec");
  if (mayHave(podSpec, "volumes") || mayHave(spec, "volumeClaimTemplates")) return undefined;
  const names = new Set<string>();
  for (const volume of mappings(child(podSpec, "volumes"))) {
    const name = asString(child(volume, "name"));
    if (!name?.known) return undefined;
    names.add(name.value);
  }
  for (const claim of mappings(child(spec, "volumeClaimTemplates"))) {
    const name = asString(child(claim, "metadata", "name"));
    if (!name?.known) return undefined;
    names.add(name.value);
  }
  return names;
}

/** Could more stand under the key than the file shows? */
function mayHave(parent: Node | undefined, key: string): boolean {
  const node = child(parent, key);
  if (!node) return !lacks(parent, key);
  return isUnknown(node) || mayHoldMore(node) || (node.type === "sequence" && node.items.some(isUnsettled));
}

const isUnsettled = (item: Tree): boolean => {
  const node = resolve(item);
  return isUnknown(node) || mayHoldMore(node);
};

function* mountsOfNothing({ containers }: Workload, names: ReadonlySet<string>): Generator<Report> {
  for (const container of containers) {
    for (const use of ["volumeMounts", "volumeDevices"]) {
      for (const mount of mappings(child(container.body, use))) {
        const name = asString(child(mount, "name"));
        if (!name?.known || names.has(name.value)) continue;
        const near = closest(name.value, [...names], 2);
        const meant = near === undefined ? "" : `, but ${clipped(near)}`;
        yield {
          at: name,
          message: `${containerTitle(container)} mounts ${clipped(name.value)}, and the pod has no volume of that name${meant}.`,
          subject: container.address,
          missing: `volumes.${name.value}`,
        };
      }
    }
  }
}
