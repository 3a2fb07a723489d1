import { expect, test } from "vitest";
import {
  holdsFor,
  ingressHosts,
  ingressTls,
  isIngress,
  mayHaveTlsByAnnotation,
  refusedRedirects,
} from "../../../src/model/kubernetes/ingress.ts";
import { known } from "../../../src/model/value.ts";
import { objectIn } from "../../support/kubernetes.ts";

const ingress = (spec: string, annotations = "") =>
  objectIn(
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: {${annotations}}\nspec: {${spec}}\n`,
  );

test.each([
  [["a.example.com"], "a.example.com", true],
  [["*.example.com"], "a.example.com", true],
  [["*.example.com"], "*.example.com", true],
  [["*.example.com"], "example.com", false],
  [["*.example.com"], "a.b.example.com", false],
  [["a.example.com"], "*.example.com", false],
  [["*"], "localhost", false],
])("%j hold for %s: %s", (hosts, host, expected) => {
  expect(holdsFor(new Set(hosts), host)).toBe(expected);
});

test.each([
  ["", false],
  ["tls: [{hosts: [a]}]", false],
  ["tls: [{secretName: a}]", true],
  ["tls: [{hosts: []}]", true],
  ["tls: [{hosts: ['{{ .Values.host }}']}]", true],
  ["tls: '{{ .Values.tls }}'", true],
])("certificates of {%s} may be for any host: %s", (spec, expected) => {
  expect(ingressTls(ingress(spec)).isOpen).toBe(expected);
});

test.each([
  ["", false],
  ["alb.ingress.kubernetes.io/listen-ports: '[{\"HTTP\": 80}]'", false],
  ["alb.ingress.kubernetes.io/listen-ports: '[{\"HTTPS\": 443}]'", true],
  ["nginx.ingress.kubernetes.io/ssl-passthrough: 'true'", true],
  ["nginx.ingress.kubernetes.io/ssl-passthrough: 'false'", false],
  ["traefik.ingress.kubernetes.io/router.tls: '{{ .Values.tls }}'", true],
  ["constructor: a", false],
])("annotations {%s} may bring TLS: %s", (annotations, expected) => {
  expect(mayHaveTlsByAnnotation(ingress("", annotations))).toBe(expected);
});

test.each([
  ["nginx.ingress.kubernetes.io/ssl-redirect: 'false'", ["false"]],
  ["haproxy.org/ssl-redirect: 'False'", ["False"]],
  ["nginx.ingress.kubernetes.io/ssl-redirect: 'true'", []],
  ["nginx.ingress.kubernetes.io/ssl-redirect: 'false', nginx.ingress.kubernetes.io/force-ssl-redirect: 'true'", []],
  [
    "nginx.ingress.kubernetes.io/ssl-redirect: 'false', nginx.ingress.kubernetes.io/force-ssl-redirect: 'false'",
    ["false"],
  ],
])("annotations {%s} refuse the redirect by %j", (annotations, expected) => {
  expect(refusedRedirects(ingress("", annotations)).map(known)).toEqual(expected);
});

test("a rule without a host is for all of them", () => {
  const spec = "rules: [{host: a}, {host: ''}, {}, {host: b, http: {paths: [{path: /.well-known/acme-challenge/x}]}}]";
  const hosts = ingressHosts(ingress(spec)).map(({ host, isChallenge }) => [known(host), isChallenge]);
  expect(hosts).toEqual([
    ["a", false],
    [undefined, false],
    [undefined, false],
    ["b", true],
  ]);
});

test("other groups have an Ingress too", () => {
  expect(isIngress(ingress(""))).toBe(true);
  expect(isIngress(objectIn("apiVersion: config.openshift.io/v1\nkind: Ingress\nmetadata: {name: a}\n"))).toBe(false);
});
