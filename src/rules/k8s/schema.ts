import { groupOf, type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { isBuiltInGroup } from "../../model/kubernetes/names.ts";
import { removedApi } from "../../model/kubernetes/removed-apis.ts";
import {
  kindsOfVersion,
  type SchemaFault,
  schemaFaults,
  typeOfKind,
  versionsOfKind,
} from "../../model/kubernetes/schema.ts";
import type { Mapping } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { renamedKey } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest, editDistance } from "../../text/did-you-mean.ts";
import { remembered } from "../../text/remembered.ts";
import { deployment, documents, pod } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/schema",
  title: "Validate against the Kubernetes schema",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The API server rejects a value of the wrong type and a missing field, and drops a field it does not know without a word: what was meant to protect or to scale the workload is simply not there.",
  remedy:
    "Write the field as the API reference has it: `kubectl explain deployment.spec` shows names and types. Look for a wrong indentation where a known field is called unknown.",
  fix: "unsafe",
  options: {
    unknownFields: option.oneOf(
      ["off", "warning", "error"],
      "warning",
      "What a field is worth that Kubernetes does not know.",
    ),
  },
  strict: { options: { unknownFields: "error" } },
  peers: { "kube-linter": ["schema-validation"], kubeconform: ["*"] },
  examples: {
    bad: [
      {
        title: "A misspelt field, which is a warning",
        files: deployment({ container: "⟦workingdir⟧: /srv\n" }),
        fixed: deployment({ container: "workingDir: /srv\n" }),
      },
      { title: "Text where a number belongs", files: deployment({ spec: 'replicas: ⟦"3"⟧\n' }) },
      { title: "A word that none of the choices is", files: deployment({ container: "imagePullPolicy: ⟦always⟧\n" }) },
      {
        title: "A field is missing",
        files: deployment({ container: "env:\n  - ⟦value⟧: production\n" }),
      },
      { title: "A mapping where a list belongs", files: deployment({ container: "ports:\n  ⟦containerPort⟧: 80\n" }) },
      {
        title: "A pod's settings on its container",
        files: deployment({ container: "⟦restartPolicy2⟧: Always\n⟦hostNetwork⟧: true\n" }),
      },
      {
        title: "A pod cannot be privileged as a whole",
        files: pod({ pod: "securityContext:\n  ⟦privileged⟧: true\n" }),
      },
      {
        title: "No version of the group, and a kind that another version has",
        files: documents(
          "apiVersion: ⟦apps/v2⟧\nkind: Deployment\nmetadata:\n  name: web\n",
          "apiVersion: ⟦v1⟧\nkind: Deployment\nmetadata:\n  name: web\n",
          "apiVersion: v1\nkind: ⟦Servise⟧\nmetadata:\n  name: web\n",
        ),
      },
    ],
    good: [
      deployment({ spec: "replicas: 3\n", container: "ports:\n  - containerPort: 80\n" }),
      {
        title: "Quantities and ports may be text or numbers",
        files: deployment({
          container: code`
            resources:
              limits: {cpu: 1, memory: 128Mi, ephemeral-storage: 1e9}
            readinessProbe:
              httpGet: {path: /, port: http}
          `,
        }),
      },
      {
        title: "What kubectl exports: null and status",
        files: code`
          apiVersion: v1
          kind: Service
          metadata:
            name: web
            creationTimestamp: null
          spec:
            ports:
              - {port: 80, targetPort: http, nodePort: null}
          status:
            loadBalancer: {whatever: true}
        `,
      },
      { title: "Decided elsewhere", files: deployment({ spec: "replicas: ${REPLICAS}\n" }) },
      {
        title: "A chart's template writes the rest",
        files: {
          "chart/templates/web.yaml":
            'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: {{ .Values.replicas }}\n  selector: {{ .Values.selector }}\n  template:\n    {{- include "pod" . | nindent 4 }}\n',
        },
      },
      {
        title: "A patch holds a part of an object",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\npatches:\n  - path: patch.yaml\n",
          "web.yaml": deployment(),
          "patch.yaml":
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          $patch: replace\n          image: registry.example.com/app:2\n",
        },
      },
      {
        title: "A resource of somebody else's, and a version that was removed, which is for another rule",
        files: documents(
          "apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\nspec:\n  colour: red\n",
          "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  colour: red\n",
        ),
      },
      {
        title: "Newer than the table, and unknown fields are of no interest",
        files: deployment({ spec: "levels: 3\n" }),
        options: { unknownFields: "off" },
      },
    ],
  },

  *check({ objects }, { unknownFields }) {
    for (const object of objects) {
      const [apiVersion, kind] = [known(object.apiVersion), kindOf(object)];
      if (apiVersion === undefined || kind === undefined || removedApi(apiVersion, kind)) continue;
      const subject = object.address;
      const type = typeOfKind(apiVersion, kind);
      if (type === undefined) {
        const report = kindFault(object, apiVersion, kind);
        if (report) yield { ...report, subject };
        continue;
      }
      if (kind === "CustomResourceDefinition") continue; // its spec is not read
      for (const fault of schemaFaults(object.tree, type)) {
        if (fault.kind === "unquoted") continue; // k8s/string-fields
        if (fault.kind !== "unknown-field") yield { ...faultReport(fault, objectTitle(object)), subject };
        else if (unknownFields !== "off") {
          yield { ...unknownField(fault, objectTitle(object)), severity: unknownFields, subject };
        }
      }
    }
  },
});

