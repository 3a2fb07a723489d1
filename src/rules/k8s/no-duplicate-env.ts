import { settled } from "../../model/kubernetes/names.ts";
import { containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { asString, child, mappings } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, pod } from "./_examples.ts";

export default defineRule({
  id: "k8s/no-duplicate-env",
  title: "Do not repeat an env name",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "Of two variables with one name the last wins and the first is dead text, which readers take for the truth; `kubectl apply` merges the list by name and may even keep the wrong one.",
  remedy: "Keep the one that is meant.",
  peers: {
    "kube-linter": ["duplicate-env-var"],
    "kube-score": ["environment-variable-key-duplication"],
    kubescape: ["C-0295"],
  },
  examples: {
    bad: [
      deployment({
        container: code`
          env:
            - name: LOG_LEVEL
              value: info
            - name: REGION
              value: eu
            - name: ⟦LOG_LEVEL⟧
              value: debug
        `,
      }),
      {
        title: "Wherever the value comes from",
        files: pod({
          container:
            "env: [{name: A, value: x}, {name: ⟦A⟧, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: ⟦A⟧, value: y}]\n",
        }),
      },
      {
        title: "In a template that writes both",
        files: {
          "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
          "chart/templates/web.yaml": pod({
            container: "env: [{name: A, value: {{ .Values.a }}}, {name: ⟦A⟧, value: {{ .Values.b }}}]\n",
          }),
        },
      },
    ],
    good: [
      {
        title: "In different containers",
        files: pod({
          container:
            "- {name: a, image: a:1, env: [{name: A, value: x}]}\n- {name: b, image: b:1, env: [{name: A, value: y}]}\n",
        }),
      },
      {
        title: "Of envFrom the order is defined",
        files: pod({
          container:
            "envFrom: [{configMapRef: {name: one}}, {configMapRef: {name: two}}]\nenv: [{name: A, value: x}]\n",
        }),
      },
      {
        title: "Names differ in case",
        files: pod({ container: "env: [{name: PATH_A, value: x}, {name: path_a, value: y}]\n" }),
      },
      {
        title: "Named by variables",
        files: pod({ container: "env: [{name: $NAME, value: x}, {name: $NAME, value: y}]\n" }),
      },
      {
        title: "One of two, as a template decides",
        files: {
          "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
          "deploy/web.yaml": pod({
            container:
              "env:\n  {{- if debug }}\n  - {name: A, value: x}\n  {{- else }}\n  - {name: A, value: y}\n  {{- end }}\n",
          }),
          "chart/templates/web.yaml": deployment({
            container: code`
            env:
              {{- if .Values.debug }}
              - name: LOG_LEVEL
                value: debug
              {{- else }}
              - name: LOG_LEVEL
                value: info
              {{- end }}
          `,
          }),
        },
      },
    ],
  },

  *check(manifest) {
    if (manifest.hasBranches) return; // all of them are there
    for (const { container } of containersOf(manifest)) {
      const first = new Map<string, Value<string>>();
      for (const variable of mappings(child(container.body, "env"))) {
        const at = settled(asString(child(variable, "name")));
        if (!at?.known) continue;
        const before = first.get(at.value);
        if (!before) {
          first.set(at.value, at);
          continue;
        }
        const name = clipped(at.value, 60);
        yield {
          at,
          message: `${containerTitle(container)} sets ${name} more than once; the last one wins.`,
          subject: container.address,
          related: [{ at: before, message: `${name} is set here first.` }],
        };
      }
    }
  },
});
