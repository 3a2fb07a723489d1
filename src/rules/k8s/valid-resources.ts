import {
  type Amount,
  amount,
  amountsOf,
  BOUNDS,
  type Bound,
  isContainerResource,
} from "../../model/kubernetes/resources.ts";
import { containerTitle, workloadsOf } from "../../model/kubernetes/workload.ts";
import { asString, child, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { deviceFault } from "./_device-amounts.ts";
import { deployment, documents, limitRange, object, pod } from "./_examples.ts";
import { type LimitRange, rangesOf, spaceOf } from "./_limit-ranges.ts";
import { otherQuantities } from "./_other-quantities.ts";
import { quantityFault, writingFault } from "./_quantity-fault.ts";
import { objectTitle } from "./_title.ts";

const sized = (resources: string): string =>
  deployment({ container: `resources:\n${resources.replace(/^/gm, "  ")}\n` });

export default defineRule({
  id: "k8s/valid-resources",
  title: "Write resource quantities that mean what they say",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "Kubernetes rejects `64MB` and a request above its limit, and takes `512m` of memory for half a byte and `512` for 512 bytes, which no container can start with, and `128Mi` of a processor for as many whole ones, which no node has.",
  remedy: "Write memory and storage as `512Mi` or `2Gi`, processors as `500m` or `2`, and no request above its limit.",
  fix: "safe",
  peers: { polaris: ["resourceRange"] },
  examples: {
    bad: [
      {
        title: "Half a byte",
        files: sized("limits:\n  memory: ⟦512m⟧"),
        fixed: sized("limits:\n  memory: 512Mi"),
      },
      {
        title: "Bytes are not written out",
        files: sized('requests:\n  memory: ⟦"64MB"⟧'),
        fixed: sized('requests:\n  memory: "64M"'),
      },
      { title: "No blanks inside", files: sized("limits:\n  memory: ⟦1 Gi⟧"), fixed: sized("limits:\n  memory: 1Gi") },
      { title: "512 bytes", files: sized("limits:\n  memory: ⟦512⟧") },
      { title: "2,000 processors", files: sized("limits:\n  cpu: ⟦2000⟧") },
      { title: "Less than nothing", files: sized("requests:\n  cpu: ⟦-1⟧\n  nvidia.com/gpu: ⟦-1⟧") },
      { title: "It asks for more than it may take", files: sized("requests:\n  cpu: ⟦2⟧\nlimits:\n  cpu: 500m") },
      { title: "Misspelt", files: sized("requests:\n  ⟦CPU⟧: 500m\n  ⟦mem⟧: 64Mi") },
      {
        title: "Of volumes and quotas",
        files: documents(
          object("v1", "PersistentVolumeClaim", "db", "resources: { requests: { storage: ⟦10GB⟧ } }\n"),
          object("v1", "PersistentVolume", "disk", "capacity: { storage: ⟦512m⟧ }\n"),
          object("v1", "ResourceQuota", "team", "hard: { limits.memory: ⟦1 Gi⟧, pods: 10 }\n"),
          limitRange("default: { memory: ⟦512mb⟧ }"),
          pod({ pod: "volumes:\n  - { name: cache, emptyDir: { sizeLimit: ⟦1GB⟧ } }\n" }),
        ),
      },
      { title: "Half a device", files: sized("limits:\n  nvidia.com/gpu: ⟦0.5⟧") },
      {
        title: "Devices are neither shared nor lent",
        files: sized(
          "requests:\n  nvidia.com/gpu: ⟦1⟧\n  example.com/fpga: ⟦1⟧\nlimits:\n  nvidia.com/gpu: 2\n  memory: 1Gi",
        ),
      },
      {
        title: "More than the LimitRange beside it allows",
        files: documents(limitRange("max: { memory: 1Gi }"), sized("limits:\n  memory: ⟦2Gi⟧")),
      },
    ],
    good: [
      sized("requests:\n  cpu: 100m\n  memory: 256Mi\nlimits:\n  cpu: 0.5\n  memory: 0.5Gi\n  ephemeral-storage: 1e9"),
      {
        title: "Of volumes and quotas",
        files: documents(
          object("v1", "PersistentVolumeClaim", "db", "resources: { requests: { storage: 10Gi } }\n"),
          object("v1", "ResourceQuota", "team", "hard: { requests.cpu: 4000, memory: 1Ti, count/jobs.batch: 5 }\n"),
          pod({ pod: "volumes:\n  - { name: cache, emptyDir: { sizeLimit: ${CACHE_SIZE} } }\n" }),
        ),
      },
      { title: "A device of a vendor", files: sized("limits:\n  nvidia.com/gpu: 1") },
      {
        title: "As many devices as the limit, or as a chart's values say",
        files: sized(
          "requests:\n  nvidia.com/gpu: 1\n  example.com/fpga: 1\nlimits:\n  nvidia.com/gpu: '1'\n  example.com/fpga: {{ .Values.fpgas }}",
        ),
      },
      { title: "Large pages", files: sized("limits:\n  hugepages-2Mi: 64Mi\n  memory: 128Mi\n  cpu: 1") },
      { title: "Thousandths of a byte, and yet a gibibyte of them", files: sized("limits:\n  memory: 1073741824000m") },
      {
        title: "Decided elsewhere",
        files: sized("requests:\n  memory: {{ .Values.memory }}\n  ${DEVICE}: 1\nlimits:\n  memory: ${MEMORY}"),
      },
      {
        title: "The LimitRange is of another namespace",
        files: documents(
          limitRange("max: { memory: 1Gi }").replace("name: sizes", "name: sizes\n  namespace: batch"),
          sized("limits:\n  memory: 2Gi"),
        ),
      },
    ],
  },

  *check(manifest) {
    const ranges = rangesOf(manifest);
    for (const object of manifest.objects) {
      for (const quantity of otherQuantities(object)) {
        const report = writingFault(quantity);
        if (report) yield { ...report, subject: object.address };
      }
    }
    for (const { object, workload } of workloadsOf(manifest)) {
      const range = ranges.get(spaceOf(object) ?? "?");
      const ofPod = faultsOf(child(workload.podSpec, "resources"), `The pod of ${objectTitle(object)}`, undefined);
      for (const report of ofPod) yield { ...report, subject: object.address };
      for (const container of workload.containers) {
        const reports = faultsOf(child(container.body, "resources"), containerTitle(container), range);
        for (const report of reports) yield { ...report, subject: container.address };
      }
    }
  },
});

function* faultsOf(resources: Node | undefined, title: string, range: LimitRange | undefined): Generator<Report> {
  for (const bound of BOUNDS) {
    for (const one of amountsOf(resources, bound)) {
      if (!isContainerResource(one.resource)) {
        yield misspelt(one, title);
        continue;
      }
      const report =
        quantityFault({ ...one, named: namedIn(one, bound, title) }) ??
        deviceFault(one, bound, resources, title) ??
        rangeFault(one, bound, title, range);
      if (report) yield report;
      else if (bound === "requests") yield* aboveLimit(one, resources, title);
    }
  }
}

function misspelt({ resource, range }: Amount, title: string): Report {
  const meant = resource.toLowerCase().startsWith("mem") ? "memory" : closest(resource.toLowerCase(), KNOWN, 2);
  const hint = meant === undefined ? "" : `; it may mean ${meant}`;
  return {
    at: { range },
    message: `${title} asks for ${clipped(resource)}, which is no resource of Kubernetes${hint}.`,
  };
}
const KNOWN = ["cpu", "memory", "ephemeral-storage"];

function* aboveLimit({ resource, value }: Amount, resources: Node | undefined, title: string): Generator<Report> {
  const limit = child(resources, "limits", resource);
  const [asked, most] = [amount(value), amount(limit)];
  if (asked === undefined || most === undefined || asked <= most) return;
  const text = (node: Node | undefined): string => clipped(known(asString(node)) ?? "", 40);
  yield { at: value, message: `${title} requests ${text(value)} of ${resource}, above its limit of ${text(limit)}.` };
}

/** `Container app has a memory limit`. */
const namedIn = ({ resource }: Pick<Amount, "resource">, bound: Bound, title: string): string =>
  `${title} has ${resource.startsWith("e") ? "an" : "a"} ${resource} ${bound.slice(0, -1)}`;

function rangeFault(
  { resource, value }: Amount,
  bound: Bound,
  title: string,
  range: LimitRange | undefined,
): Report | undefined {
  const size = amount(value);
  const [least, most] = [range?.min.get(resource), range?.max.get(resource)];
  if (size === undefined) return undefined;
  const named = namedIn({ resource }, bound, title);
  if (most !== undefined && size > most)
    return { at: value, message: `${named} above the most that the LimitRange allows.` };
  if (least === undefined || size >= least) return undefined;
  return { at: value, message: `${named} below the least that the LimitRange allows.` };
}
