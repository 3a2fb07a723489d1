import { kindOf } from "../../model/kubernetes/manifest.ts";
import { isUpTo, removedApi } from "../../model/kubernetes/removed-apis.ts";
import { schemaFaults } from "../../model/kubernetes/schema.ts";
import { shapeOfType, typeOfKind } from "../../model/kubernetes/schema-types.ts";
import { known } from "../../model/value.ts";
import { CustomSchemas, customVersion, schemaPaths } from "../../project/custom-schemas.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, documents, pod } from "./_examples.ts";
import { customReports } from "./_schema-custom.ts";
import { definition, shop } from "./_schema-examples.ts";
import { SchemaReports } from "./_schema-reports.ts";
import { objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/schema",
  title: "Validate against the Kubernetes schema",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The API server rejects a value of the wrong type and a missing field, and drops a field it does not know without a word: what was meant to protect or to scale the workload is simply not there. Resources of your own are held against the CustomResourceDefinitions of the project, as far as those tell types, fields and choices: patterns, formats, bounds and rules in CEL are left to the cluster.",
  remedy:
    "Write the field as the API reference has it: `kubectl explain deployment.spec` shows names and types. Look for a wrong indentation where a known field is called unknown.",
  fix: "unsafe",
  options: {
    unknownFields: option.oneOf(
      ["off", "warning", "error"],
      "warning",
      "What a field or a version is worth that Kubernetes, or the schema, does not know: the cluster may be newer.",
    ),
    kubernetesVersion: option.string("1.33", "The release of Kubernetes that the manifests are for, as `1.33`."),
    schemas: option.strings(
      [],
      "Files and folders with CustomResourceDefinitions, or with JSON schemas named `shop-example-v1.json` or `example.com/shop_v1.json`, that are read besides those of the project.",
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
      {
        title: "Plain text where base64 belongs",
        files: "apiVersion: v1\nkind: Secret\nmetadata:\n  name: database\ndata:\n  hostname: ⟦db.example.com⟧\n",
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
      {
        title: "Newer than the release",
        files: documents(
          deployment({ pod: "⟦hostUsers⟧: false\n" }),
          "apiVersion: ⟦batch/v1⟧\nkind: CronJob\nmetadata:\n  name: web\n",
        ),
        options: { kubernetesVersion: "1.20" },
      },
      {
        title: "A kind that has come of age since",
        files: "apiVersion: ⟦admissionregistration.k8s.io/v1⟧\nkind: MutatingAdmissionPolicy\nmetadata:\n  name: web\n",
      },
      {
        title: "A resource of your own, by its definition",
        files: {
          "crds.yaml": definition(),
          "shop.yaml": shop(code`
            replicas: ⟦three⟧
            tier: ⟦bronze⟧
            labels: {size: ⟦1⟧}
            items:
              - ⟦price⟧: cheap
          `).replace("cheap", "⟦cheap⟧"),
        },
      },
      {
        title: "A misspelt field of a resource of your own",
        files: { "crds.yaml": definition(), "shop.yaml": shop("replicas: 1\n⟦teir⟧: gold\n") },
        fixed: { "shop.yaml": shop("replicas: 1\ntier: gold\n") },
      },
      {
        title: "What its definition demands",
        files: { "all.yaml": documents(definition(), shop("tier: gold\n").replace("spec:", "⟦spec⟧:")) },
      },
      {
        title: "Versions that its definition does not serve",
        files: {
          "crds.yaml": definition(),
          "new.yaml": shop("replicas: 1\n", "⟦example.com/v2⟧"),
          "old.yaml": shop("replicas: 1\n", "⟦example.com/v1alpha1⟧"),
        },
      },
      {
        title: "A JSON schema that the configuration names",
        files: {
          "schemas/shop-example-v1.json":
            '{"type": "object", "properties": {"spec": {"type": "object", "properties": {"replicas": {"type": ["integer", "null"]}}, "additionalProperties": false}}}\n',
          "shop.yaml": shop('replicas: ⟦"1"⟧\n⟦tier⟧: gold\n'),
        },
        options: { schemas: ["./schemas/"] },
      },
      {
        title: "Words that a role, a subject and a volume do not take",
        files: code`
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: web}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ⟦clusterRole⟧, name: view}
          subjects: [{kind: ⟦serviceAccount⟧, name: web}]
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: web}
          spec:
            containers: [{name: web, image: "registry.example.com/web:1"}]
            volumes: [{name: data, hostPath: {path: /data, type: ⟦directory⟧}}]
        `,
      },
    ],
    good: [
      {
        title: "Fields that a template defines for others to include",
        files: {
          "shop/templates/web.yaml":
            '{{- define "shop.labels" }}\nteam: shop\n{{- end }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n',
        },
      },
      deployment({ spec: "replicas: 3\n", container: "ports:\n  - containerPort: 80\n" }),
      {
        title: "Base64 of several lines, plain text where it may stand, and what another tool puts in",
        files: code`
          apiVersion: v1
          kind: Secret
          metadata:
            name: database
          data:
            certificate: |
              LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0t
              LS0tCg==
            empty: ""
            hostname: <base64 of the host>
            port: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]
            user: \${USER_IN_BASE64}
          stringData:
            path: /var/lib/db
        `,
      },
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
      {
        title: "The schema demands them, and the server does without",
        files: documents(
          "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: web-a\naddressType: IPv4\n",
          "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata:\n  name: low\n",
          code`
            apiVersion: storage.k8s.io/v1
            kind: CSIDriver
            metadata:
              name: disks.example.com
            spec:
              tokenRequests:
                - expirationSeconds: 3600
          `,
          code`
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: report
            spec:
              podFailurePolicy:
                rules:
                  - action: Ignore
                    onPodConditions:
                      - type: DisruptionTarget
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: report
                      image: registry.example.com/report:1.4.0
                      lifecycle:
                        preStop:
                          sleep: {}
          `,
        ),
      },
      {
        title: "What a release has that is newer than the types",
        files: documents(
          deployment({ pod: "volumes:\n  - name: cache\n    emptyDir:\n      mode: 448\n" }),
          "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicy\nmetadata:\n  name: web\n",
        ),
        options: { kubernetesVersion: "1.37" },
      },
      {
        title: "What an old release had, and no later one",
        files: code`
          apiVersion: v1
          kind: Service
          metadata:
            name: web
            clusterName: ""
          spec:
            topologyKeys: ["*"]
            ports:
              - port: 80
        `,
        options: { kubernetesVersion: "1.21" },
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
      {
        title: "A version that once was, and a release that is newer than what is known of Kubernetes",
        files: documents(
          "apiVersion: batch/v2alpha1\nkind: CronJob\nmetadata:\n  name: web\n",
          "apiVersion: apps/v3\nkind: Deployment\nmetadata:\n  name: web\n",
        ),
        options: { kubernetesVersion: "1.99" },
      },
      {
        title: "A resource of your own as its definition wants it: defaults, nulls, what is open, what has a status",
        files: documents(
          definition(),
          shop(code`
            replicas: 3
            port: http
            tier: null
            options: {anything: [goes, 1]}
            labels: {size: "1"}
            items: [{name: a, price: null}]
            template: {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}
          `).concat("status: {anything: 1}\n"),
        ),
      },
      {
        title: "What a template of the definition decides, and what a patch leaves to others",
        files: {
          "chart/templates/crd.yaml": definition(
            "type: object\n{{- with .Values.schema }}\n{{- toYaml . | nindent 14 }}\n{{- end }}\n",
          ),
          "shop.yaml": shop("replicas: 1\n"),
          "over/kustomization.yaml": "resources: [https://example.com/shop.yaml]\npatches:\n  - path: patch.yaml\n",
          "over/patch.yaml": shop("tier: gold\n"),
        },
      },
      {
        title: "Two definitions do not agree",
        files: {
          "a/crds.yaml": definition(),
          "b/crds.yaml": definition("type: object\nproperties:\n  replicas: {type: string}\n"),
          "shop.yaml": shop("replicas: three\n"),
        },
      },
      {
        title: "A definition of old keeps what it does not name",
        files: documents(
          code`
            apiVersion: apiextensions.k8s.io/v1beta1
            kind: CustomResourceDefinition
            metadata:
              name: shops.example.com
            spec:
              group: example.com
              version: v1
              names: {kind: Shop, plural: shops}
              validation:
                openAPIV3Schema:
                  properties:
                    spec: {type: object, properties: {replicas: {type: integer}}}
          `,
          shop("replicas: 3\ntier: gold\n"),
        ),
      },
    ],
  },

  *check({ objects }, options) {
    const reports = new SchemaReports(options);
    for (const object of objects) {
      const [apiVersion, kind] = [known(object.apiVersion), kindOf(object)];
      if (apiVersion === undefined || kind === undefined) continue;
      const subject = object.address;
      const type = typeOfKind(apiVersion, kind);
      const removed = removedApi(apiVersion, kind);
      if (removed && (type === undefined || isUpTo(removed.removed, reports.release ?? ""))) continue; // k8s/no-removed-api
      const fault = type
        ? reports.ofNewKind(object, apiVersion, kind)
        : reports.ofUnknownKind(object, apiVersion, kind);
      if (fault) yield { ...fault, subject };
      if (type === undefined || kind === "CustomResourceDefinition") continue; // its spec is not read
      for (const one of schemaFaults(object.tree, shapeOfType(type), reports.release)) {
        if (one.kind === "unquoted") continue; // k8s/string-fields
        const report = reports.of(one, objectTitle(object), "Kubernetes");
        if (report) yield { ...report, subject };
      }
    }
  },

  *checkProject(project, options) {
    const reports = new SchemaReports(options);
    const schemas = new CustomSchemas(project, options.schemas);
    for (const fact of project.all("kubernetes")) {
      const wanted = customVersion(fact.object);
      const said = wanted ? schemas.of(wanted, placeIn(fact, fact.object).range.path) : [];
      for (const report of customReports(fact, said, reports)) yield { ...report, subject: fact.object.address };
    }
  },

  reads: ({ schemas }) => schemaPaths(schemas),

  *passesOver(project, { schemas }) {
    const all = new CustomSchemas(project, schemas);
    const places = new Set<string>();
    const kinds = new Set<string>();
    for (const fact of project.all("kubernetes")) {
      const wanted = customVersion(fact.object);
      if (!wanted || all.has(wanted)) continue;
      const { path, start } = placeIn(fact, fact.object).range;
      places.add(`${start} ${path}`);
      kinds.add(clipped(`${wanted.name} (${wanted.group})`));
    }
    if (places.size === 0) return;
    const [first, ...others] = [...kinds].toSorted();
    const names = [first, ...others.slice(0, 4), ...(others.length > 4 ? ["..."] : [])].join(", ");
    yield `k8s/schema has no schema for ${places.size} ${places.size === 1 ? "object" : "objects"}: ${names}`;
  },
});
