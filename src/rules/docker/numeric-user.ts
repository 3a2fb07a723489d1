import { isWindowsImage } from "../../model/base-image.ts";
import { isNumericUser, isRootUser, userPart } from "../../model/container-user.ts";
import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { type Dockerfile, lineage, type Stage } from "../../model/dockerfile.ts";
import { flagValue, programOf } from "../../model/shell-command.ts";
import { stageStates } from "../../model/stage-state.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/numeric-user",
  title: "Use a numeric UID in USER",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "Kubernetes cannot look up names inside an image, so with `runAsNonRoot` it refuses to start a container whose `USER` is a name.",
  remedy: "Write the number: `USER 10001`. A group may stay a name.",
  peers: { hadolint: ["DL3066"] },
  compliance: ["PSS restricted"],
  examples: {
    bad: [
      "FROM node:22-alpine\nUSER ⟦node⟧\n",
      {
        title: "The file itself says which number",
        files: code`
          FROM debian:12-slim
          RUN useradd --system -u 10001 app
          USER ⟦app:app⟧
        `,
      },
      { title: "A name by default", files: "FROM node:22-alpine\nARG APP_USER=node\nUSER ⟦$APP_USER⟧\n" },
    ],
    good: [
      "FROM node:22-alpine\nUSER 1000\n",
      { title: "A group may stay a name", files: "FROM node:22-alpine\nUSER 1000:node\n" },
      { title: "A number by default", files: "FROM node:22-alpine\nENV APP_UID=10001\nUSER $APP_UID\n" },
      { title: "Decided at build time", files: "FROM node:22-alpine\nARG APP_UID\nUSER ${APP_UID}\n" },
      { title: "The .NET images set it", files: "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nUSER $APP_UID\n" },
      { title: "Root is another rule's business", files: "FROM node:22-alpine\nUSER root\n" },
      { title: "A build stage", files: "FROM node:22 AS build\nUSER node\n\nFROM node:22-alpine\nUSER 1000\n" },
      {
        title: "Windows knows names only",
        files: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n",
      },
    ],
  },

  *check(dockerfile) {
    const final = dockerfile.stages.at(-1);
    if (!final) return;
    const { user, root } = stageStates(dockerfile).at(-1) ?? {};
    if (user === undefined || user === "unknown" || !user.known || user.value === "") return;
    if (isNumericUser(user.value) || isRootUser(user.value) || /^Container|[\\$]/.test(user.value)) return;
    if (root?.image && isWindowsImage(root.image)) return;

    const name = userPart(user.value);
    const uid = createdId(dockerfile, final, name);
    const offer = uid === undefined ? "" : `; write ${clipped(uid)}, the id this file gives it`;
    yield {
      at: user,
      message: `USER ${clipped(name)} is a name, which runAsNonRoot cannot verify${offer}.`,
      subject: subjectOf(final),
    };
  },
});

/** The number that `useradd -u` or `adduser -u` gives the user in this file. */
function createdId(dockerfile: Dockerfile, final: Stage, name: string): string | undefined {
  for (const { run } of runsOf(lineage(dockerfile, final))) {
    for (const command of plainCommandsOf(run)) {
      if (!["adduser", "useradd"].includes(programOf(command) ?? "")) continue;
      if (!command.args.some((word) => known(word) === name)) continue;
      const uid = known(flagValue(command, "u", "uid"));
      if (uid !== undefined && /^\d+$/.test(uid)) return uid;
    }
  }
  return undefined;
}
