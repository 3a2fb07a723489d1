import type { Ranged } from "../../text/source-file.ts";
import {
  asString,
  child,
  entries,
  entry,
  isForeign,
  items,
  type Mapping,
  mappings,
  type Node,
  resolve,
} from "../tree.ts";
import { is, known, type Value } from "../value.ts";
import type { KubernetesObject } from "./manifest.ts";
import { settled } from "./names.ts";
import { podOs } from "./pod-os.ts";
import type { Container, ContainerRole, Workload } from "./workload.ts";

/** The objects that a document, or a mapping in a build, is; the items of a List are objects of their own. */
export function kubernetesObjects(tree: Node): readonly KubernetesObject[] {
  if (tree.type === "sequence") return tree.items.flatMap((item) => kubernetesObjects(resolve(item)));
  if (tree.type !== "mapping" || isForeign(tree)) return [];
  const kind = asString(child(tree, "kind"));
  const apiVersion = asString(child(tree, "apiVersion"));
  if (!kind || !apiVersion) return [];
  if (kind.known && kind.value.endsWith("List") && child(tree, "items")) {
    return items(child(tree, "items")).flatMap(kubernetesObjects);
  }
  return [kubernetesObject(tree, kind, apiVersion)];
}

function kubernetesObject(tree: Mapping, kind: Value<string>, apiVersion: Value<string>): KubernetesObject {
  const metadata = child(tree, "metadata");
  const name = settled(asString(child(metadata, "name")));
  const address = `${known(kind) ?? "?"}/${known(name) ?? "?"}`;
  return {
    range: tree.range,
    tree,
    kind,
    apiVersion,
    name,
    namespace: settled(asString(child(metadata, "namespace"))),
    address,
    workload: kind.known ? workloadIn(tree, kind.value, known(apiVersion) ?? "", address) : undefined,
  };
}

/** Where a kind keeps its pod template, and whether its pods run until they are told to end. */
const CONTROLLERS: Readonly<Record<string, { readonly template: readonly string[]; readonly runs: Workload["runs"] }>> =
  {
    CloneSet: { template: ["spec", "template"], runs: "forever" },
    CronJob: { template: ["spec", "jobTemplate", "spec", "template"], runs: "to-completion" },
    DaemonSet: { template: ["spec", "template"], runs: "forever" },
    Deployment: { template: ["spec", "template"], runs: "forever" },
    DeploymentConfig: { template: ["spec", "template"], runs: "forever" },
    Job: { template: ["spec", "template"], runs: "to-completion" },
    Pod: { template: [], runs: "forever" },
    PodTemplate: { template: ["template"], runs: "unknown" },
    ReplicaSet: { template: ["spec", "template"], runs: "forever" },
    ReplicationController: { template: ["spec", "template"], runs: "forever" },
    Rollout: { template: ["spec", "template"], runs: "forever" },
    StatefulSet: { template: ["spec", "template"], runs: "forever" },
  };
const KNATIVE_SERVICE = { template: ["spec", "template"], runs: "forever" } as const;
const ANY_OTHER = { template: ["spec", "template"], runs: "unknown" } as const;

function workloadIn(tree: Mapping, kind: string, apiVersion: string, address: string): Workload | undefined {
  const isKnative = kind === "Service" && apiVersion.startsWith("serving.knative.dev/");
  const builtIn = Object.hasOwn(CONTROLLERS, kind) ? CONTROLLERS[kind] : undefined;
  const controller = isKnative ? KNATIVE_SERVICE : builtIn;
  const { template: path, runs } = controller ?? ANY_OTHER;
  const template = path.length === 0 ? tree : child(tree, ...path);
  const podSpec = child(template, "spec");
  if (template?.type !== "mapping" || podSpec?.type !== "mapping") return undefined;
  if (!controller && !child(podSpec, "containers")) return undefined;
  const containers = containersIn(podSpec, address);
  return {
    kind,
    isBuiltIn: controller !== undefined,
    template,
    podSpec,
    podSpecKey: keyNode(template, "spec") ?? podSpec,
    runs: kind === "Pod" ? podRuns(podSpec) : runs,
    os: podOs(podSpec, containers),
    isHook: entries(child(tree, "metadata", "annotations")).some(({ key }) => key?.startsWith("helm.sh/hook")),
    containers,
  };
}

function podRuns(podSpec: Mapping): Workload["runs"] {
  const policy = asString(child(podSpec, "restartPolicy"));
  if (policy && !policy.known) return "unknown";
  return policy === undefined || policy.value === "Always" ? "forever" : "to-completion";
}

const LISTS = [
  ["initContainers", "init"],
  ["containers", "main"],
  ["ephemeralContainers", "ephemeral"],
] as const;

function containersIn(podSpec: Mapping, address: string): readonly Container[] {
  const found: Container[] = [];
  for (const [list, role] of LISTS) {
    const key = keyNode(podSpec, list);
    if (!key) continue;
    for (const body of mappings(child(podSpec, list))) {
      const name = asString(child(body, "name"));
      const image = asString(child(body, "image"));
      found.push({
        role: role === "init" ? initRole(body) : role,
        body: is(image, INJECTED) ? { ...body, open: true } : body,
        name,
        image,
        address: `${address}#container/${known(name) ?? "?"}`,
        anchor: name ?? firstKey(body) ?? key,
      });
    }
  }
  return found;
}

/** Istio merges all that its proxy needs into the container (https://istio.io/latest/docs/setup/additional-setup/gateway/). */
const INJECTED = "auto";

const initRole = (body: Mapping): ContainerRole =>
  known(asString(child(body, "restartPolicy"))) === "Always" ? "sidecar" : "init";

const keyNode = (parent: Node | undefined, key: string): Ranged | undefined => entry(parent, key);

const firstKey = (body: Mapping): Ranged | undefined => body.entries[0];
