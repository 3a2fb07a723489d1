import { workloadsOf } from "../../model/kubernetes/workload.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { deployment, pod } from "./_examples.ts";
import { type ImageUse, imageUsesOf } from "./_image-uses.ts";

const FROZEN = "k8s.gcr.io";
const SUCCESSOR = "registry.k8s.io";
/** The same registry by its first names. */
const FIRST_NAMES = /^(?:asia\.|eu\.|us\.)?gcr\.io\/(?:google[_-]containers|k8s-artifacts-prod)\//;

export default defineRule({
  id: "k8s/no-deprecated-registry",
  title: "Do not pull from a frozen registry",
  severity: "warning",
  preset: "recommended",
  category: "supply-chain",
  artefact: "kubernetes",
  why: "The Kubernetes project moved to `registry.k8s.io` and froze the old registry in April 2023: no release and no security fix has gone there since, and one day it will be gone.",
  remedy: "Pull from `registry.k8s.io`, under the same name below it, and take a current release on the way.",
  fix: "safe",
  peers: { kubescape: ["C-0253"] },
  examples: {
    bad: [
      {
        files: deployment({
          container: "- name: metrics\n  image: ⟦k8s.gcr.io/metrics-server/metrics-server:v0.6.2⟧\n",
        }),
        fixed: deployment({
          container: "- name: metrics\n  image: registry.k8s.io/metrics-server/metrics-server:v0.6.2\n",
        }),
      },
      {
        title: "In quotes, by digest",
        files: pod({
          container: '- name: pause\n  image: ⟦"k8s.gcr.io/pause@sha256:0123456789abcdef0123456789abcdef"⟧ # kept\n',
        }),
        fixed: pod({
          container: '- name: pause\n  image: "registry.k8s.io/pause@sha256:0123456789abcdef0123456789abcdef" # kept\n',
        }),
      },
      {
        title: "By its first names, under which not all has moved",
        files: pod({
          container:
            "- {name: a, image: ⟦gcr.io/google_containers/pause:3.1⟧}\n- {name: b, image: ⟦gcr.io/google-containers/echoserver:1.8⟧}\n",
        }),
      },
    ],
    good: [
      deployment({ container: "- name: pause\n  image: registry.k8s.io/pause:3.10\n" }),
      {
        title: "Others at the same host",
        files: pod({ container: "- {name: a, image: gcr.io/google-samples/hello:1.0}\n" }),
      },
      {
        title: "Decided by a chart's values",
        files: pod({ container: '- {name: a, image: "{{ .Values.registry }}/pause:3.1"}\n' }),
      },
      {
        title: "Replaced by a kustomization",
        files: {
          "kustomization.yaml": code`
            resources: [pod.yaml]
            images: [{name: k8s.gcr.io/pause, newName: registry.k8s.io/pause}]
          `,
          "pod.yaml": pod({ container: "- {name: a, image: k8s.gcr.io/pause:3.1}\n" }),
        },
      },
    ],
  },

  *check(manifest) {
    for (const { workload } of workloadsOf(manifest)) {
      for (const use of imageUsesOf(workload)) {
        const { image, reference, container } = use;
        const isFrozen = reference.registry?.text === FROZEN || FIRST_NAMES.test(image.value);
        if (!isFrozen) continue;
        const edit = move(use);
        yield {
          at: image,
          message: `Image ${clipped(image.value, 100)} comes from a registry that is frozen since 2023.`,
          subject: container.address,
          fix: edit && { title: `Pull from ${SUCCESSOR}`, edits: [edit] },
        };
      }
    }
  },
});

/** Only where the registry stands in the file as it does in the image: of what a build made of it, a part may be elsewhere. */
function move({ image, reference: { registry } }: ImageUse): TextEdit | undefined {
  if (registry?.text !== FROZEN) return undefined;
  const range = scalarParts(image)(registry.range);
  return range.end - range.start === FROZEN.length ? { range, newText: SUCCESSOR } : undefined;
}
