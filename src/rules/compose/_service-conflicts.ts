import { type ComposeService, setting } from "../../model/compose.ts";
import { composeBytes } from "../../model/compose-bytes.ts";
import { composeMounts } from "../../model/compose-mount.ts";
import { child, entry, isForeign, isNull, items, mappings, type Node, resolve } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What excludes each other in one service. */
export function* serviceConflicts(service: ComposeService): Generator<Report> {
  for (const find of FINDERS) yield* find(service);
}

type Finder = (service: ComposeService) => Iterable<Report>;

/** Does it say something for sure, and more than an empty list or mapping does? */
export function isThere(node: Node | undefined): node is Node {
  if (node === undefined || isNull(node) || isForeign(node)) return false;
  return node.type === "scalar" ? setting(node)?.known === true : parts(node) > 0;
}
const parts = (node: Node): number => (node.type === "mapping" ? node.entries.length : items(node).length);

/** Keys of one mapping of which one may be there, by the path of the mapping. */
const EITHER: readonly (readonly [path: readonly string[], first: string, second: string])[] = [
  [[], "network_mode", "networks"],
  [["build"], "dockerfile", "dockerfile_inline"],
];

const eithers: Finder = function* ({ name, body }) {
  for (const [path, first, second] of EITHER) {
    const parent = child(body, ...path);
    const at = entry(parent, second);
    if (!at || !isThere(child(parent, first)) || !isThere(resolve(at.value))) continue;
    yield {
      at: keyRange(at),
      message: `Service ${clipped(name)} has ${second} besides ${first}, and may have one of them.`,
    };
  }
};

/** Settings with two homes: under the service, and under `deploy`. */
const HOMES: readonly (readonly [
  own: string,
  deployed: readonly string[],
  read: (text: string) => number | undefined,
])[] = [
  ["scale", ["replicas"], toNumber],
  ["cpus", ["resources", "limits", "cpus"], toNumber],
  ["mem_limit", ["resources", "limits", "memory"], composeBytes],
  ["mem_reservation", ["resources", "reservations", "memory"], composeBytes],
  ["pids_limit", ["resources", "limits", "pids"], toNumber],
];

const twice: Finder = function* ({ name, body }) {
  for (const [own, deployed, read] of HOMES) {
    const [first, second] = [setting(child(body, own)), setting(child(body, "deploy", ...deployed))];
    const [a, b] = [first, second].map((value) => (value?.known ? read(value.value) : undefined));
    if (!first?.known || !second?.known || a === undefined || b === undefined || a === b) continue;
    if (a === 0 && own !== "scale") continue; // no limit of its own
    yield {
      at: second,
      message: `Service ${clipped(name)} has ${own} ${clipped(first.value, 20)} and deploy.${deployed.join(".")} ${clipped(second.value, 20)}.`,
      related: [{ at: first, message: "The other one." }],
    };
  }
};

function toNumber(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? undefined : number;
}

const platforms: Finder = function* ({ name, body }) {
  const platform = setting(child(body, "platform"));
  const built = items(child(body, "build", "platforms")).map((item) => setting(item));
  if (!platform?.known || built.length === 0 || built.some((one) => !one?.known)) return;
  if (built.some((one) => known(one) === platform.value)) return;
  yield {
    at: platform,
    message: `Service ${clipped(name)} runs on ${clipped(platform.value, 40)}, which is none of the platforms of its build.`,
  };
};

/** Of two `volumes` on one path the later one counts; with a tmpfs there, neither does. */
const mounts: Finder = function* (one) {
  const tmpfs = child(one.body, "tmpfs");
  const taken = new Map<string, Ranged>();
  for (const item of tmpfs?.type === "scalar" ? [tmpfs] : items(tmpfs)) {
    const text = setting(item);
    const path = text?.known ? text.value.split(":", 1)[0] : undefined;
    if (text && path) taken.set(path, text);
  }
  for (const { range, target } of composeMounts(one)) {
    const before = target.known ? taken.get(target.value) : undefined;
    if (!before || !target.known) continue;
    yield {
      at: { range },
      message: `Service ${clipped(one.name)} has a tmpfs on ${clipped(target.value, 60)} already.`,
      related: [{ at: before, message: "The tmpfs." }],
    };
  }
};

const devices: Finder = function* ({ name, body }) {
  const reserved = mappings(child(body, "deploy", "resources", "reservations", "devices"));
  for (const device of [...mappings(child(body, "gpus")), ...reserved]) {
    const at = entry(device, "device_ids");
    if (!at || !isThere(child(device, "count")) || !isThere(resolve(at.value))) continue;
    yield {
      at: keyRange(at),
      message: `A device of service ${clipped(name)} has device_ids besides count, and may have one of them.`,
    };
  }
};

const FINDERS: readonly Finder[] = [eithers, twice, platforms, mounts, devices];

export const keyRange = ({ range }: Ranged): Ranged => ({ range });
