import {
  asString,
  child,
  entries,
  isUnknown,
  items,
  lacks,
  mappings,
  mayHoldMore,
  type Node,
  strings,
} from "../tree.ts";
import { is, known, type Value } from "../value.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";

/** https://kubernetes.io/docs/concepts/services-networking/ingress/ */
export const isIngress = (object: KubernetesObject): boolean =>
  kindOf(object) === "Ingress" && ["extensions", "networking.k8s.io"].includes(groupOf(object) ?? "");

/** The class of an Ingress: its field, or the annotation of old. */
export const ingressClass = ({ tree }: KubernetesObject): Value<string> | undefined =>
  asString(child(tree, "spec", "ingressClassName")) ??
  asString(child(tree, "metadata", "annotations", "kubernetes.io/ingress.class"));

/** A host name that an Ingress serves. */
export interface IngressHost {
  readonly host: Value<string> | undefined;
  /** It answers nothing but the challenges of a certificate authority. */
  readonly isChallenge: boolean;
}

/** The rules of an Ingress; of one that has but a default backend, none. */
export const ingressHosts = ({ tree }: KubernetesObject): readonly IngressHost[] =>
  mappings(child(tree, "spec", "rules")).map((rule) => {
    const paths = mappings(child(rule, "http", "paths")).map((path) => known(asString(child(path, "path"))) ?? "");
    return {
      host: is(asString(child(rule, "host")), "") ? undefined : asString(child(rule, "host")),
      isChallenge: paths.length > 0 && paths.every((path) => path.startsWith("/.well-known/acme-challenge")),
    };
  });

/** For which hosts an Ingress holds certificates. */
export interface IngressTls {
  readonly hosts: readonly Value<string>[];
  /** It may be for any host: that is decided elsewhere, or the certificate tells. */
  readonly isOpen: boolean;
}

export function ingressTls({ tree }: KubernetesObject): IngressTls {
  const list = child(tree, "spec", "tls");
  if (!list) return { hosts: [], isOpen: !lacks(tree, "spec", "tls") };
  const parts = items(list);
  const hosts = parts.flatMap((part) => strings(child(part, "hosts")));
  const isOpen = mayHoldMore(list) || isUnknown(list) || parts.some(isForAny) || hosts.some((host) => !host.known);
  return { hosts, isOpen };
}

function isForAny(part: Node): boolean {
  const hosts = child(part, "hosts");
  return isUnknown(part) || !hosts || mayHoldMore(hosts) || items(hosts).length === 0;
}

/** Does one of these host names of certificates hold for a host? `*.example.com` does for `shop.example.com`, and for itself. */
export const holdsFor = (hosts: ReadonlySet<string>, host: string): boolean =>
  hosts.has(host) || (host.includes(".") && hosts.has(`*${host.slice(host.indexOf("."))}`));

/** Annotations by which controllers take certificates, or leave TLS to others; and what they must say for that. */
const TLS_ANNOTATIONS: Readonly<Record<string, RegExp>> = {
  "alb.ingress.kubernetes.io/certificate-arn": /./,
  "alb.ingress.kubernetes.io/listen-ports": /HTTPS/,
  "appgw.ingress.kubernetes.io/appgw-ssl-certificate": /./,
  "ingress.gcp.kubernetes.io/pre-shared-cert": /./,
  "networking.gke.io/certmap": /./,
  "networking.gke.io/managed-certificates": /./,
  "nginx.ingress.kubernetes.io/ssl-passthrough": /^true$/i,
  "nginx.org/mergeable-ingress-type": /^minion$/,
  "route.openshift.io/termination": /./,
  "traefik.ingress.kubernetes.io/router.entrypoints": /websecure/,
  "traefik.ingress.kubernetes.io/router.tls": /^true$/i,
};

/** Could an annotation bring TLS? */
export function mayHaveTlsByAnnotation({ tree }: KubernetesObject): boolean {
  const annotations = child(tree, "metadata", "annotations");
  if (annotations ? mayHoldMore(annotations) || isUnknown(annotations) : !lacks(tree, "metadata", "annotations"))
    return true;
  return entries(annotations).some(({ key = "", value }) => {
    const wanted = Object.hasOwn(TLS_ANNOTATIONS, key) ? TLS_ANNOTATIONS[key] : undefined;
    const text = asString(value);
    return wanted !== undefined && (!text?.known || wanted.test(text.value));
  });
}

/** Annotations by which controllers are told whether to send plain HTTP to HTTPS. */
const REDIRECTS = [
  "appgw.ingress.kubernetes.io/ssl-redirect",
  "haproxy-ingress.github.io/ssl-redirect",
  "haproxy.org/ssl-redirect",
  "ingress.kubernetes.io/ssl-redirect",
  "nginx.ingress.kubernetes.io/ssl-redirect",
];
const FORCED = "nginx.ingress.kubernetes.io/force-ssl-redirect";

/** The annotations that let plain HTTP be. */
export function refusedRedirects({ tree }: KubernetesObject): readonly Value<string>[] {
  const annotations = child(tree, "metadata", "annotations");
  const stated = (key: string): Value<string> | undefined => asString(child(annotations, key));
  if (stated(FORCED) && known(stated(FORCED))?.toLowerCase() !== "false") return [];
  return REDIRECTS.flatMap((key) => stated(key) ?? []).filter((value) => known(value)?.toLowerCase() === "false");
}
