import { defaultUser, isWindowsImage, matchesImage } from "../../model/base-image.ts";
import { imageReference } from "../../model/image-reference.ts";
import { type BuiltStage, builtStages } from "../../project/compose-build.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { isDevFile } from "./_service.ts";

export default defineProjectRule({
  id: "compose/require-user",
  title: "Run services as a non-root user",
  severity: "warning",
  preset: "strict",
  category: "security",
  why: "Most images run as root when nobody says otherwise. Root in a container is root to every volume and socket it is given, and to the host once it breaks out.",
  remedy:
    "Set `user` to a number and group that own what the service writes, or give the Dockerfile it is built from a `USER`.",
  options: {
    nonRootImages: option.strings(
      [],
      "Images that run as another user by themselves; `*` stands for any run of characters.",
    ),
  },
  examples: {
    bad: [
      { files: { "compose.yaml": "services:\n  ⟦proxy⟧:\n    image: nginx:1.29\n" } },
      {
        title: "Built here, as root",
        files: {
          "compose.yaml": "services:\n  ⟦api⟧:\n    build: .\n  ⟦job⟧:\n    build: { context: ., target: build }\n",
          Dockerfile: "FROM golang:1.25 AS build\nFROM alpine:3.22\nUSER root\n",
        },
      },
      {
        title: "An image that nobody has looked at",
        files: { "compose.yaml": "services:\n  ⟦api⟧:\n    image: registry.example.com/api:1\n" },
      },
    ],
    good: [
      { files: { "compose.yaml": 'services:\n  proxy:\n    image: nginx:1.29\n    user: "101:101"\n' } },
      {
        title: "The Dockerfile says so, or what it is built on",
        files: {
          "compose.yaml": "services:\n  api:\n    build: .\n  web:\n    build: web\n",
          Dockerfile: "FROM alpine:3.22\nUSER 10001\n",
          "web/Dockerfile": "FROM nginxinc/nginx-unprivileged:1.29\n",
        },
      },
      {
        title: "An image that runs as another user",
        files: { "compose.yaml": "services:\n  db:\n    image: nginxinc/nginx-unprivileged:1.29\n" },
      },
      {
        title: "Images that the team knows",
        files: { "compose.yaml": "services:\n  api:\n    image: registry.example.com/api:1\n" },
        options: { nonRootImages: ["registry.example.com/*"] },
      },
      {
        title: "Decided elsewhere",
        files: {
          "compose.yaml": code`
            services:
              api:
                image: \${IMAGE}
              web:
                image: web:1
                user: \${UID}
              app:
                build: \${CONTEXT}
              lib:
                build: lib
          `,
          "lib/Dockerfile": "FROM alpine:3.22\nARG UID\nUSER $UID\n",
        },
      },
      {
        title: "The file that is deployed says so",
        files: {
          "compose.yaml": "services:\n  proxy:\n    image: nginx:1.29\n",
          "compose.prod.yaml": 'services:\n  proxy:\n    user: "101"\n',
        },
      },
      {
        title: "A developer's own changes",
        files: { "compose.dev.yaml": "services:\n  db:\n    image: postgres:17\n" },
      },
    ],
  },

  *check(project, { nonRootImages }) {
    const stageOf = builtStages(project);
    for (const { services, isPartial, range } of project.all("compose")) {
      if (isPartial || isDevFile(range)) continue;
      for (const service of services) {
        const { name, image, build, lacksUser } = service;
        if (!lacksUser) continue;
        const stage = build && stageOf(build)?.stage;
        const isRoot = build
          ? stage !== undefined && runsAsRoot(stage, nonRootImages)
          : image?.known === true && mayBeRoot(image.value, nonRootImages);
        if (!isRoot) continue;
        const how = build ? "is built to run as root" : "runs as whatever user its image has";
        const message = `Service ${clipped(name, 40)} sets no user and ${how}.`;
        yield { at: service, message, missing: "user", subject: `service:${name}` };
      }
    }
  },
});

function runsAsRoot({ user, base }: BuiltStage["stage"], nonRootImages: readonly string[]): boolean {
  if (user) return user.is === "root";
  return base.kind === "scratch" || (base.kind === "image" && mayBeRoot(base.image, nonRootImages));
}

function mayBeRoot(image: string, nonRootImages: readonly string[]): boolean {
  const reference = imageReference(image);
  if (isWindowsImage(reference) || matchesImage(reference, nonRootImages)) return false;
  return defaultUser(reference) !== "non-root";
}
