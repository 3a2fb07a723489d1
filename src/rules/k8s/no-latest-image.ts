import { placeIn } from "../../project/facts/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, pod } from "./_examples.ts";
import { deployedImages } from "./_image-uses.ts";

const running = (image: string): string => pod({ container: `- name: app\n  image: ${image}\n` });
const CONFIG = code`
  apiVersion: apps.openshift.io/v1
  kind: DeploymentConfig
  metadata:
    name: web
  spec:
    triggers:
      - type: ImageChange
        imageChangeParams:
          containerNames: [web]
          from: {kind: ImageStreamTag, name: "web:latest"}
    template:
      spec:
        containers:
          - name: web
            image: web:latest
`;
const DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

export default defineProjectRule({
  id: "k8s/no-latest-image",
  title: "Do not deploy latest or untagged images",
  severity: "error",
  preset: "recommended",
  category: "supply-chain",
  why: "`latest`, written or implied, is whatever was pushed last: two pods of one Deployment may run different releases, a restart may bring a new one, and a rollback brings nothing back.",
  remedy: "Name the release that you tested, such as `registry.example.com/app:1.4.2`, best with its digest.",
  peers: {
    "kube-linter": ["latest-tag"],
    "kube-score": ["container-image-tag"],
    polaris: ["tagNotSpecified"],
    trivy: ["KSV-0013"],
    checkov: ["CKV_K8S_14"],
  },
  options: {
    mutableTags: option.strings(["latest"], "Tags that move with every release."),
  },
  examples: {
    bad: [
      { files: { "pod.yaml": running("⟦nginx⟧") } },
      { title: "Latest by name", files: { "pod.yaml": running('⟦"ghcr.io/acme/app:latest"⟧') } },
      {
        title: "The port of a registry is no tag",
        files: { "pod.yaml": running("⟦registry.example.com:5000/acme/app⟧") },
      },
      {
        title: "An init container",
        files: { "web.yaml": deployment({ pod: "initContainers:\n  - name: prepare\n    image: ⟦busybox⟧\n" }) },
      },
      {
        title: "Other tags that move",
        files: { "pod.yaml": running("⟦ghcr.io/acme/app:main⟧") },
        options: { mutableTags: ["latest", "main"] },
      },
      {
        title: "An overlay that makes it so",
        files: {
          "base/kustomization.yaml": "resources: [pod.yaml]\n",
          "base/pod.yaml": running("ghcr.io/acme/app:1.2.3"),
          "prod/kustomization.yaml": code`
            resources: [../base]
            images:
              - name: ghcr.io/acme/app
                newTag: ⟦latest⟧
          `,
        },
      },
      {
        title: "A container that no trigger names",
        files: {
          "config.yaml": `${CONFIG}        - name: log\n          image: ⟦log:latest⟧\n`,
        },
      },
    ],
    good: [
      { files: { "pod.yaml": running("registry.example.com:5000/acme/app:1.2.3") } },
      {
        title: "A digest cannot move, whatever the tag says",
        files: { "pod.yaml": running(`nginx:latest@${DIGEST}`) },
      },
      { title: "Istio puts its own image there", files: { "pod.yaml": running("auto") } },
      {
        title: "Put there by the pipeline, by ko or by a chart's values",
        files: {
          "pod.yaml": pod({
            container: code`
              - {name: a, image: $IMAGE}
              - {name: b, image: "ghcr.io/acme/app:$(TAG)"}
              - {name: c, image: IMAGE_PLACEHOLDER}
              - {name: d, image: "ko://example.com/acme/cmd/app"}
              - {name: e, image: "{{ .Values.image }}"}
            `,
          }),
        },
      },
      {
        title: "Pinned by every build of it",
        files: {
          "kustomization.yaml":
            "resources: [pod.yaml]\nimages: [{name: app, newName: ghcr.io/acme/app, newTag: 1.2.3}]\n",
          "pod.yaml": running("app"),
        },
      },
      {
        title: "OpenShift puts there what an image stream holds",
        files: {
          "config.yaml": CONFIG,
          "deployment.yaml": code`
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
              annotations:
                image.openshift.io/triggers: '[{"from":{"kind":"ImageStreamTag","name":"api:latest"},"fieldPath":"spec.template.spec.containers[?(@.name==\"api\")].image"}]'
            spec:
              template:
                spec:
                  containers: [{name: api, image: "api:latest"}]
          `,
        },
      },
      {
        title: "Skaffold fills in the tag of what it builds",
        files: {
          "skaffold.yaml": code`
            apiVersion: skaffold/v4beta6
            kind: Config
            build:
              artifacts:
                - image: frontend
            ---
            apiVersion: skaffold/v4beta6
            kind: Config
            build:
              artifacts:
                - image: worker
                  jib: {}
          `,
          "manifests/pod.yaml": pod({ container: "- {name: a, image: frontend}\n- {name: b, image: worker}\n" }),
        },
      },
    ],
  },

  *check(project, { mutableTags }) {
    for (const { fact, container, image, reference } of deployedImages(project)) {
      const { tag, digest } = reference;
      if (digest || (tag && !mutableTags.includes(tag.text))) continue;
      const name = clipped(image.value, 120);
      yield {
        at: placeIn(fact, image),
        message: tag ? `Image ${name} is whatever was pushed last.` : `Image ${name} has no tag.`,
        subject: container.address,
      };
    }
  },
});
