import { DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE } from "../../model/kubernetes/names.ts";
import { DATA_KEY, IP_ADDRESS, NODE_PATH, RELATIVE_PATH } from "../../model/kubernetes/text-forms.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asBoolean } from "../../model/reading.ts";
import { asString, child, items, lacks } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import {
  atMostOne,
  distinct,
  filled,
  formed,
  isEmpty,
  type Judge,
  labels,
  needs,
  stated,
  within,
} from "./_object-judges.ts";
import { type Row, row } from "./_object-row.ts";
import { PORTS } from "./_port-reports.ts";

const POSITIVE = { least: 1, most: Number.POSITIVE_INFINITY };

/** `In` and `NotIn` compare with values, `Exists` and `DoesNotExist` with none. */
export const requirement: Judge = ({ node, who, anchor }) => {
  const operator = stated(node, "operator");
  const values = child(node, "values");
  if ((operator === "In" || operator === "NotIn") && isEmpty(node, "values")) {
    return [{ at: anchor, message: `${who} compares with ${operator}, and has no values.`, missing: "values" }];
  }
  if ((operator !== "Exists" && operator !== "DoesNotExist") || !values || lacks(node, "values")) return [];
  if (items(values).length === 0) return [];
  return [{ at: values, message: `${who} asks ${operator}, which takes no values.` }];
};

const toleration: Judge = ({ node, who, anchor }) => {
  const [key, operator, value, effect] = ["key", "operator", "value", "effect"].map((field) => stated(node, field));
  const seconds = child(node, "tolerationSeconds");
  if (key === "" && operator !== undefined && operator !== "Exists") {
    return [{ at: anchor, message: `${who} has no key, and so must have the operator Exists.`, missing: "key" }];
  }
  const given = child(node, "value");
  if (operator === "Exists" && value && given) {
    return [{ at: given, message: `${who} has the operator Exists, which takes no value.` }];
  }
  if (!seconds || lacks(node, "tolerationSeconds") || effect === undefined || effect === "NoExecute") return [];
  return [{ at: seconds, message: `${who} has tolerationSeconds, which only the effect NoExecute takes.` }];
};

/** Both a text and a place to take it from; an empty text is as good as none. */
const oneSource: Judge = ({ node, who, hasBranches }) => {
  const at = keyOf(node, "valueFrom");
  if (!at || hasBranches || lacks(node, "valueFrom") || !stated(node, "value")) return [];
  return [{ at, message: `${who} has both a value and a valueFrom, and Kubernetes takes one of them.` }];
};

const profile: Judge = ({ node, who, anchor }) =>
  stated(node, "type") === "Localhost" && isEmpty(node, "localhostProfile")
    ? [
        {
          at: anchor,
          message: `${who} is of type Localhost, and has no localhostProfile.`,
          missing: "localhostProfile",
        },
      ]
    : [];

/** What a privileged container has, nothing can deny it. */
const escalation: Judge = ({ node, who }) => {
  const at = asBoolean(child(node, "allowPrivilegeEscalation"), "kubectl");
  if (!at || !is(at, false)) return [];
  const isPrivileged = is(asBoolean(child(node, "privileged"), "kubectl"), true);
  const added = items(child(node, "capabilities", "add")).some((item) => is(asString(item), "CAP_SYS_ADMIN"));
  if (!isPrivileged && !added) return [];
  const what = isPrivileged ? "privileged true" : "the capability CAP_SYS_ADMIN";
  return [{ at, message: `${who} has ${what}, and Kubernetes takes no allowPrivilegeEscalation false beside it.` }];
};

const dns: Judge = ({ node, who }) => {
  const policy = child(node, "dnsPolicy");
  if (!policy || stated(node, "dnsPolicy") !== "None" || !lacks(node, "dnsConfig", "nameservers")) return [];
  return [
    { at: policy, message: `${who} has the dnsPolicy None, and no nameservers.`, missing: "dnsConfig.nameservers" },
  ];
};

const VOLUMES: readonly string[] = (
  "awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume " +
  "flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk " +
  "portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume"
).split(" ");

/** What a claim for storage must say. */
export const claim = (spec: string): readonly Row[] => [
  row(spec, needs("accessModes")),
  row(`${spec}.storageClassName`, formed(DNS_SUBDOMAIN)),
  row(spec, ({ node, who, anchor }) =>
    lacks(node, "resources", "requests", "storage")
      ? [{ at: anchor, message: `${who} asks for no storage.`, missing: "resources.requests.storage" }]
      : [],
  ),
];

const NODES = "affinity.nodeAffinity";
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

const affinity = ["affinity.podAffinity", "affinity.podAntiAffinity"].flatMap((kind): readonly Row[] => [
  row(`${kind}.${PREFERRED}[].weight`, within({ least: 1, most: 100 })),
  row(`${kind}.${PREFERRED}[].podAffinityTerm`, filled("topologyKey")),
  row(`${kind}.${PREFERRED}[].podAffinityTerm.labelSelector.matchExpressions[]`, requirement),
  row(`${kind}.${REQUIRED}[]`, filled("topologyKey")),
  row(`${kind}.${REQUIRED}[].labelSelector.matchExpressions[]`, requirement),
]);

