import {
  holdsFor,
  ingressClass,
  ingressHosts,
  ingressTls,
  isIngress,
  mayHaveTlsByAnnotation,
  refusedRedirects,
} from "../../model/kubernetes/ingress.ts";
import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { child, mayHoldMore } from "../../model/tree.ts";
import { known, type Value } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { documents, indented } from "./_examples.ts";
import { plainHttp, type Saying } from "./_plain-http.ts";
import { objectTitle } from "./_title.ts";

const ingress = (spec: string, metadata = ""): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n${indented(metadata, 2)}spec:\n${indented(spec, 2)}`;
const rules = (...hosts: readonly string[]): string => `rules:\n${hosts.map((host) => `  - host: ${host}\n`).join("")}`;
const TLS = "tls:\n  - hosts: [shop.example.com]\n    secretName: shop\n";
const BACKEND = "defaultBackend: {service: {name: web, port: {number: 80}}}\n";
const annotated = (annotation: string, spec = rules("shop.example.com")): string =>
  ingress(spec, `annotations:\n  ${annotation}\n`);

export default defineProjectRule({
  id: "k8s/require-ingress-tls",
  title: "Terminate TLS at the ingress",
  severity: "error",
  preset: "strict",
  category: "security",
  why: "What crosses the internet as plain HTTP, session cookies and passwords included, is read and changed by whoever sits on the way.",
  remedy:
    "Give the entry point a certificate, from cert-manager or the cloud, for every host it serves, and redirect HTTP to HTTPS.",
  peers: { polaris: ["tlsSettingsMissing"], kubescape: ["C-0263"] },
  options: {
    allowClasses: option.strings([], "Classes of Ingresses and Gateways that serve plain HTTP, as inside the company."),
  },
  examples: {
    bad: [
      { files: { "ingress.yaml": ingress(rules("⟦shop.example.com⟧")) } },
      {
        title: "One host of several",
        files: {
          "ingress.yaml": ingress(`${TLS}${rules("shop.example.com", "⟦example.com⟧", "⟦'*.shop.example.com'⟧")}`),
        },
      },
      { title: "Without a host", files: { "ingress.yaml": ingress(BACKEND).replace("spec:", "⟦spec⟧:") } },
      {
        title: "No redirect",
        files: {
          "ingress.yaml": annotated(
            'nginx.ingress.kubernetes.io/ssl-redirect: ⟦"false"⟧',
            `${TLS}${rules("shop.example.com")}`,
          ),
        },
      },
      {
        title: "Gateways",
        files: {
          "gateway.yaml": code`
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: web}
            spec:
              gatewayClassName: public
              listeners: [{name: http, port: 80, protocol: ⟦HTTP⟧}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: web}
            spec:
              selector: {istio: ingressgateway}
              servers: [{hosts: ["*"], port: {number: 80, name: http, protocol: ⟦HTTP⟧}}]
          `,
        },
      },
      {
        title: "A Route of OpenShift",
        files: {
          "route.yaml": code`
            apiVersion: route.openshift.io/v1
            kind: Route
            metadata: {name: web}
            ⟦spec⟧: {host: shop.example.com, to: {kind: Service, name: web}}
          `,
        },
      },
    ],
    good: [
      { files: { "ingress.yaml": ingress(`${TLS}${rules("shop.example.com")}`) } },
      {
        title: "A wildcard covers the names below it",
        files: {
          "ingress.yaml": ingress(
            `tls: [{hosts: ["*.example.com"], secretName: all}]\n${rules("shop.example.com", "'*.example.com'")}`,
          ),
        },
      },
      {
        title: "A certificate without hosts, which tells itself what it is for",
        files: {
          "ingress.yaml": documents(
            ingress(`tls: [{secretName: default}]\n${BACKEND}`),
            ingress(`tls: [{secretName: default}]\n${rules("shop.example.com")}`),
          ),
        },
      },
      {
        title: "A certificate that another Ingress of the host holds",
        files: {
          "api.yaml": ingress(rules("shop.example.com")),
          "web.yaml": ingress(`${TLS}${rules("shop.example.com")}`),
        },
      },
      {
        title: "TLS by annotation",
        files: {
          "alb.yaml": documents(
            annotated("alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:eu-west-1:111122223333:certificate/1"),
            annotated(`alb.ingress.kubernetes.io/listen-ports: '[{"HTTPS": 443}]'`),
          ),
          "gke.yaml": documents(
            annotated("networking.gke.io/managed-certificates: shop"),
            annotated("ingress.gcp.kubernetes.io/pre-shared-cert: shop"),
          ),
          "traefik.yaml": annotated("traefik.ingress.kubernetes.io/router.entrypoints: websecure"),
        },
      },
      {
        title: "Classes that bring TLS themselves, or stay inside",
        files: {
          "ingress.yaml": documents(
            ingress(`ingressClassName: tailscale\n${BACKEND}`),
            ingress(`ingressClassName: cloudflare-tunnel\n${rules("shop.example.com")}`),
            annotated("kubernetes.io/ingress.class: internal"),
          ),
        },
        options: { allowClasses: ["internal"] },
      },
      {
        title: "The challenge of a certificate authority comes by HTTP",
        files: {
          "solver.yaml": code`
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: cm-acme-http-solver-x7k2p}
            spec:
              rules:
                - host: shop.example.com
                  http: {paths: [{path: /.well-known/acme-challenge/token, pathType: Exact, backend: {service: {name: a, port: {number: 80}}}}]}
          `,
        },
      },
      {
        title: "HTTP that only leads to HTTPS, and what leads out of the cluster",
        files: {
          "gateway.yaml": code`
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: web}
            spec:
              gatewayClassName: public
              listeners: [{name: http, port: 80, protocol: HTTP}, {name: https, port: 443, protocol: HTTPS}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: web}
            spec:
              selector: {istio: ingressgateway}
              servers: [{hosts: ["*"], port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: out}
            spec:
              selector: {istio: egressgateway}
              servers: [{hosts: ["*"], port: {number: 80, name: http, protocol: HTTP}}]
          `,
        },
      },
      {
        title: "Decided by a chart's values",
        files: {
          "chart/templates/ingress.yaml": documents(
            ingress(`ingressClassName: "{{ .Values.class }}"\n${rules("shop.example.com")}`),
            ingress(rules("{{ .Values.host }}")),
            ingress(rules("shop.example.com"), "annotations:\n  {{- toYaml .Values.annotations | nindent 4 }}\n"),
            ingress(
              `{{- if .Values.tls }}\ntls:\n  {{- toYaml .Values.tls | nindent 4 }}\n{{- end }}\n${rules("a.example.com")}`,
            ),
          ),
        },
      },
    ],
  },

  *check(project, { allowClasses }) {
    const allowed = [...BRING_TLS, ...allowClasses];
    const isAllowed = (name: Value<string>): boolean => !name.known || allowed.includes(name.value);
    for (const { facts } of unitsOf(project)) {
      const certified = certifiedHosts(facts);
      for (const fact of facts) {
        const { object, isUnfinished } = fact;
        const reports = isIngress(object) ? inIngress(object, certified, isAllowed) : plainHttp(object, isAllowed);
        for (const report of reports) {
          if (report.missing === undefined || !isUnfinished) yield { ...report, at: placeIn(fact, report.at) };
        }
      }
    }
  },
});

/** Classes of controllers that get certificates without being told to. */
const BRING_TLS = ["cloudflare-tunnel", "tailscale"];

/** The hosts for which some Ingress of the unit holds a certificate. */
const certifiedHosts = (facts: readonly KubernetesFact[]): ReadonlySet<string> =>
  new Set(
    facts.flatMap(({ object }) =>
      isIngress(object) ? ingressTls(object).hosts.flatMap((host) => known(host) ?? []) : [],
    ),
  );

function* inIngress(
  object: KubernetesObject,
  certified: ReadonlySet<string>,
  isAllowed: (name: Value<string>) => boolean,
): Generator<Saying> {
  const name = ingressClass(object);
  const served = ingressHosts(object);
  const answering = served.filter(({ isChallenge }) => !isChallenge);
  if ((name && isAllowed(name)) || (served.length > 0 && answering.length === 0)) return;
  for (const at of refusedRedirects(object)) {
    yield { at, message: `${objectTitle(object)} does not redirect HTTP to HTTPS.`, subject: object.address };
  }
  const tls = ingressTls(object);
  if (tls.isOpen || mayHaveTlsByAnnotation(object)) return;
  for (const { host } of answering) {
    if (!host?.known || holdsFor(certified, host.value)) continue;
    const message = `${objectTitle(object)} serves ${clipped(host.value, 60)} without TLS.`;
    yield { at: host, message, missing: "tls", subject: object.address };
  }
  const spec = child(object.tree, "spec");
  const rules = child(spec, "rules");
  const isForAnyHost = (served.length === 0 && !(rules && mayHoldMore(rules))) || answering.some(({ host }) => !host);
  const at = keyOf(object.tree, "spec");
  if (!at || tls.hosts.length > 0 || !isForAnyHost) return;
  yield {
    at,
    message: `${objectTitle(object)} serves every host without TLS.`,
    missing: "tls",
    subject: object.address,
  };
}
