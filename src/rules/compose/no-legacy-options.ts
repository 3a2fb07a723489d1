import { type ComposeService, composeServices, isFirstVersion, isService, settings } from "../../model/compose.ts";
import { LEGACY_OPTIONS } from "../../model/compose-legacy.ts";
import { child, entries, type Mapping } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { service } from "./_examples.ts";

export default defineRule({
  id: "compose/no-legacy-options",
  title: "No options the Compose Specification dropped",
  severity: "info",
  preset: "recommended",
  category: "maintainability",
  artefact: "compose-source",
  why: "Some of these options still work, for the sake of old files, and do what networks and volumes do better. The others are refused by today's Compose: the project no longer starts.",
  remedy:
    "Write what the message names instead. Services on one network reach each other by their names without any `links`.",
  examples: {
    bad: [
      {
        title: "Still read",
        files: code`
          services:
            api:
              image: api:1
              ⟦links⟧: [db]
              ⟦external_links⟧: [other_db_1]
              ⟦volumes_from⟧: [db]
            db:
              image: postgres:17.6
        `,
      },
      {
        title: "No longer read, which is a warning",
        files: service("⟦net⟧: host", "⟦log_driver⟧: syslog", "⟦volume_driver⟧: local", "⟦dockerfile⟧: Dockerfile.api"),
      },
      {
        title: "A file of the first version",
        files: "⟦web⟧:\n  build: .\n  links: [db]\ndb:\n  image: postgres:9.6\n",
      },
      {
        title: "An alias that the network gives already",
        files: code`
          services:
            api:
              image: api:1
              ⟦links⟧: ["db:database"]
            db:
              image: postgres:17.6
              networks:
                default:
                  aliases: [database]
        `,
      },
    ],
    good: [
      service("depends_on: [db]", "network_mode: host", "logging: { driver: syslog }"),
      {
        title: "A link that gives another name",
        files: code`
          services:
            api:
              image: api:1
              links: ["db:database"]
            db:
              image: postgres:17.6
        `,
      },
      { title: "The Dockerfile of a build", files: "services:\n  api:\n    build: { dockerfile: Dockerfile.api }\n" },
    ],
  },

  *check({ documents }) {
    for (const tree of documents) yield* reportsIn(tree);
  },
});

function* reportsIn(tree: Mapping): Generator<Report> {
  const first = isFirstVersion(tree) ? tree.entries.find(isService) : undefined;
  if (first) {
    const message = "Services stand at the top, as in the first version of Compose, which is no longer read.";
    yield { at: first, message, severity: "warning" };
    return;
  }
  const services = new Map(composeServices(tree).map((one) => [one.name, one]));
  for (const one of services.values()) {
    for (const option of one.body.entries) {
      const { key = "" } = option;
      const legacy = Object.hasOwn(LEGACY_OPTIONS, key) ? LEGACY_OPTIONS[key] : undefined;
      if (!legacy || (key === "links" && onlyRenames(one, services))) continue;
      const verb = legacy.isRead ? "is left over from earlier versions" : "is no longer read";
      const message = `${key} ${verb}; instead, write ${legacy.instead}.`;
      yield { at: option, message, subject: one.address, severity: legacy.isRead ? undefined : "warning" };
    }
  }
}

/** Does every link give a service a name that it does not have by itself? */
function onlyRenames({ body }: ComposeService, services: ReadonlyMap<string, ComposeService>): boolean {
  const links = settings(child(body, "links"));
  return links.every((link) => {
    if (!link.known) return true;
    const [name, alias] = link.value.split(":", 2);
    const linked = services.get(name ?? "");
    return alias !== undefined && alias !== name && !(linked && aliasesOf(linked.body).has(alias));
  });
}

const aliasesOf = (body: Mapping): ReadonlySet<string | undefined> =>
  new Set(entries(child(body, "networks")).flatMap(({ value }) => settings(child(value, "aliases")).map(known)));
