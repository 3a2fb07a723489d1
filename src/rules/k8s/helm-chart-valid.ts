import type { Json } from "../../model/json-schema/json.ts";
import { schemaFaults } from "../../model/json-schema/validate.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { type ScalarType, typeOf } from "../../model/reading.ts";
import { asString, child, entry, lacks, type Mapping, mappings, type Node } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import type { ChartFact } from "../../project/facts/chart.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { folderOf, within } from "../../text/path.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import { isConstraint, isLooseVersion, isVersion } from "./_chart-version.ts";

const CHART = "apiVersion: v2\nname: shop\nversion: 1.4.0\n";

const SCHEMA = code`
  {
    "$schema": "https://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["host"],
    "properties": {
      "host": {"type": "string"},
      "image": {
        "properties": {"pullPolicy": {"enum": ["Always", "IfNotPresent"]}, "tag": {"type": "string"}},
        "additionalProperties": false
      },
      "replicas": {"type": "integer", "minimum": 1}
    }
  }
`;

export default defineProjectRule({
  id: "k8s/helm-chart-valid",
  title: "Keep Chart.yaml complete",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "Helm neither packages nor installs a chart without its name and version, orders releases by Semantic Versioning, never looks at the dependencies of a chart that says it is of version 1, and installs nothing with values that the chart's own `values.schema.json` rules out.",
  remedy:
    "State `apiVersion: v2`, `name` and a `version` such as `1.4.0`; give each dependency a `version` and a `repository`, and keep them in `Chart.yaml`; let `values.yaml` be what the schema says.",
  peers: { helm: ["lint"] },
  examples: {
    bad: [
      { title: "No version", files: { "shop/Chart.yaml": "⟦apiVersion⟧: v2\nname: shop\n" } },
      {
        title: "Not by Semantic Versioning",
        files: {
          "cart/Chart.yaml": "apiVersion: v2\nname: cart\nversion: ⟦next⟧\n",
          "shop/Chart.yaml": CHART.replace("1.4.0", "⟦1.4⟧"),
        },
      },
      {
        title: "Dependencies that Helm passes over",
        files: {
          "shop/Chart.yaml": `${CHART.replace("v2", "v1")}⟦dependencies⟧:\n  - {name: cart, version: 1.0.0, repository: "https://charts.example.com"}\n`,
        },
      },
      {
        title: "A dependency from nowhere, and one of any version",
        files: {
          "shop/Chart.yaml": `${CHART}dependencies:\n  - ⟦name⟧: cart\n    version: 1.0.0\n  - ⟦name⟧: pay\n    repository: https://charts.example.com\n`,
        },
      },
      {
        title: "No such apiVersion, no such type, and a version of the application that is a number",
        files: { "shop/Chart.yaml": `${CHART.replace("v2", "⟦v3⟧")}type: ⟦service⟧\nappVersion: ⟦1.10⟧\n` },
      },
      {
        title: "A maintainer without a name",
        files: { "shop/Chart.yaml": `${CHART}maintainers:\n  - name: Ada\n  - ⟦email⟧: team@example.com\n` },
      },
      {
        title: "Two dependencies of one name, and one that no version fits",
        files: {
          "shop/Chart.yaml": `${CHART}dependencies:\n  - {name: cart, version: ^1.0.0, repository: "https://charts.example.com"}\n  - {name: pay, alias: ⟦cart⟧, version: ⟦latest⟧, repository: "https://charts.example.com"}\n`,
        },
      },
      { title: "Another name than its folder", files: { "shop/Chart.yaml": CHART.replace("shop", "⟦store⟧") } },
      { title: "No range of versions", files: { "shop/Chart.yaml": `${CHART}kubeVersion: ⟦1.30 or newer⟧\n` } },
      {
        title: "The file of an older Helm beside it",
        files: { "shop/Chart.yaml": CHART, "shop/requirements.yaml": "⟦dependencies⟧: []\n" },
      },
      {
        title: "A schema that is no JSON",
        files: { "shop/Chart.yaml": CHART, "shop/values.schema.json": '⟦{⟧"type": }\n' },
      },
      {
        title: "Values that the schema rules out, so that Helm installs nothing",
        files: {
          "shop/Chart.yaml": CHART,
          "shop/values.schema.json": SCHEMA,
          "shop/values.yaml": code`
            replicas: ⟦"2"⟧
            image:
              pullPolicy: ⟦Sometimes⟧
              ⟦tga⟧: v1
          `,
        },
      },
    ],
    good: [
      {
        files: {
          "shop/Chart.yaml": code`
            apiVersion: v2
            name: shop
            version: 1.4.0-rc.1+build.7
            kubeVersion: ">=1.29.0-0 <2.0.0 || ~1.28.3, != 1.28.5"
            type: application
            appVersion: "1.10"
            dependencies:
              - {name: cart, version: ^1.0.0, repository: "https://charts.example.com"}
              - {name: cart, alias: basket, version: 1.x.x, repository: "https://charts.example.com"}
              - {name: local, version: 1.0.0, repository: "file://../local"}
              - {name: named, version: 1.0.0, repository: "@stable"}
              - {name: packed, version: 1.0.0}
          `,
          "shop/charts/packed/Chart.yaml": "apiVersion: v2\nname: packed\nversion: 1.0.0\ntype: library\n",
          "shop/values.schema.json": '{"type": "object"}\n',
        },
      },
      {
        title: "What the schema requires may come from whoever installs the chart, and null takes a value away",
        files: {
          "shop/Chart.yaml": CHART,
          "shop/values.schema.json": SCHEMA,
          "shop/values.yaml": "image: {pullPolicy: Always}\nreplicas: null\n",
        },
      },
      {
        title: "A schema without a chart",
        files: { "shop/values.schema.json": SCHEMA, "shop/values.yaml": 'replicas: "2"\n' },
      },
      {
        title: "Filled in by the release",
        files: { "shop/Chart.yaml": "apiVersion: v2\nname: ${NAME}\nversion: {{ version }}\n" },
      },
      { title: "A folder named after what it holds", files: { "deploy/helm-chart/Chart.yaml": CHART } },
      { title: "Requirements of something else", files: { "ansible/requirements.yaml": "dependencies: []\n" } },
    ],
  },

  *check(project) {
    for (const fact of project.all("chart")) {
      const { role, tree, failure } = fact;
      const chart = role === "chart" ? fact : chartBeside(fact, project);
      if (!chart) continue;
      if (failure) yield { at: placeIn(fact, failure), message: failure.message };
      if (fact.schema !== undefined) yield* values(fact, fact.schema, project);
      if (role === "chart" && tree?.type === "mapping") yield* metadata(fact, tree);
      if (role === "requirements" && is(asString(child(chart.tree, "apiVersion")), "v2")) yield beside(fact);
      if (role !== "schema" && !isPassedOver(fact)) yield* dependencies(fact, project);
    }
  },
});

