import { asBoolean } from "../../model/reading.ts";
import { child, entries, entry, type Mapping, resolve } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { service } from "./_examples.ts";
import { isThere, keyRange, serviceConflicts } from "./_service-conflicts.ts";

export default defineRule({
  id: "compose/no-conflicting-options",
  title: "Options that exclude each other must not meet",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "compose",
  why: "Each of them is right by itself, so nothing looks wrong, and Compose refuses the project all the same: it will not choose between two answers to one question.",
  remedy: "Keep the one that is meant, and take the other away.",
  peers: { docker: ["compose config -q"] },
  examples: {
    bad: [
      {
        title: "Two networks at once",
        files: service("network_mode: host", "⟦networks⟧: [front]").concat("networks: {front: {}}\n"),
      },
      {
        title: "Two Dockerfiles",
        files:
          "services:\n  api:\n    build:\n      dockerfile: Dockerfile.api\n      ⟦dockerfile_inline⟧: FROM scratch\n",
      },
      {
        title: "Two limits, which differ",
        files: service(
          "cpus: 0.5",
          "mem_limit: 512m",
          "pids_limit: 100",
          "scale: 2",
          "deploy:",
          "  replicas: ⟦3⟧",
          "  resources:",
          "    limits: {cpus: ⟦'1'⟧, memory: ⟦1g⟧, pids: ⟦200⟧}",
        ),
      },
      {
        title: "A platform that is not built for",
        files: "services:\n  api:\n    platform: ⟦linux/arm64⟧\n    build: {context: ., platforms: [linux/amd64]}\n",
      },
      {
        title: "A volume on a tmpfs",
        files: service("tmpfs: /cache", "volumes: [⟦./cache:/cache⟧, {type: bind, source: ., target: /src}]"),
      },
      {
        title: "GPUs by number and by name",
        files: service("gpus:", "  - {count: 1, ⟦device_ids⟧: ['0']}"),
      },
      {
        title: "What Compose makes, and what is there already",
        files: service().concat("volumes:\n  data:\n    external: true\n    ⟦driver⟧: local\n"),
      },
      {
        title: "Two contents of one secret and one config",
        files: service().concat(
          "secrets:\n  token: {file: ./token, ⟦environment⟧: TOKEN}\nconfigs:\n  page: {file: ./page, ⟦content⟧: hello}\n",
        ),
      },
    ],
    good: [
      service("network_mode: host", "build: {context: ., dockerfile: Dockerfile.api}"),
      {
        title: "The same twice",
        files: service(
          "cpus: 0.5",
          "mem_limit: 1g",
          "scale: 2",
          "deploy:",
          "  replicas: 2",
          "  resources:",
          "    limits: {cpus: '0.50', memory: 1024m}",
        ),
      },
      {
        title: "Decided by the environment",
        files: service(
          "cpus: ${CPUS}",
          "scale: ${SCALE:-2}",
          "network_mode: ${MODE}",
          "networks: [back]",
          "deploy:",
          "  replicas: 2",
          "  resources: {limits: {cpus: '1'}}",
        ),
      },
      {
        title: "One is empty",
        files: service("network_mode: host", "networks: []", "deploy: {replicas: 2}"),
      },
      {
        title: "An override takes the other away",
        files: {
          "compose.yaml": service("networks: [front]").concat("networks: {front: {}}\n"),
          "compose.override.yaml": "services:\n  api:\n    networks: !reset []\n    network_mode: host\n",
        },
      },
      {
        title: "External, with its name and with notes",
        files: service().concat(
          "volumes:\n  data: {external: true, name: shop-data, x-owner: shop}\n  own: {external: false, driver: local}\n",
        ),
      },
      {
        title: "Paths that differ, and GPUs in either way",
        files: service(
          "tmpfs: [/cache, '/run:size=1m']",
          "volumes: ['./a:/a', './b:/a']",
          "gpus: [{count: 1}, {device_ids: ['0']}]",
        ),
      },
      {
        title: "A platform among those that are built for",
        files:
          "services:\n  api:\n    platform: linux/amd64\n    build: {context: ., platforms: [linux/amd64, linux/arm64]}\n",
      },
    ],
  },

  *check({ tree, services }) {
    for (const one of services) {
      for (const found of serviceConflicts(one)) yield { ...found, subject: one.address };
    }
    yield* externals(tree);
    for (const [section, keys] of CONTENTS) yield* contents(tree, section, keys);
  },
});

/** What is external is made by nobody here, so nothing but its name can be said of it. */
function* externals(tree: Mapping): Generator<Report> {
  for (const { key = "", value } of entries(child(tree, "volumes"))) {
    const volume = resolve(value);
    if (volume.type !== "mapping" || known(asBoolean(child(volume, "external"), "compose")) !== true) continue;
    for (const one of volume.entries) {
      if (one.key === undefined || one.key === "external" || one.key === "name" || one.key.startsWith("x-")) continue;
      yield {
        at: keyRange(one),
        message: `Volume ${clipped(key)} is external, so its ${clipped(one.key)} is not for this file to say.`,
      };
    }
  }
}

/** Where the content of secrets and configs may come from. */
const CONTENTS: readonly (readonly [section: string, keys: readonly string[]])[] = [
  ["secrets", ["file", "environment"]],
  ["configs", ["file", "environment", "content"]],
];

function* contents(tree: Mapping, section: string, keys: readonly string[]): Generator<Report> {
  for (const { key: name = "", value } of entries(child(tree, section))) {
    const given = keys.flatMap((key) => {
      const found = entry(value, key);
      return found && isThere(resolve(found.value)) ? [found] : [];
    });
    const [first, second] = given;
    if (!first || !second) continue;
    const word = section.slice(0, -1);
    yield {
      at: keyRange(second),
      message: `The ${word} ${clipped(name)} has ${second.key} besides ${first.key}, and may have one of them.`,
    };
  }
}
