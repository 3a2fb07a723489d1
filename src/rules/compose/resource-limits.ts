import { type ComposeService, setting } from "../../model/compose.ts";
import { composeBytes } from "../../model/compose-bytes.ts";
import { composeDependencies } from "../../model/compose-reference.ts";
import { child, entry, lacks, type Node } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Ranged } from "../../text/source-file.ts";
import { service } from "./_examples.ts";
import { oneShots } from "./_one-shot.ts";
import { isComplete, isDevFile } from "./_service.ts";

const LIMITED = service("mem_limit: 512m", "cpus: 0.5", "pids_limit: 200");

export default defineRule({
  id: "compose/resource-limits",
  title: "Limit memory, CPU and pids",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  artefact: "compose",
  why: "A container without limits may take all of the host: one leak, one endless loop or one fork bomb, and every other service on it is gone too.",
  remedy: "Set `mem_limit`, `cpus` and `pids_limit`, or `limits` under `deploy.resources`, which a swarm heeds too.",
  peers: { kics: ["Memory Not Limited", "Cpus Not Limited", "Pids Limit Not Set"] },
  compliance: ["CIS Docker v1.2.0 5.10", "CIS Docker v1.2.0 5.11", "CIS Docker v1.2.0 5.28"],
  options: {
    require: option.someOf(["memory", "cpu", "pids"], ["memory", "cpu", "pids"], "What has to be limited."),
  },
  examples: {
    bad: [
      {
        title: "Of memory, when that is all that matters",
        files: "services:\n  ⟦api⟧:\n    image: api:1\n",
        options: { require: ["memory"] },
      },
      {
        title: "Some are there",
        files: service("deploy:", "  resources:", "    ⟦limits⟧: { memory: 512M, cpus: '0.5' }"),
      },
      { title: "No limit at all", files: service("mem_limit: 512m", "cpus: 1", "pids_limit: ⟦-1⟧") },
      {
        title: "More is kept than allowed",
        files: service("mem_limit: 512m", "mem_reservation: ⟦1g⟧", "cpus: 0.5", "pids_limit: 200"),
      },
    ],
    good: [
      LIMITED,
      {
        title: "Under deploy",
        files: service("deploy:", "  resources:", "    limits: { memory: 512M, cpus: '0.5', pids: 200 }"),
      },
      {
        title: "Decided elsewhere",
        files: service("mem_limit: ${MEMORY}", "cpus: ${CPUS}", "pids_limit: ${PIDS}"),
      },
      {
        title: "It runs once",
        files: `${LIMITED}    depends_on: { migrate: { condition: service_completed_successfully } }\n  migrate:\n    image: api:1\n`,
      },
      { title: "A developer's own changes", files: { "compose.dev.yaml": service() } },
      {
        title: "The file that is deployed has them",
        files: {
          "compose.yaml": service(),
          "compose.prod.yaml": "services:\n  api:\n    mem_limit: 512m\n    cpus: 0.5\n    pids_limit: 200\n",
        },
      },
    ],
  },

  *check(file, { require }) {
    if (isDevFile(file)) return;
    const waiting = file.services.map((one) => ({
      name: one.name,
      restart: setting(child(one.body, "restart")),
      dependencies: composeDependencies(one),
    }));
    const done = oneShots(waiting);
    for (const one of file.services) {
      if (!isComplete(one) || done.has(one.name)) continue;
      const subject = one.address;
      for (const kind of require) {
        const report = fault(one, LIMITS[kind]);
        if (report) yield { ...report, subject };
      }
    }
  },
});

/** Where limits of one kind stand, the first that is set being in force. */
interface Limit {
  readonly name: string;
  readonly paths: readonly (readonly string[])[];
  readonly reserved: readonly (readonly string[])[];
  read(text: string): number | undefined;
  readonly peer: string;
}

const LIMITS: Readonly<Record<"cpu" | "memory" | "pids", Limit>> = {
  cpu: {
    name: "CPU",
    paths: [["cpus"], ["deploy", "resources", "limits", "cpus"], ["cpu_quota"], ["cpu_count"], ["cpu_percent"]],
    reserved: [["deploy", "resources", "reservations", "cpus"]],
    read: (text) => (/^-?[\d.]+$/.test(text) ? Number(text) : undefined),
    peer: "Cpus Not Limited",
  },
  memory: {
    name: "memory",
    paths: [["mem_limit"], ["deploy", "resources", "limits", "memory"]],
    reserved: [["mem_reservation"], ["deploy", "resources", "reservations", "memory"]],
    read: composeBytes,
    peer: "Memory Not Limited",
  },
  pids: {
    name: "pids",
    paths: [["pids_limit"], ["deploy", "resources", "limits", "pids"]],
    reserved: [],
    read: (text) => (/^-?\d+$/.test(text) ? Number(text) : undefined),
    peer: "Pids Limit Not Set",
  },
};

function fault(one: ComposeService, limit: Limit): Report | undefined {
  const { name, paths, reserved, peer } = limit;
  const { body } = one;
  const set = firstOf(body, paths);
  if (!set) {
    if (!paths.every((path) => lacks(body, ...path))) return undefined;
    const message = `Service ${clipped(one.name, 40)} sets no limit of ${name}.`;
    return { at: holderOf(one), message, missing: `limit of ${name}`, peers: [peer] };
  }
  const most = set.known ? limit.read(set.value) : undefined;
  if (!set.known || most === undefined) return undefined;
  if (most <= 0) {
    return {
      at: set,
      message: `With ${name} of ${clipped(set.value, 40)} service ${clipped(one.name, 40)} has no limit.`,
      peers: [peer],
    };
  }
  const kept = firstOf(body, paths.slice(0, 2).includes(set.path) ? reserved : []); // the others count in other units
  const least = kept?.known ? limit.read(kept.value) : undefined;
  if (!kept || least === undefined || least <= most) return undefined;
  const message = `Service ${clipped(one.name, 40)} is to be kept more ${name} than its limit of ${clipped(set.value, 40)}.`;
  return { at: kept, message, peers: [] };
}

/** The first of these settings that is there, and its path. */
function firstOf(
  body: Node,
  paths: Limit["paths"],
): (Value<string> & { readonly path: Limit["paths"][number] }) | undefined {
  for (const path of paths) {
    const value = setting(child(body, ...path));
    if (value) return { ...value, path };
  }
  return undefined;
}

/** The nearest thing that should hold a limit. */
function holderOf(one: ComposeService): Ranged {
  const { body } = one;
  const resources = child(body, "deploy", "resources");
  return entry(resources, "limits") ?? entry(child(body, "deploy"), "resources") ?? one;
}