const placeIn = ({ range: { path } }: ChartFact, { range }: Ranged): Ranged<Place> => ({ range: { ...range, path } });

const chartBeside = ({ range: { path } }: ChartFact, project: Project): ChartFact | undefined =>
  project.all("chart").find(({ role, range }) => role === "chart" && folderOf(range.path) === folderOf(path));

/** What is not there may be given by whoever installs the chart, so only what is there can be wrong. */
function* values(fact: ChartFact, schema: Json, project: Project): Generator<Report<Place>> {
  const path = within(folderOf(fact.range.path), "values.yaml");
  const own = project.all("chart-values").find(({ range }) => range.path === path);
  for (const { range, path: keys, message } of own ? schemaFaults(schema, own.tree) : []) {
    const what = keys === "" ? "This file" : clipped(keys, 70);
    yield {
      at: { range: { ...range, path } },
      message: `${what} ${message}.`,
      related: [{ at: fact, message: "The schema." }],
    };
  }
}

function* metadata(fact: ChartFact, tree: Mapping): Generator<Report<Place>> {
  const at = placeIn(fact, tree.entries[0] ?? tree);
  for (const field of ["apiVersion", "name", "version"]) {
    if (lacks(tree, field)) yield { at, message: `This chart has no ${field}.`, missing: field };
  }
  const text = (field: string) => settled(asString(child(tree, field)));
  const [name, version, kubeVersion] = ["name", "version", "kubeVersion"].map(text);
  if (version?.known && !isVersion(version.value)) {
    const severity = isLooseVersion(version.value) ? "warning" : "error";
    const message = `${clipped(version.value)} is no version by SemVer 2, as 1.4.0 is.`;
    yield { at: placeIn(fact, version), message, severity };
  }
  if (kubeVersion?.known && !isConstraint(kubeVersion.value)) {
    yield { at: placeIn(fact, kubeVersion), message: `${clipped(kubeVersion.value)} is no range of versions.` };
  }
  const folder = folderOf(fact.range.path).split("/").at(-1) ?? "";
  if (name?.known && folder !== "" && folder !== name.value && !isGeneric(folder)) {
    const message = `The chart ${clipped(name.value, 60)} lies in a folder named ${clipped(folder, 60)}.`;
    yield { at: placeIn(fact, name), message, severity: "warning" };
  }
  yield* fields(fact, tree);
  const list = entry(tree, "dependencies");
  if (list && isPassedOver(fact)) {
    yield { at: placeIn(fact, list), message: "A chart of apiVersion v1 has no dependencies in this file." };
  }
}

