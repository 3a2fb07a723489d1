import { type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { type SchemaFault, schemaFaults } from "../../model/kubernetes/schema.ts";
import { shapeOfType, typeOfKind } from "../../model/kubernetes/schema-types.ts";
import { child, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { quoted } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  ${data}\n`;

export default defineRule({
  id: "k8s/string-fields",
  title: "Quote values that must be strings",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "Without quotes `true`, `8080`, `yes` and `012` are no text to `kubectl`, and the API server rejects the object: environment variables, labels, annotations, arguments and the entries of a ConfigMap are text and nothing else.",
  remedy: 'Put the value in quotes: `"true"`, `"8080"`.',
  fix: "safe",
  examples: {
    bad: [
      {
        title: "An environment variable",
        files: deployment({ container: "env:\n  - name: PORT\n    value: ⟦8080⟧\n" }),
        fixed: deployment({ container: 'env:\n  - name: PORT\n    value: "8080"\n' }),
      },
      {
        title: "Arguments",
        files: deployment({ container: "args: [--verbose, ⟦true⟧, ⟦1.5⟧]\n" }),
        fixed: deployment({ container: 'args: [--verbose, "true", "1.5"]\n' }),
      },
      { title: "A boolean of YAML 1.1", files: map("debug: ⟦yes⟧"), fixed: map('debug: "yes"') },
      { title: "An octal number", files: map("mask: ⟦012⟧"), fixed: map('mask: "012"') },
      { title: "A number with an underscore", files: map("size: ⟦1_000⟧"), fixed: map('size: "1_000"') },
      {
        title: "Labels of any resource",
        files: "apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\n  labels:\n    release: ⟦1.10⟧\n",
        fixed: 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\n  labels:\n    release: "1.10"\n',
      },
      {
        title: "A selector of nodes",
        files: deployment({ pod: "nodeSelector:\n  gpu: ⟦on⟧\n" }),
        fixed: deployment({ pod: 'nodeSelector:\n  gpu: "on"\n' }),
      },
    ],
    good: [
      deployment({ container: 'env:\n  - name: PORT\n    value: "8080"\nargs: ["true", !!str 12]\n' }),
      { title: "Not read as base 60, nor as a date", files: map("at: 1:30\n  day: 2030-01-01") },
      { title: "Templated", files: deployment({ container: "env:\n  - name: PORT\n    value: {{ .Values.port }}\n" }) },
      {
        title: "May be a number or text",
        files: deployment({ container: "readinessProbe:\n  httpGet:\n    path: /\n    port: 8080\n" }),
      },
      { title: "Nothing at all, which Kubernetes takes for empty text", files: map("empty:") },
    ],
  },

  *check({ objects }) {
    for (const object of objects) {
      for (const { found, path, scalar } of textFaults(object)) {
        const edits = quoted(scalar);
        yield {
          at: scalar,
          message: `${objectTitle(object)} has ${clipped(scalar.value, 30)} as ${shown(path)}, which is ${found}, not text.`,
          subject: object.address,
          fix: edits && { title: "Put it in quotes", edits },
        };
      }
    }
  },
});

type Unquoted = SchemaFault & { readonly kind: "unquoted" };

/** Of a resource that no table knows, its labels, annotations and pods. */
function* textFaults(object: KubernetesObject): Generator<Unquoted> {
  const { tree, workload } = object;
  const type = typeOfKind(known(object.apiVersion) ?? "", kindOf(object) ?? "");
  if (type !== undefined) {
    yield* unquoted(tree, type, "");
    return;
  }
  for (const name of ["labels", "annotations"])
    yield* unquoted(child(tree, "metadata", name), "{s", `metadata.${name}`);
  if (!workload || workload.template === tree) return;
  const path = workload.template === child(tree, "spec", "template") ? "spec.template" : "template";
  yield* unquoted(workload.template, "V1PodTemplateSpec", path);
}

function* unquoted(tree: Node | undefined, type: string, path: string): Generator<Unquoted> {
  if (!tree) return;
  for (const fault of schemaFaults(tree, shapeOfType(type))) {
    if (fault.kind === "unquoted") yield path === "" ? fault : { ...fault, path: `${path}.${fault.path}` };
  }
}

const shown = (path: string): string => {
  const plain = path.replaceAll("..", ".");
  return plain.length <= 60 ? plain : `…${plain.slice(-59)}`;
};
