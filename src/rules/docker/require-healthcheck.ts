import { bringsHealthcheck, matchesImage } from "../../model/base-image.ts";
import { imageReference } from "../../model/image-reference.ts";
import { namedBuilds } from "../../project/build.ts";
import { isProbed } from "../../project/stage-use.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";

export default defineProjectRule({
  id: "docker/require-healthcheck",
  title: "Define HEALTHCHECK in every shipped image",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  why: "Without a health check a container counts as healthy as long as its process exists: one that hangs stays in rotation, and `depends_on: service_healthy` has nothing to wait for.",
  remedy:
    "Add `HEALTHCHECK` with a command that fails when the service cannot serve, or `HEALTHCHECK NONE` where nothing is to be served.",
  peers: {
    hadolint: ["DL3057"],
    checkov: ["CKV_DOCKER_2"],
    trivy: ["DS-0026"],
    kics: ["Healthcheck Instruction Missing"],
  },
  compliance: ["CIS Docker v1.2.0 4.6"],
  options: {
    probesSuffice: option.boolean(
      false,
      "Whether an image needs none when every service the project builds from it has a health check or probes.",
    ),
    inheritsHealthcheck: option.strings(
      [],
      "Base images with a health check of their own; `*` stands for any run of characters.",
    ),
    carriers: option.boolean(true, "Whether images on `scratch` that start nothing are judged too."),
  },
  examples: {
    bad: [
      code`
        ⟦FROM node:22-alpine⟧
        CMD ["node", "server.js"]
      `,
      {
        title: "The check of another stage is of no use",
        files: code`
          FROM node:22-alpine AS test
          HEALTHCHECK CMD ["wget", "-q", "http://localhost/"]

          ⟦FROM node:22-alpine⟧
          COPY --from=test /app /app
        `,
      },
      { title: "It carries files and runs nothing", files: "⟦FROM scratch⟧\nCOPY layers /\n" },
    ],
    good: [
      'FROM node:22-alpine\nHEALTHCHECK --interval=30s CMD ["wget", "-q", "http://localhost:8080/live"]\n',
      {
        title: "Inherited from the stage it is built on",
        files: code`
          FROM node:22-alpine AS base
          HEALTHCHECK CMD ["wget", "-q", "http://localhost/"]

          FROM base
        `,
      },
      { title: "A decision", files: "FROM alpine:3.22\nHEALTHCHECK NONE\n" },
      { title: "For the images built on it", files: 'FROM alpine:3.22\nONBUILD HEALTHCHECK CMD ["/check"]\n' },
      { title: "The base image brings one", files: "FROM vaultwarden/server:1.34.3\n" },
      {
        title: "So does this one, as the team knows",
        files: "FROM ghcr.io/acme/node:22\n",
        options: { inheritsHealthcheck: ["ghcr.io/acme/*"] },
      },
      { title: "A base image decided at build time may bring one", files: "ARG BASE\nFROM $BASE\n" },
      {
        title: "It carries files and runs nothing",
        files: "FROM scratch\nCOPY layers /\n",
        options: { carriers: false },
      },
    ],
  },

  *check(project, { probesSuffice, inheritsHealthcheck, carriers }) {
    const builds = probesSuffice ? namedBuilds(project) : [];
    for (const dockerfile of project.all("dockerfile")) {
      const final = dockerfile.stages.at(-1);
      if (final?.healthcheck !== "absent" || isProbed(dockerfile, builds)) continue;
      const { base, isRunnable } = final;
      if (base.kind === "unknown" || (base.kind === "scratch" && !isRunnable && !carriers)) continue;
      const image = base.kind === "image" ? imageReference(base.image) : undefined;
      if (image && (bringsHealthcheck(image) || matchesImage(image, inheritsHealthcheck))) continue;
      yield {
        at: final,
        message: "The image has no HEALTHCHECK.",
        missing: "HEALTHCHECK",
        subject: `stage:${final.name ?? dockerfile.stages.length - 1}`,
      };
    }
  },
});
