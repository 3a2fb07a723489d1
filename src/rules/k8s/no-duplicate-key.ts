import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";

export default defineRule({
  id: "k8s/no-duplicate-key",
  title: "Do not repeat a YAML key",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "syntax",
  why: "Of a key that stands twice in one mapping `kubectl` takes the last and says nothing, so what the first one sets is lost; other tools, and strict decoding, reject the file.",
  remedy: "Keep one of the two, or put what both hold under the one key.",
  peers: { kubeconform: ["-strict"] },
  examples: {
    bad: [
      {
        files: {
          "manifest.yaml": code`
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: web
              labels:
                app: web
              ⟦labels⟧:
                tier: front
            data: {a: "1", b: "2", ⟦a⟧: "3"}
          `,
        },
      },
      {
        title: "In a file that a kustomization takes in",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\n",
          "web.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: x\n  ⟦a⟧: y\n",
        },
      },
      {
        title: "In the kustomization itself, and in a patch",
        files: {
          "kustomization.yaml": "resources: []\nnamespace: shop\n⟦namespace⟧: cart\n",
          "patch.yaml": "- op: add\n  path: /spec/replicas\n  value: 2\n  ⟦value⟧: 3\n",
        },
      },
    ],
    good: [
      {
        title: "What is merged in may be overridden",
        files: {
          "manifest.yaml": code`
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: web
              labels: &labels
                app: web
                tier: front
              annotations:
                <<: *labels
                tier: back
          `,
        },
      },
      {
        title: "Branches of a template",
        files: {
          "chart/templates/web.yaml": code`
            apiVersion: v1
            kind: ConfigMap
            metadata:
              {{- if .Values.name }}
              name: web-{{ .Values.name }}
              {{- else }}
              name: web
              {{- end }}
          `,
        },
      },
      {
        title: "One in each document",
        files: {
          "manifest.yaml":
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n",
        },
      },
    ],
  },

  *check({ problems, repeatsIn }) {
    if (repeatsIn !== "kubernetes") return;
    for (const problem of problems) yield { at: problem, message: problem.message };
  },
});
