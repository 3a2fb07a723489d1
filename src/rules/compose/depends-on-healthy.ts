import { isDatastoreImage } from "../../model/datastore-image.ts";
import { imageReference } from "../../model/image-reference.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { type ImageHealth, imageHealths, type ServiceFact } from "./_image-health.ts";

export default defineProjectRule({
  id: "compose/depends-on-healthy",
  title: "Wait for health, and only where health exists",
  severity: "error",
  preset: "recommended",
  category: "reliability",
  why: "`service_healthy` on a service without a health check makes `docker compose up` fail. Without it, a service starts as soon as the container of its database exists, minutes before that takes connections.",
  remedy: "Give the service a `healthcheck`, and wait for it with `condition: service_healthy`.",
  options: {
    shortForm: option.boolean(false, "Whether waiting for a database, cache or broker merely to start is judged too."),
  },
  strict: { options: { shortForm: true } },
  examples: {
    bad: [
      {
        title: "The official image has no check of its own",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on:
                  db:
                    condition: ⟦service_healthy⟧
              db:
                image: postgres:17.6
          `,
        },
      },
      {
        title: "Whatever its tag is",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: { db: { condition: ⟦service_healthy⟧ } }
              db:
                image: postgres:\${POSTGRES_VERSION}
          `,
        },
      },
      {
        title: "Compose goes on without it, so it is a warning",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: { cache: { condition: ⟦service_healthy⟧, required: false } }
              cache:
                image: redis:8
          `,
        },
      },
      {
        title: "Switched off",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: { queue: { condition: ⟦service_healthy⟧ } }
              queue:
                image: registry.example.com/queue:1
                healthcheck: { disable: true }
          `,
        },
      },
      {
        title: "Built here, without one",
        files: {
          "compose.yaml": code`
            services:
              web:
                image: web:1
                depends_on: { api: { condition: ⟦service_healthy⟧ } }
              api:
                build: api
          `,
          "api/Dockerfile": 'FROM node:22-alpine\nCMD ["node", "server.js"]\n',
        },
      },
      {
        title: "A database that has been started takes no connections yet",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: [⟦db⟧]
              job:
                image: api:1
                depends_on: { db: { condition: ⟦service_started⟧ } }
              db:
                image: postgres:17.6
          `,
        },
        options: { shortForm: true },
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
              db:
                image: postgres:17.6
                healthcheck:
                  test: ["CMD", "pg_isready"]
          `,
        },
      },
      {
        title: "Any other image may have a check of its own",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on:
                  queue: { condition: service_healthy }
                  auth: { condition: service_healthy }
                  vault: { condition: service_healthy }
              queue:
                image: registry.example.com/queue:1
              auth:
                image: \${AUTH_IMAGE}
              vault:
                image: vaultwarden/server:1.34.3
          `,
        },
      },
      {
        title: "Its Dockerfile has one, or is built on an image that may",
        files: {
          "compose.yaml": code`
            services:
              web:
                image: web:1
                depends_on: { api: { condition: service_healthy }, app: { condition: service_healthy } }
              api:
                build: { context: ., target: run }
              app:
                build: app
          `,
          Dockerfile: 'FROM node:22 AS run\nHEALTHCHECK CMD ["/check"]\nFROM run AS test\nHEALTHCHECK NONE\n',
          "app/Dockerfile": "FROM registry.example.com/base:1\n",
        },
      },
      {
        title: "The check stands in an override",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: { db: { condition: service_healthy } }
              db:
                image: postgres:17.6
          `,
          "compose.override.yaml": "services:\n  db:\n    healthcheck:\n      test: pg_isready\n",
        },
      },
      {
        title: "A job that others wait for to end, and a short form, which is left alone by default",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                depends_on: { migrate: { condition: service_completed_successfully } }
              migrate:
                image: alpine:3.22
                depends_on: [db]
              db:
                image: postgres:17.6
          `,
        },
      },
    ],
  },

  *check(project, { shortForm }) {
    const healthOf = imageHealths(project);
    for (const { services, isPartial } of project.all("compose")) {
      const byName = new Map(services.map((service) => [service.name, service]));
      for (const { name, dependencies } of services) {
        for (const dependency of dependencies) {
          const { condition, isRequired, range } = dependency;
          const other = byName.get(dependency.service);
          if (!other || !condition.known) continue;
          const subject = `service:${name}`;
          if (condition.value === "service_healthy") {
            const reason = whyNever(other, isPartial, healthOf);
            if (reason) {
              const message = `Service ${clipped(name, 40)} waits for ${clipped(other.name, 40)} to be healthy, ${reason}.`;
              const related = [{ at: other, message: "The other service." }];
              yield { at: { range }, message, subject, related, severity: isRequired ? undefined : "warning" };
            }
          } else if (shortForm && condition.value === "service_started" && isDatastore(other)) {
            const message = `Service ${clipped(name, 40)} starts before ${clipped(other.name, 40)} takes connections.`;
            yield { at: { range }, message, subject, severity: "warning" };
          }
        }
      }
    }
  },
});

/** Why a service never gets healthy; nothing when it may, or when what is merged with the file may say how. */
function whyNever(
  service: ServiceFact,
  isPartial: boolean,
  healthOf: (service: ServiceFact) => ImageHealth,
): string | undefined {
  if (service.healthcheck.is === "none") return "whose health check is switched off";
  if (service.healthcheck.is !== "absent" || isPartial) return undefined;
  const health = healthOf(service).is;
  return health === "none" || health === "official" ? "which has no health check" : undefined;
}

function isDatastore({ namedImage, build }: ServiceFact): boolean {
  const name = build ? undefined : known(namedImage);
  return name !== undefined && isDatastoreImage(imageReference(name));
}
