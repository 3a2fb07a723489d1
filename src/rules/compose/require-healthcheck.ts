import { matchesImage } from "../../model/base-image.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { imageHealths } from "./_image-health.ts";
import { oneShots } from "./_one-shot.ts";
import { isDevFile } from "./_service.ts";

export default defineProjectRule({
  id: "compose/require-healthcheck",
  title: "Give every long-running service a healthcheck",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  why: "Without a health check a service counts as well as long as its process exists: one that hangs stays in use, and whatever depends on it cannot wait until it is ready.",
  remedy:
    "Add a `healthcheck` with a `test` that fails when the service cannot serve, or a HEALTHCHECK to the Dockerfile it is built from.",
  peers: { kics: ["Healthcheck Not Set"] },
  compliance: ["CIS Docker v1.2.0 5.26"],
  options: {
    imagesWithHealthcheck: option.strings(
      [],
      "Images with a health check of their own; `*` stands for any run of characters.",
    ),
  },
  examples: {
    bad: [
      { files: { "compose.yaml": "services:\n  ⟦db⟧:\n    image: postgres:17.6\n" } },
      {
        title: "Built here from a Dockerfile without one",
        files: {
          "compose.yaml": "services:\n  ⟦api⟧:\n    build: .\n    image: registry.example.com/api:1\n",
          Dockerfile: 'FROM node:22-alpine\nCMD ["node", "server.js"]\n',
        },
      },
      {
        title: "Switched off",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                healthcheck:
                  ⟦disable⟧: true
              web:
                image: web:1
                healthcheck:
                  ⟦test⟧: [NONE]
          `,
        },
      },
      {
        title: "Settings without a test",
        files: {
          "compose.yaml": "services:\n  db:\n    image: postgres:17.6\n    ⟦healthcheck⟧:\n      interval: 5s\n",
        },
      },
    ],
    good: [
      {
        files: {
          "compose.yaml":
            "services:\n  db:\n    image: postgres:17.6\n    healthcheck:\n      test: [CMD, pg_isready]\n",
        },
      },
      {
        title: "In the Dockerfile, or the image it is built on",
        files: {
          "compose.yaml": "services:\n  api:\n    build: .\n  vault:\n    build: vault\n",
          Dockerfile: 'FROM node:22-alpine\nHEALTHCHECK CMD ["/check"]\n',
          "vault/Dockerfile": "FROM vaultwarden/server:1.34.3\n",
        },
      },
      {
        title: "It runs once, or only when a developer asks for it",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: api:1
                healthcheck: { test: [CMD, /check] }
                depends_on: { migrate: { condition: service_completed_successfully } }
              migrate:
                image: api:1
              shell:
                image: api:1
                profiles: [tools]
          `,
        },
      },
      {
        title: "Images that the team knows to have one",
        files: { "compose.yaml": "services:\n  api:\n    image: registry.example.com/api:1\n" },
        options: { imagesWithHealthcheck: ["registry.example.com/*"] },
      },
      {
        title: "Decided elsewhere, or by something that is no container",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: \${IMAGE}
              app:
                build: \${CONTEXT}
              tunnel:
                provider: { type: acme }
          `,
        },
      },
      {
        title: "The file that is deployed has it",
        files: {
          "compose.yaml": "services:\n  db:\n    image: postgres:17.6\n",
          "compose.prod.yaml": "services:\n  db:\n    healthcheck:\n      test: [CMD, pg_isready]\n",
        },
      },
      {
        title: "A developer's own changes",
        files: { "compose.dev.yaml": "services:\n  db:\n    image: postgres:17.6\n" },
      },
    ],
  },

  *check(project, { imagesWithHealthcheck }) {
    const healthOf = imageHealths(project);
    for (const { services, isPartial, range } of project.all("compose")) {
      if (isPartial || isDevFile(range)) continue;
      const done = oneShots(services);
      for (const service of services) {
        const { name, healthcheck, profiles } = service;
        if (done.has(name) || profiles.some((profile) => known(profile) === "tools")) continue;
        const subject = `service:${name}`;
        const missing = "healthcheck";
        if (healthcheck.is === "none") {
          const message = `The health check of ${clipped(name, 40)} is switched off.`;
          yield { at: healthcheck, message, missing, subject };
        }
        if (healthcheck.is !== "absent" || (!service.image && !service.build)) continue;
        const { is, image } = healthOf(service);
        if (is === "command" || (is === "unknown" && !image)) continue;
        if (image && matchesImage(image, imagesWithHealthcheck)) continue;
        const doubt = is === "unknown" ? " of its own, and its image none that is known" : "";
        yield {
          at: healthcheck,
          message: `Service ${clipped(name, 40)} has no health check${doubt}.`,
          missing,
          subject,
        };
      }
    }
  },
});