const NUMBERS: readonly (ScalarType | undefined)[] = ["float", "integer"];

/** What `helm lint` refuses in the fields that a chart need not have, and in its apiVersion. */
function* fields(fact: ChartFact, tree: Mapping): Generator<Report<Place>> {
  const [apiVersion, type] = ["apiVersion", "type"].map((field) => settled(asString(child(tree, field))));
  if (apiVersion?.known && !["", "v1", "v2"].includes(apiVersion.value)) {
    const message = `There is no apiVersion ${clipped(apiVersion.value, 60)} of a chart; it is v2, or v1 of old ones.`;
    yield { at: placeIn(fact, apiVersion), message };
  }
  if (type?.known && !["", "application", "library"].includes(type.value)) {
    const message = `There is no type ${clipped(type.value, 60)} of a chart; it is application or library.`;
    yield { at: placeIn(fact, type), message };
  }
  const release = child(tree, "appVersion");
  if (release?.type === "scalar" && release.known && NUMBERS.includes(typeOf(release, "kubectl"))) {
    const message = `The appVersion ${clipped(release.value, 60)} is a number, and Helm wants text.`;
    yield { at: placeIn(fact, release), message, severity: "warning" };
  }
  for (const maintainer of mappings(child(tree, "maintainers"))) {
    if (!isEmpty(maintainer, "name")) continue;
    const at = placeIn(fact, maintainer.entries[0] ?? maintainer);
    yield { at, message: "A maintainer of this chart has no name.", missing: "maintainers.name" };
  }
}

/** Names of folders that tell what is in them, and not of which chart. */
const isGeneric = (folder: string): boolean =>
  folder
    .split(/[-_.]/)
    .every((word) => /^(?:charts?|deploy|deployment|dist|helm|infra|k8s|kubernetes|src)$/i.test(word));

const isPassedOver = ({ role, tree }: ChartFact): boolean =>
  role === "chart" && is(asString(child(tree, "apiVersion")), "v1");

function beside(fact: ChartFact): Report<Place> {
  const at = fact.tree?.type === "mapping" ? fact.tree.entries[0] : undefined;
  return {
    at: placeIn(fact, at ?? { range: { start: 0, end: 0 } }),
    message: "Helm does not read this file beside a chart of apiVersion v2.",
  };
}

function* dependencies(fact: ChartFact, project: Project): Generator<Report<Place>> {
  const seen = new Set<string>();
  for (const one of mappings(child(fact.tree, "dependencies"))) {
    const name = known(asString(child(one, "name")));
    const title = `The dependency ${clipped(name ?? "?", 60)}`;
    const at = placeIn(fact, one.entries[0] ?? one);
    if (isEmpty(one, "version")) yield { at, message: `${title} states no version.`, missing: "version" };
    const version = settled(asString(child(one, "version")));
    if (version?.known && version.value !== "" && !isConstraint(version.value)) {
      yield { at: placeIn(fact, version), message: `${clipped(version.value)} is no range of versions.` };
    }
    const called = settled(asString(isEmpty(one, "alias") ? child(one, "name") : child(one, "alias")));
    if (called?.known && seen.has(called.value)) {
      const message = `Another dependency is called ${clipped(called.value, 60)} already.`;
      yield { at: placeIn(fact, called), message };
    }
    if (called?.known) seen.add(called.value);
    if (!isEmpty(one, "repository") || mayLieInside(fact, name, project)) continue;
    yield { at, message: `${title} states no repository, and does not lie in charts.`, missing: "repository" };
  }
}

const isEmpty = (one: Node, field: string): boolean => lacks(one, field) || is(asString(child(one, field)), "");

/** As a folder, or packed, which is what other files there may be. */
function mayLieInside({ range: { path } }: ChartFact, name: string | undefined, project: Project): boolean {
  const charts = within(folderOf(path), "charts");
  if (name === undefined || project.exists(within(charts, name)) || project.isIgnored(`${charts}/`)) return true;
  const files = project.filesIn(charts);
  return files === undefined || files.some((file) => file.startsWith(`${charts}/${name}`));
}
