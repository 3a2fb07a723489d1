import { isCopy } from "../../model/copy-instruction.ts";
import { type CopyInstruction, instructionsOf, type Stage } from "../../model/dockerfile.ts";
import { familiarName } from "../../model/image-reference.ts";
import { stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { startOf } from "./_path.ts";
import { subjectOf } from "./_subject.ts";
import { setsWorkdir } from "./_working-directories.ts";

export default defineRule({
  id: "docker/copy-needs-workdir",
  title: "Set WORKDIR before a relative destination",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "A relative destination counts from the working directory. If neither the file nor its base image sets one, that is `/`, and the files of the application mix with those of the system.",
  remedy: "Write `WORKDIR /app` above, or give the whole path.",
  peers: { hadolint: ["DL3045"] },
  options: {
    bases: option.oneOf(
      ["known", "any"],
      "known",
      "`known` judges images that are known to set no WORKDIR, `any` all that are not known to set one.",
    ),
    basesWithWorkdir: option.strings([], "Images, without tag, that set a WORKDIR; `*` stands for any characters."),
  },
  strict: { options: { bases: "any" } },
  examples: {
    bad: [
      "FROM node:22-alpine\nCOPY package.json ⟦./⟧\nWORKDIR /app\nCOPY . .\n",
      { title: "From scratch", files: "FROM scratch\nADD app ⟦bin/app⟧\n" },
      {
        title: "Through another stage",
        files: code`
          FROM docker.io/library/python:3.12 AS base
          RUN pip install flask

          FROM base
          COPY . ⟦.⟧
        `,
      },
      { title: "In the build of a child image", files: "FROM node:22-alpine\nONBUILD COPY . ⟦.⟧\n" },
      {
        title: "An image nobody looked up",
        files: "FROM ghcr.io/acme/base:1.4\nCOPY . ⟦.⟧\n",
        options: { bases: "any" },
      },
    ],
    good: [
      "FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n",
      {
        title: "A destination that needs none",
        files: "FROM node:22-alpine\nARG DEST\nCOPY a /app/\nCOPY b $DEST\nCOPY c ${DEST}/c\nCOPY d C:/app/\n",
      },
      { title: "Set in an earlier stage", files: "FROM node:22-alpine AS base\nWORKDIR /app\nFROM base\nCOPY . .\n" },
      { title: "Set for the child image", files: "FROM node:22-alpine\nONBUILD WORKDIR /app\nONBUILD COPY . .\n" },
      {
        title: "Set in the image that the child is built from",
        files: "FROM node:22-alpine\nONBUILD COPY . .\nWORKDIR /app\n",
      },
      {
        title: "Set by the base image",
        files: code`
          FROM golang:1.23 AS build
          COPY . .
          FROM php:8-apache
          COPY . .
          FROM tomcat:10
          COPY app.war webapps/
        `,
        options: { bases: "any" },
      },
      { title: "An image nobody looked up may set it", files: "FROM ghcr.io/acme/base:1.4\nCOPY . .\n" },
      {
        title: "An image known to the team",
        files: "FROM ghcr.io/acme/base:1.4\nCOPY . .\n",
        options: { bases: "any", basesWithWorkdir: ["ghcr.io/acme/*"] },
      },
      { title: "Decided at build time", files: "ARG BASE\nFROM $BASE\nCOPY . .\n", options: { bases: "any" } },
    ],
  },

  *check(dockerfile, options) {
    const states = stageStates(dockerfile);
    const withWorkdir = new Set<number>();
    for (const stage of dockerfile.stages) {
      const isInherited = stage.parent !== undefined && withWorkdir.has(stage.parent);
      if (isInherited || setsOne(stage)) withWorkdir.add(stage.index);
      if (isInherited || baseMaySetOne(states[stage.index]?.root ?? stage, options)) continue;
      for (const { keyword, destination } of copiesWithout(stage)) {
        if (!destination || startOf(destination) !== "relative") continue;
        const message = `${keyword} puts this into ${clipped(destination.raw)}, and no WORKDIR says where that is.`;
        yield { at: destination, message, subject: subjectOf(stage) };
      }
    }
  },
});

/** The copies of a stage, and those that it triggers, before which no WORKDIR stands. */
function* copiesWithout(stage: Stage): Generator<CopyInstruction> {
  let isSet = false;
  let isSetForChild = setsOne(stage);
  for (const instruction of stage.instructions) {
    isSet ||= instruction.keyword === "WORKDIR";
    if (instruction.keyword !== "ONBUILD") {
      if (!isSet && isCopy(instruction)) yield instruction;
    } else if (instruction.trigger) {
      isSetForChild ||= instruction.trigger.keyword === "WORKDIR";
      if (!isSetForChild && isCopy(instruction.trigger)) yield instruction.trigger;
    }
  }
}

const setsOne = (stage: Stage): boolean => instructionsOf(stage, "WORKDIR").length > 0;

interface Bases {
  readonly bases: "any" | "known";
  readonly basesWithWorkdir: readonly string[];
}

function baseMaySetOne({ image, isScratch }: Stage, { bases, basesWithWorkdir }: Bases): boolean {
  if (isScratch) return false;
  if (!image || matchesAny(familiarName(image), basesWithWorkdir)) return true;
  const sets = setsWorkdir(image);
  return sets === undefined ? bases === "known" : sets;
}
