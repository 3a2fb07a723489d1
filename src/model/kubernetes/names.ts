import { isUndecided } from "../secret/placeholder.ts";
import type { Value } from "../value.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";

/** A form that Kubernetes demands of a text: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export interface TextForm {
  /** In characters; all that may stand in it is ASCII. */
  readonly longest: number;
  readonly pattern: RegExp;
  /** What the pattern asks for: `must be …`. */
  readonly wants: string;
}

const ALPHANUMERIC = "lower-case letters, digits and dashes, with a letter or digit at both ends";

/** As in RFC 1123: names of namespaces, of a Service's ports. */
export const DNS_LABEL: TextForm = {
  longest: 63,
  pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
  wants: ALPHANUMERIC,
};
/** As in RFC 1035: names of Services, which become host names of old. */
export const OLD_DNS_LABEL: TextForm = {
  longest: 63,
  pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
  wants: "lower-case letters, digits and dashes, with a letter in front and a letter or digit at the end",
};
/** As in RFC 1123: names of most kinds. */
export const DNS_SUBDOMAIN: TextForm = {
  longest: 253,
  pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
  wants: "lower-case letters, digits, dashes and dots, with a letter or digit at both ends of each part",
};
/** What may stand between two slashes of a URL: names of roles and their bindings. */
const PATH_SEGMENT: TextForm = {
  longest: Number.POSITIVE_INFINITY,
  pattern: /^(?!\.\.?$)[^/%]+$/,
  wants: "no dots alone, and hold neither / nor %",
};
/** Names of a container's ports: https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
export const PORT_NAME: TextForm = {
  longest: 15,
  pattern: /^(?!\d*(?:-\d+)*$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
  wants: "lower-case letters, digits and single dashes, with a letter among them",
};
export const LABEL_VALUE: TextForm = {
  longest: 63,
  pattern: /^(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?$/,
  wants: "letters, digits, dashes, underscores and dots, with a letter or digit at both ends",
};
/** A key of a label or annotation behind its prefix. */
const KEY_NAME: TextForm = { ...LABEL_VALUE, pattern: /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/ };

/** What a text lacks to be of a form, to follow its name: `must be …`; nothing when it is. */
export function faultOf(text: string, { longest, pattern, wants }: TextForm): string | undefined {
  if (text.length > longest) return `must be at most ${longest} characters long, and has ${text.length}`;
  return pattern.test(text) ? undefined : `must be ${wants}`;
}

/** The same of the key of a label or annotation: a name, or a domain, a slash and a name. */
export function keyFault(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = slash === -1 ? undefined : key.slice(0, slash);
  const fault = prefix === undefined ? undefined : faultOf(prefix, DNS_SUBDOMAIN);
  if (fault) return `${fault}, in front of its slash`;
  const name = faultOf(key.slice(slash + 1), KEY_NAME);
  return name && prefix !== undefined ? `${name}, behind its slash` : name;
}

/** What Concourse, BOSH and templates with other braces fill in. */
const OTHER_BRACES = /\(\([^()]{1,200}\)\)|\[\[[^[\]]{1,200}\]\]/;

/** A name or label with what a template, a variable or a later program decides taken for unknown: none of that is ever part of one. */
export const settled = <V extends Value<string> | undefined>(value: V): V | Value<string> =>
  value?.known && (isUndecided(value.value) || OTHER_BRACES.test(value.value))
    ? { known: false, range: value.range }
    : value;

/** Written to be replaced by whoever uses the file: `<name>`, `YOUR_NAME`, `my-__ENV__`, `...`. */
export const isBlankToFill = (text: string): boolean =>
  /[<>]|__\w|\.\.\.|^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+$/.test(text);

/** The kinds of the group without a name whose objects have names: the others are only sent, or read from files. */
const CORE_KINDS: ReadonlySet<string> = new Set([
  "ConfigMap",
  "Endpoints",
  "LimitRange",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Pod",
  "PodTemplate",
  "ReplicationController",
  "ResourceQuota",
  "Secret",
  "Service",
  "ServiceAccount",
]);

/** Groups of Kubernetes itself in which all kinds have names. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "extensions",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** Well-known groups of CustomResourceDefinitions, whose names are always DNS subdomains; groups below one count. */
const CUSTOM_GROUPS: readonly string[] = [
  "argoproj.io",
  "cert-manager.io",
  "cilium.io",
  "crossplane.io",
  "external-secrets.io",
  "gateway.networking.k8s.io",
  "istio.io",
  "keda.sh",
  "kyverno.io",
  "monitoring.coreos.com",
  "strimzi.io",
  "toolkit.fluxcd.io",
  "traefik.io",
];

/** A group of Kubernetes itself, the one without a name left out. */
export const isBuiltInGroup = (group: string): boolean => BUILT_IN_GROUPS.has(group);

/** An object of Kubernetes itself: a cluster keeps it, under a name. */
export function isBuiltIn(object: Pick<KubernetesObject, "apiVersion" | "kind">): boolean {
  const [kind, group] = [kindOf(object), groupOf(object)];
  if (kind === undefined || group === undefined) return false;
  return group === "" ? CORE_KINDS.has(kind) : isBuiltInGroup(group);
}

const isWellKnown = (group: string): boolean =>
  CUSTOM_GROUPS.some((known) => group === known || group.endsWith(`.${known}`));

/** Kinds whose names are not what most are. A Job's becomes a label of its pods; a CronJob's gets a suffix of 11 before. */
const NAME_FORMS: Readonly<Record<string, TextForm>> = {
  CertificateSigningRequest: PATH_SEGMENT,
  ClusterRole: PATH_SEGMENT,
  ClusterRoleBinding: PATH_SEGMENT,
  ClusterTrustBundle: PATH_SEGMENT,
  CronJob: { ...DNS_SUBDOMAIN, longest: 52 },
  IPAddress: PATH_SEGMENT,
  Job: { ...DNS_SUBDOMAIN, longest: 63 },
  Namespace: DNS_LABEL,
  Role: PATH_SEGMENT,
  RoleBinding: PATH_SEGMENT,
  Service: OLD_DNS_LABEL,
};

/** The form of an object's name; nothing where only its API server knows. */
export function nameForm(object: Pick<KubernetesObject, "apiVersion" | "kind">): TextForm | undefined {
  const kind = kindOf(object) ?? "";
  if (isBuiltIn(object)) return (Object.hasOwn(NAME_FORMS, kind) ? NAME_FORMS[kind] : undefined) ?? DNS_SUBDOMAIN;
  return isWellKnown(groupOf(object) ?? "") ? DNS_SUBDOMAIN : undefined;
}
