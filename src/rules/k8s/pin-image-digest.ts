import { isFromRegistry } from "../../model/base-image.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, pod } from "./_examples.ts";
import { deployedImages } from "./_image-uses.ts";

const DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const running = (image: string): string => pod({ container: `- name: app\n  image: ${image}\n` });

export default defineProjectRule({
  id: "k8s/pin-image-digest",
  title: "Pin images by digest",
  severity: "warning",
  preset: "strict",
  category: "supply-chain",
  why: "A tag can be moved to another image at any time, by its owner or by who took over the owner's account. With a digest the cluster runs the very image that was tested and signed, on every node.",
  remedy: "Append the digest and keep the tag for readers: `app:1.4.2@sha256:…`. Renovate keeps both up to date.",
  peers: { checkov: ["CKV_K8S_43"], kubescape: ["C-0306"] },
  options: {
    ownRegistries: option.strings(
      [],
      "Registries, or parts of them, whose images the pipeline pins when it deploys; `*` stands for any characters.",
    ),
  },
  examples: {
    bad: [
      { files: { "web.yaml": deployment({ container: "- name: app\n  image: ⟦registry.example.com/app:1.4.2⟧\n" }) } },
      {
        title: "A digest cut short",
        files: { "pod.yaml": running("⟦nginx:1.29@sha256:0123456789abcdef0123456789abcdef⟧") },
      },
      { title: "Hardly a digest", files: { "pod.yaml": running("⟦nginx@sha256:0123abc⟧") } },
      {
        title: "The registry of somebody else",
        files: { "pod.yaml": running("⟦docker.io/library/nginx:1.29⟧") },
        options: { ownRegistries: ["ghcr.io/acme"] },
      },
    ],
    good: [
      { files: { "pod.yaml": running(`registry.example.com/app:1.4.2@${DIGEST}`) } },
      {
        title: "Pinned by every build of it",
        files: {
          "kustomization.yaml": `resources: [pod.yaml]\nimages: [{name: app, digest: "${DIGEST}"}]\n`,
          "pod.yaml": running("app:1.4.2"),
        },
      },
      {
        title: "Pinned by the pipeline",
        files: { "pod.yaml": running("ghcr.io/acme/app:1.4.2") },
        options: { ownRegistries: ["ghcr.io/acme"] },
      },
      {
        title: "Put there by the pipeline, or by a chart's values",
        files: {
          "pod.yaml": pod({
            container: code`
              - {name: a, image: $IMAGE}
              - {name: b, image: "{{ .Values.image }}"}
              - {name: c, image: "nginx@sha256:$DIGEST"}
            `,
          }),
        },
      },
      {
        title: "Skaffold fills in the digest of what it builds",
        files: {
          "skaffold.yaml": code`
            apiVersion: skaffold/v4beta6
            kind: Config
            build:
              artifacts:
                - image: frontend
          `,
          "manifests/pod.yaml": running("frontend"),
        },
      },
    ],
  },

  *check(project, { ownRegistries }) {
    for (const { fact, container, image, reference } of deployedImages(project)) {
      const digest = reference.digest?.text;
      if (digest !== undefined && isComplete(digest)) continue;
      if (ownRegistries.some((pattern) => isFromRegistry(reference, pattern))) continue;
      const name = clipped(image.value, 100);
      const message =
        digest === undefined
          ? `Image ${name} is not pinned by digest.`
          : `The digest of image ${name} is not 64 hexadecimal digits.`;
      yield { at: placeIn(fact, image), message, subject: container.address };
    }
  },
});

/** Of the other algorithms nobody has used any yet. */
const isComplete = (digest: string): boolean => !digest.startsWith("sha256:") || /^sha256:[0-9a-f]{64}$/i.test(digest);
