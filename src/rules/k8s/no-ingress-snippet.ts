import { canonicalName, imageReference } from "../../model/image-reference.ts";
import { type KubernetesManifest, type KubernetesObject, kindOf, objectsOf } from "../../model/kubernetes/manifest.ts";
import { containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { asString, child, entries } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { pod } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const PREFIX = "nginx.ingress.kubernetes.io/";

const ingress = (annotation: string): string =>
  `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    ${annotation}
spec:
  ingressClassName: nginx
`;

export default defineRule({
  id: "k8s/no-ingress-snippet",
  title: "Do not use ingress-nginx snippet annotations",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A snippet is configuration of the one nginx that serves the whole cluster, written by whoever may write an Ingress: with it one reads the token of the controller, and so the secrets of every namespace (CVE-2021-25742, CVE-2025-24514). ingress-nginx is retired, and gets no fixes after March 2026.",
  remedy:
    "Use the annotation or the controller setting made for the purpose, leave `allow-snippet-annotations` off, and move to a controller or Gateway that is maintained.",
  peers: {
    checkov: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    trivy: ["KCV-0093"],
    kubescape: ["C-0059", "C-0292"],
  },
  options: { images: option.boolean(false, "Flag the images of the retired controller as well.") },
  strict: { options: { images: true } },
  examples: {
    bad: [
      ingress(
        '⟦nginx.ingress.kubernetes.io/configuration-snippet⟧: |\n      more_set_headers "X-Frame-Options: DENY";',
      ),
      {
        title: "Each kind of snippet",
        files: ingress(
          '⟦nginx.ingress.kubernetes.io/server-snippet⟧: "client_max_body_size 8m;"\n    ⟦"nginx.ingress.kubernetes.io/auth-snippet"⟧: proxy_set_header Foo bar;',
        ),
      },
      {
        title: "Configuration in what should be a URL",
        files: ingress('⟦nginx.ingress.kubernetes.io/auth-url⟧: "http://auth.example.com/#;}} ssl_engine /tmp/x;"'),
      },
      {
        title: "The controller that allows them",
        files: code`
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: ingress-nginx-controller
          data:
            allow-snippet-annotations: ⟦"true"⟧
        `,
      },
      {
        title: "The retired controller, when asked",
        files: pod({ container: "- name: controller\n  image: ⟦registry.k8s.io/ingress-nginx/controller:v1.11.2⟧\n" }),
        options: { images: true },
      },
    ],
    good: [
      ingress("nginx.ingress.kubernetes.io/proxy-body-size: 8m"),
      {
        title: "A URL with nginx's own variables",
        files: ingress(
          "nginx.ingress.kubernetes.io/auth-url: https://$host/oauth2/auth?rd=$scheme://$host$escaped_request_uri",
        ),
      },
      { title: "Another controller's", files: ingress('haproxy.org/backend-config-snippet: "http-request deny"') },
      { title: "Empty", files: ingress('nginx.ingress.kubernetes.io/server-snippet: ""') },
      {
        title: "Decided by a chart's values",
        files: ingress("nginx.ingress.kubernetes.io/server-snippet: {{ .Values.snippet }}"),
      },
      {
        title: "The controller that does not allow them",
        files: code`
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: ingress-nginx-controller
          data:
            allow-snippet-annotations: "false"
        `,
      },
      {
        title: "A controller that is maintained",
        files: pod({ container: "- name: controller\n  image: docker.io/nginx/nginx-ingress:5.1.0\n" }),
        options: { images: true },
      },
    ],
  },

  *check(manifest, { images }, { today }) {
    for (const object of manifest.objects) if (kindOf(object) === "Ingress") yield* inAnnotations(object);
    for (const object of objectsOf(manifest, "ConfigMap", "")) {
      const at = asString(child(object.tree, "data", "allow-snippet-annotations"));
      if (known(at)?.trim().toLowerCase() !== "true" || !at) continue;
      yield { at, message: `${objectTitle(object)} lets every Ingress bring snippets.`, subject: object.address };
    }
    if (images && today >= RETIRED) yield* retiredImages(manifest);
  },
});

const SNIPPETS: ReadonlySet<string> = new Set(
  ["auth", "configuration", "modsecurity", "server", "stream"].map((kind) => `${PREFIX}${kind}-snippet`),
);
/** Annotations that hold a URL or a name, which a controller of old wrote into its configuration as it was. */
const PLAIN: ReadonlySet<string> = new Set([`${PREFIX}auth-url`, `${PREFIX}custom-headers`]);
/** What ends a directive, or a string, and starts another. */
const INJECTION = /[\s;{}"'\\`]/;

function* inAnnotations(object: KubernetesObject): Generator<Report> {
  for (const annotation of entries(child(object.tree, "metadata", "annotations"))) {
    const { key = "", value } = annotation;
    const text = known(asString(value))?.trim() ?? "";
    const name = key.slice(PREFIX.length);
    if (SNIPPETS.has(key) && text !== "") {
      const message = `${objectTitle(object)} writes configuration of nginx in ${name}.`;
      yield { at: annotation, message, subject: object.address };
    } else if (PLAIN.has(key) && INJECTION.test(text)) {
      const message = `The ${name} of ${objectTitle(object)} holds characters that end a directive of nginx.`;
      yield { at: annotation, message, subject: object.address };
    }
  }
}

/** From when on nobody mends it: https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/ */
const RETIRED = "2026-04-01";
const RETIRED_IMAGES: ReadonlySet<string> = new Set([
  "k8s.gcr.io/ingress-nginx/controller",
  "quay.io/kubernetes-ingress-controller/nginx-ingress-controller",
  "registry.k8s.io/ingress-nginx/controller",
  "registry.k8s.io/ingress-nginx/controller-chroot",
]);

function* retiredImages(manifest: KubernetesManifest): Generator<Report> {
  for (const { container } of containersOf(manifest)) {
    const { image: at, address } = container;
    if (!at?.known || !RETIRED_IMAGES.has(canonicalName(imageReference(at.value)))) continue;
    const message = `${clipped(containerTitle(container))} is ingress-nginx, which gets no more fixes.`;
    yield { at, message, subject: address };
  }
}
