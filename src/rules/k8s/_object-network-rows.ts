import { DNS_SUBDOMAIN, OLD_DNS_LABEL, PORT_NAME } from "../../model/kubernetes/names.ts";
import { ADDRESS_BLOCK, HOST_NAME, INGRESS_HOST, IP_ADDRESS } from "../../model/kubernetes/text-forms.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { typeOf } from "../../model/reading.ts";
import { child, lacks, mappings, mayHoldMore } from "../../model/tree.ts";
import {
  atMostOne,
  filled,
  formed,
  isEmpty,
  type Judge,
  labels,
  needs,
  number,
  onlyWith,
  stated,
  within,
} from "./_object-judges.ts";
import { requirement } from "./_object-pod-rows.ts";
import { type Row, row } from "./_object-row.ts";
import { PORTS } from "./_port-reports.ts";

const servicePorts: Judge = ({ node, who, anchor }) => {
  const [type, address] = [stated(node, "type", "ClusterIP"), stated(node, "clusterIP")];
  if (type === "ExternalName") return needs("externalName")({ node, who, anchor, hasBranches: false });
  if (type === undefined || address === undefined || address === "None" || !isEmpty(node, "ports")) return [];
  return [{ at: anchor, message: `${who} has no ports.`, missing: "ports" }];
};

/** What has addresses of its own is reached from outside, too. */
const trafficPolicy: Judge = (spot) =>
  isEmpty(spot.node, "externalIPs")
    ? onlyWith("externalTrafficPolicy", "type", ["LoadBalancer", "NodePort"], "ClusterIP")(spot)
    : [];

const nodePorts: Judge = function* ({ node, who, hasBranches }) {
  if (hasBranches || stated(node, "type", "ClusterIP") !== "ClusterIP") return;
  for (const port of mappings(child(node, "ports"))) {
    const at = keyOf(port, "nodePort");
    if (at && number(port, "nodePort"))
      yield { at, message: `${who} has a nodePort, which the type ClusterIP does not take.` };
  }
};

const ingressPath: Judge = ({ node, who, anchor }) => {
  const [type, path] = [stated(node, "pathType"), stated(node, "path")];
  if ((type !== "Exact" && type !== "Prefix") || path === undefined || path.startsWith("/")) return [];
  const at = child(node, "path");
  if (!at || path === "") {
    return [{ at: anchor, message: `${who} has the pathType ${type}, and no path.`, missing: "path" }];
  }
  if (at.type !== "scalar" || typeOf(at, "kubectl") !== "string") return []; // k8s/string-fields
  return [{ at, message: `${who} has a path that does not start with a slash.` }];
};

const portRange: Judge = ({ node, who, anchor }) => {
  const end = child(node, "endPort");
  if (!end || lacks(node, "endPort") || mayHoldMore(node)) return [];
  if (lacks(node, "port")) return [{ at: anchor, message: `${who} has an endPort, and no port.`, missing: "port" }];
  const [first, last] = [number(node, "port"), number(node, "endPort")];
  if (first === undefined || last === undefined || first <= last) return [];
  return [{ at: end, message: `${who} ends with port ${last}, before it starts.` }];
};

const backend = (path: string): readonly Row[] => [
  row(path, needs("service", "resource")),
  row(path, atMostOne("service", "resource")),
  row(`${path}.service`, filled("name")),
  row(`${path}.service.name`, formed(OLD_DNS_LABEL)),
  row(`${path}.service`, needs("port")),
  row(`${path}.service.port`, needs("number", "name")),
  row(`${path}.service.port`, atMostOne("number", "name")),
  row(`${path}.service.port.number`, within(PORTS)),
  row(`${path}.service.port.name`, formed(PORT_NAME)),
];

const peers = (path: string): readonly Row[] => [
  row(path, needs("ipBlock", "namespaceSelector", "podSelector")),
  row(path, atMostOne("ipBlock", "podSelector")),
  row(path, atMostOne("ipBlock", "namespaceSelector")),
  row(`${path}.ipBlock.cidr`, formed(ADDRESS_BLOCK)),
  row(`${path}.ipBlock.except[]`, formed(ADDRESS_BLOCK)),
  row(`${path}.podSelector.matchLabels`, labels),
  row(`${path}.namespaceSelector.matchLabels`, labels),
  row(`${path}.podSelector.matchExpressions[]`, requirement),
  row(`${path}.namespaceSelector.matchExpressions[]`, requirement),
];

const networkPorts = (path: string): readonly Row[] => [
  row(path, portRange),
  row(`${path}.port`, within(PORTS)),
  row(`${path}.port`, formed(PORT_NAME)),
  row(`${path}.endPort`, within(PORTS)),
];

/** By apiVersion and kind. */
export const NETWORK_ROWS: Readonly<Record<string, readonly Row[]>> = {
  "networking.k8s.io/v1 Ingress": [
    row("spec", needs("rules", "defaultBackend")),
    row("spec.ingressClassName", formed(DNS_SUBDOMAIN)),
    row("spec.tls[].hosts[]", formed(INGRESS_HOST)),
    row("spec.tls[].secretName", formed(DNS_SUBDOMAIN)),
    row("spec.rules[].host", formed(INGRESS_HOST)),
    row("spec.rules[].http", filled("paths")),
    row("spec.rules[].http.paths[]", ingressPath),
    ...backend("spec.defaultBackend"),
    ...backend("spec.rules[].http.paths[].backend"),
  ],
  "networking.k8s.io/v1 NetworkPolicy": [
    row("spec.podSelector.matchLabels", labels),
    row("spec.podSelector.matchExpressions[]", requirement),
    ...peers("spec.ingress[].from[]"),
    ...peers("spec.egress[].to[]"),
    ...networkPorts("spec.ingress[].ports[]"),
    ...networkPorts("spec.egress[].ports[]"),
  ],
  "v1 Service": [
    row("spec", servicePorts),
    row("spec", nodePorts),
    row("spec", onlyWith("loadBalancerClass", "type", ["LoadBalancer"], "ClusterIP")),
    row("spec", onlyWith("loadBalancerSourceRanges", "type", ["LoadBalancer"], "ClusterIP")),
    row("spec", trafficPolicy),
    row("spec.selector", labels),
    row("spec.externalName", formed(HOST_NAME)),
    row("spec.externalIPs[]", formed(IP_ADDRESS)),
    row("spec.loadBalancerSourceRanges[]", formed(ADDRESS_BLOCK)),
    row("spec.sessionAffinityConfig.clientIP.timeoutSeconds", within({ least: 1, most: 86_400 })),
  ],
};