/** In the spec of a pod. */
export const POD_ROWS: readonly Row[] = [
  row("", filled("containers")),
  row("", dns),
  row("dnsConfig.nameservers[]", formed(IP_ADDRESS)),
  row("hostAliases[].ip", formed(IP_ADDRESS)),
  row("hostAliases[].hostnames[]", formed(DNS_SUBDOMAIN)),
  row("hostname", formed(DNS_LABEL)),
  row("subdomain", formed(DNS_LABEL)),
  row("serviceAccountName", formed(DNS_SUBDOMAIN)),
  row("priorityClassName", formed(DNS_SUBDOMAIN)),
  row("nodeName", formed(DNS_SUBDOMAIN)),
  row("nodeSelector", labels),
  row("activeDeadlineSeconds", within(POSITIVE)),
  row("securityContext.seccompProfile", profile),
  row("tolerations[]", toleration),
  row("tolerations[].value", formed(LABEL_VALUE)),
  row(`${NODES}.${REQUIRED}`, filled("nodeSelectorTerms")),
  row(`${NODES}.${REQUIRED}.nodeSelectorTerms[].matchExpressions[]`, requirement),
  row(`${NODES}.${PREFERRED}[].weight`, within({ least: 1, most: 100 })),
  row(`${NODES}.${PREFERRED}[].preference.matchExpressions[]`, requirement),
  ...affinity,
  row("topologySpreadConstraints[].labelSelector.matchExpressions[]", requirement),
  row("volumes", distinct("name")),
  row("volumes[]", filled("name")),
  row("volumes[].name", formed(DNS_LABEL)),
  row("volumes[]", atMostOne(...VOLUMES)),
  row("volumes[].configMap", needs("name")),
  row("volumes[].hostPath", filled("path")),
  row("volumes[].hostPath.path", formed(NODE_PATH)),
  row("volumes[].secret", needs("secretName")),
  row("volumes[].persistentVolumeClaim", filled("claimName")),
  row("volumes[].configMap.items[].path", formed(RELATIVE_PATH)),
  row("volumes[].secret.items[].path", formed(RELATIVE_PATH)),
  row("volumes[].projected.sources[].configMap", needs("name")),
  row("volumes[].projected.sources[].secret", needs("name")),
  row(
    "volumes[].projected.sources[]",
    atMostOne("clusterTrustBundle", "configMap", "downwardAPI", "secret", "serviceAccountToken"),
  ),
  row("volumes[].ephemeral", needs("volumeClaimTemplate")),
  ...claim("volumes[].ephemeral.volumeClaimTemplate.spec"),
];

/** In a container. */
export const CONTAINER_ROWS: readonly Row[] = [
  row("", filled("name")),
  row("name", formed(DNS_LABEL)),
  row("env[]", filled("name")),
  row("env[]", oneSource),
  row("env[].valueFrom", needs("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")),
  row("env[].valueFrom", atMostOne("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")),
  row("env[].valueFrom.configMapKeyRef", needs("name")),
  ...[
    "env[].valueFrom.configMapKeyRef",
    "env[].valueFrom.secretKeyRef",
    "envFrom[].configMapRef",
    "envFrom[].secretRef",
  ].map((path) => row(`${path}.name`, formed(DNS_SUBDOMAIN))),
  row("env[].valueFrom.configMapKeyRef.key", formed(DATA_KEY)),
  row("env[].valueFrom.secretKeyRef", needs("name")),
  row("env[].valueFrom.secretKeyRef.key", formed(DATA_KEY)),
  row("envFrom[]", needs("configMapRef", "secretRef")),
  row("envFrom[]", atMostOne("configMapRef", "secretRef")),
  row("envFrom[].configMapRef", needs("name")),
  row("envFrom[].secretRef", needs("name")),
  row("volumeMounts", distinct("mountPath")),
  row("volumeMounts[]", filled("mountPath")),
  row("volumeMounts[]", atMostOne("subPath", "subPathExpr")),
  row("volumeMounts[].subPath", formed(RELATIVE_PATH)),
  row("volumeDevices", distinct("devicePath")),
  row("volumeDevices", distinct("name")),
  row("securityContext", escalation),
  row("securityContext.seccompProfile", profile),
  ...["lifecycle.preStop", "lifecycle.postStart"].flatMap((hook) => [
    row(hook, needs("exec", "httpGet", "sleep", "tcpSocket")),
    row(hook, atMostOne("exec", "httpGet", "sleep", "tcpSocket")),
    row(`${hook}.exec`, needs("command")),
    row(`${hook}.httpGet.port`, within(PORTS)),
  ]),
];
