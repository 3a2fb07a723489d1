import type { ReferenceTarget } from "../../model/compose-reference.ts";
import { pathFrom } from "../../project/compose.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { folderOf } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";

export default defineProjectRule({
  id: "compose/valid-references",
  title: "Every referenced service, network, volume, secret and config exists",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "Compose starts nothing of a project in which a service names something that is not declared. Mostly a name is misspelt, or was changed in one place only.",
  remedy: "Declare it, correct the name, or mark it `external: true` where it is made outside the project.",
  examples: {
    bad: [
      {
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: [⟦database⟧]
                networks: [⟦back⟧]
                volumes:
                  - ⟦uploads⟧:/srv/uploads
                  - ./src:/app
                secrets: [⟦db-password⟧]
                configs:
                  - source: ⟦app⟧
              db:
                image: postgres:17.6
                network_mode: ⟦service:vpn⟧
            volumes:
              upload:
          `,
        },
      },
      {
        title: "A file that is not there, and a service that is not in it",
        files: {
          "compose.yaml": code`
            include: [⟦gone.yaml⟧]
            services:
              api:
                extends: { service: base, file: ⟦common.yaml⟧ }
              web:
                extends: { service: ⟦basis⟧, file: parts/base.yaml }
              job:
                extends: ⟦worker⟧
          `,
          "parts/base.yaml": "services:\n  base:\n    image: base:1\n",
        },
      },
      {
        title: "In no file of those that are merged",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    depends_on: [db]\n",
          "compose.override.yaml": "services:\n  db:\n    image: postgres:17.6\n    networks: [⟦back⟧]\n",
        },
      },
    ],
    good: [
      {
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: { db: { condition: service_healthy } }
                networks: [default, back]
                volumes: ["uploads:/srv/uploads", "./src:/app", "/var/log", "~/x:/x"]
                secrets: [token]
              db:
                image: postgres:17.6
                profiles: [local]
            networks:
              back: { external: true }
            volumes: { uploads: }
            secrets: { token: { environment: TOKEN } }
          `,
        },
      },
      {
        title: "Declared in an override, an include, or a variant beside it",
        files: {
          "compose.yaml": code`
            include: [db/compose.yaml]
            services:
              api:
                image: api:1
                depends_on: [db, cache]
                networks: [edge]
          `,
          "compose.override.yaml": "services:\n  cache:\n    image: redis:8\n",
          "compose.edge.yaml": "services:\n  api:\n    restart: always\nnetworks:\n  edge:\n",
          "db/compose.yaml": "services:\n  db:\n    image: postgres:17.6\n",
        },
      },
      {
        title: "Decided elsewhere",
        files: {
          "compose.yaml": code`
            include: ["oci://registry.example.com/base:1"]
            services:
              api:
                image: api:1
                depends_on: [db]
                volumes: ["\${DATA}:/data"]
                network_mode: container:vpn
          `,
        },
      },
      {
        title: "A part of a project that is elsewhere",
        files: { "deploy/compose.prod.yaml": "services:\n  api:\n    networks: [edge]\n" },
      },
    ],
  },

  *check(project) {
    const declared = declaredByFolder(project);
    for (const { services, isPartial, range } of project.all("compose")) {
      if (isPartial) continue;
      const names = declared.get(folderOf(range.path));
      for (const { name: service, references } of services) {
        for (const { to, name, key, range: at } of references) {
          const known = names?.[to] ?? new Set();
          if (key === "extends" || known.has(name)) continue;
          const near = closest(name, known, 2);
          const hint = near === undefined ? "" : `; perhaps ${near} is meant`;
          const message = `${WORD[to]} ${clipped(name, 40)}, named under ${key}, is not declared${hint}.`;
          yield { at: { range: at }, message, missing: `${to} ${name}`, subject: `service:${service}` };
        }
      }
    }
    const sources = project.all("compose-source");
    const services = new Map(sources.map((source) => [source.range.path, new Set(source.services)]));
    for (const source of sources) {
      yield* includes(source, project);
      yield* bases(source, project, services);
    }
  },
});

const WORD: Readonly<Record<ReferenceTarget, string>> = {
  config: "Config",
  model: "Model",
  network: "Network",
  secret: "Secret",
  service: "Service",
  volume: "Volume",
};

type Names = Readonly<Record<ReferenceTarget, Set<string>>>;

/** All that is declared in any file of a folder, or merged with one: variants of a project may be merged in any way. */
function declaredByFolder(project: Project): ReadonlyMap<string, Names> {
  const folders = new Map<string, Names>();
  for (const { declared, range } of project.all("compose")) {
    const folder = folderOf(range.path);
    const names = folders.get(folder) ?? {
      ...{ config: new Set(), model: new Set(), network: new Set() },
      ...{ secret: new Set(), service: new Set(), volume: new Set() },
    };
    folders.set(folder, names);
    for (const kind of KINDS) for (const name of declared[kind]) names[kind].add(name);
  }
  return folders;
}
const KINDS = ["config", "model", "network", "secret", "service", "volume"] as const;

/** The files that it includes. */
function* includes(source: FactOf<"compose-source">, project: Project): Generator<Report<Place>> {
  for (const path of source.includes.flatMap(({ paths }) => paths)) {
    const file = pathFrom(folderOf(source.range.path), path);
    if (!isGone(file, project)) continue;
    yield { at: path, message: `The included file ${clipped(file)} does not exist.`, missing: file };
  }
}

/** The services that its services extend, in this file or another. */
function* bases(
  source: FactOf<"compose-source">,
  project: Project,
  services: ReadonlyMap<string, ReadonlySet<string>>,
): Generator<Report<Place>> {
  const { path } = source.range;
  for (const { name, service, file: written } of source.bases) {
    const subject = `service:${name}`;
    const file = written ? pathFrom(folderOf(path), written) : path;
    if (written && isGone(file, project)) {
      const message = `The file ${clipped(file)}, which ${clipped(name, 40)} extends, does not exist.`;
      yield { at: written, message, missing: file, subject };
      continue;
    }
    const known = services.get(file ?? "");
    if (!known || !service.known || known.has(service.value)) continue;
    const message = `Service ${clipped(service.value, 40)}, which ${clipped(name, 40)} extends, is not in ${clipped(file ?? "")}.`;
    yield { at: service, message, missing: `service ${service.value}`, subject };
  }
}

const isGone = (path: string | undefined, project: Project): path is string =>
  path !== undefined && !project.exists(path) && !project.isIgnored(path);