/** Kubernetes has no such kind in a version of its own; nothing where somebody else's may have it. */
function kindFault(object: KubernetesObject, apiVersion: string, kind: string): Report | undefined {
  const group = groupOf(object) ?? "";
  if (group !== "" && !isBuiltInGroup(group)) return undefined;
  const others = versionsOfKind(kind);
  if (others.length > 0 && !/(?:alpha|beta)\d/.test(apiVersion)) {
    const message = `${clipped(apiVersion)} has no kind ${clipped(kind)}; ${others.at(-1)} has.`;
    return { at: object.apiVersion, message };
  }
  const meant = closest(kind, kindsOfVersion(apiVersion), 2);
  if (meant === undefined) return undefined;
  return { at: object.kind, message: `${clipped(apiVersion)} has no kind ${clipped(kind)}; it may mean ${meant}.` };
}

function faultReport(fault: Exclude<SchemaFault, { kind: "unknown-field" | "unquoted" }>, title: string): Report {
  const { at, path } = fault;
  const named = `${title} has`;
  switch (fault.kind) {
    case "missing": {
      const field = path === "" ? fault.field : `${path}.${fault.field}`;
      return { at, message: `${title} lacks ${short(field)}, which must be there.`, missing: field };
    }
    case "wrong-type":
      return { at, message: `${named} ${fault.found} as ${short(path)}, which must be ${fault.wants}.` };
    case "not-allowed": {
      const allowed = clipped(fault.allowed.join(", "), 70);
      return { at, message: `${named} ${short(path)} ${clipped(fault.value, 30)}, and it takes none but ${allowed}.` };
    }
  }
}

function unknownField(fault: SchemaFault & { readonly kind: "unknown-field" }, title: string): Report {
  const { at, entry, fields, parent, path } = fault;
  const key = entry.key ?? "";
  const taken = keysOf(parent);
  const free = fields.filter((field) => !taken.has(field));
  const meant = closest(key, free, 2);
  const hint = meant === undefined ? "" : `; it may mean ${clipped(meant, 40)}`;
  const isSure = meant !== undefined && free.filter((field) => editDistance(key, field, 1) <= 1).length === 1;
  const edits = isSure && !entry.merged ? renamedKey(entry, meant) : undefined;
  return {
    at,
    message: `${title} has ${short(path)}, a field that Kubernetes does not know${hint}.`,
    fix: edits && { title: `Rename it to ${meant}`, edits },
  };
}

const keysOf = remembered(
  (parent: Mapping): ReadonlySet<string | undefined> => new Set(parent.entries.map(({ key }) => key)),
);

/** The end of a path is what tells. */
const short = (path: string): string => (path.length <= 60 ? path : `…${path.slice(-59)}`);
