import { pathFrom } from "../../project/compose.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { folderOf } from "../../text/path.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import { cycles, type Edge } from "./_cycles.ts";

export default defineProjectRule({
  id: "compose/no-dependency-cycle",
  title: "No cycles in depends_on, extends or network_mode",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "Compose starts services in the order of what they depend on, and refuses a project in which there is none. Links, shared volumes and shared namespaces count as much as `depends_on`.",
  remedy: "Take one of the ways out: mostly one of the services can wait for the other by trying again.",
  examples: {
    bad: [
      {
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: [worker]
              worker:
                image: api:1
                depends_on:
                  ⟦api⟧: { condition: service_started, required: false }
          `,
        },
      },
      {
        title: "Through whatever a service names",
        files: {
          "compose.yaml": code`
            services:
              vpn:
                image: vpn:1
                links: [api]
              api:
                image: api:1
                network_mode: service:sidecar
              sidecar:
                image: sidecar:1
                volumes_from: [⟦"vpn:ro"⟧]
          `,
        },
      },
      { title: "On itself", files: { "compose.yaml": "services:\n  api:\n    image: api:1\n    links: [⟦api⟧]\n" } },
      {
        title: "What extends itself in the end",
        files: {
          "compose.yaml": "services:\n  api:\n    extends: { service: ⟦base⟧, file: base.yaml }\n",
          "base.yaml": "services:\n  base:\n    extends: { service: api, file: compose.yaml }\n",
        },
      },
      {
        title: "Files that include each other",
        files: {
          "compose.yaml": "include: [db/compose.yaml]\nservices:\n  api:\n    image: api:1\n",
          "db/compose.yaml": "include: [⟦../compose.yaml⟧]\nservices:\n  db:\n    image: db:1\n",
        },
      },
    ],
    good: [
      {
        files: {
          "compose.yaml": code`
            services:
              web:
                image: web:1
                depends_on: [api, db]
              api:
                image: api:1
                depends_on: [db]
                extends: base
              db:
                image: postgres:17.6
              base:
                image: base:1
          `,
        },
      },
      {
        title: "Of other files, and outside the project",
        files: {
          "compose.yaml": code`
            services:
              api:
                extends: { service: api, file: base.yaml }
                network_mode: container:api
                external_links: [api]
          `,
          "base.yaml": "services:\n  api:\n    image: api:1\n",
        },
      },
    ],
  },

  *check(project) {
    for (const { services } of project.all("compose")) {
      const graph = new Map<string, readonly Step[]>();
      for (const { name, references } of services) {
        const named = references.filter(({ to, key }) => to === "service" && key !== "extends");
        graph.set(
          name,
          named.map((by) => ({ to: by.name, by })),
        );
      }
      yield* reports(graph, "depend on");
    }
    yield* reports(baseGraph(project), "extend");
    yield* reports(includeGraph(project), "include");
  },
});

type Step = Edge<Ranged<Place>>;
type Graph = ReadonlyMap<string, readonly Step[]>;

/** Services by file and name, and those they extend. */
function baseGraph(project: Project): Graph {
  const graph = new Map<string, Step[]>();
  for (const { bases, range } of project.all("compose-source")) {
    for (const { name, service, file } of bases) {
      const path = file ? pathFrom(folderOf(range.path), file) : range.path;
      if (path === undefined || !service.known) continue;
      graph.set(`${name} of ${range.path}`, [{ to: `${service.value} of ${path}`, by: service }]);
    }
  }
  return graph;
}

/** Files, and those they include. */
function includeGraph(project: Project): Graph {
  const graph = new Map<string, Step[]>();
  for (const { includes, range } of project.all("compose-source")) {
    const steps = includes.flatMap(({ paths }) => paths).map((by) => ({ to: pathFrom(folderOf(range.path), by), by }));
    graph.set(
      range.path,
      steps.flatMap(({ to, by }) => (to === undefined ? [] : [{ to, by }])),
    );
  }
  return graph;
}

/** How many are named in a message. */
const MOST_NAMED = 5;

function* reports(graph: Graph, verb: string): Generator<Report<Place>> {
  for (const cycle of cycles(graph)) {
    const last = cycle.at(-1);
    if (!last) continue;
    const names = cycle.slice(0, MOST_NAMED).map(({ to }) => clipped(to, 25));
    const message =
      cycle.length === 1
        ? `${clipped(last.to, 80)} is made to ${verb} itself.`
        : `These ${verb} each other in a circle: ${names.join(", ")}${cycle.length > MOST_NAMED ? " and others" : ""}.`;
    const related = cycle.slice(0, Math.min(MOST_NAMED, cycle.length - 1)).map(({ to, by }) => ({
      at: by,
      message: `The way to ${clipped(to, 80)}.`,
    }));
    yield { at: last.by, message, related };
  }
}
