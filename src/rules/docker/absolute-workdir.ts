import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { performedIn } from "./_instructions.ts";
import { startOf } from "./_path.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/absolute-workdir",
  title: "Use absolute WORKDIR",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "A relative `WORKDIR` starts from the one before it, which the base image may have set and may change: the same line then leads elsewhere.",
  remedy: "Write the whole path, starting with `/`.",
  peers: {
    hadolint: ["DL3000"],
    checkov: ["CKV_DOCKER_10"],
    trivy: ["DS-0009"],
    buildkit: ["WorkdirRelativePath"],
  },
  options: {
    mode: option.oneOf(
      ["strict", "buildkit"],
      "strict",
      "`buildkit` accepts a relative path once an absolute one stands before it.",
    ),
  },
  examples: {
    bad: [
      "FROM node:22-alpine\nWORKDIR ⟦app⟧\n",
      { title: "Quoted", files: 'FROM node:22-alpine\nWORKDIR ⟦"../app"⟧\n' },
      { title: "In the builds of child images", files: "FROM node:22-alpine\nONBUILD WORKDIR ⟦app⟧\n" },
      { title: "After an absolute one", files: "FROM node:22-alpine\nWORKDIR /srv\nWORKDIR ⟦app⟧\n" },
      {
        title: "With nothing to start from in the file",
        files: "FROM node:22-alpine\nWORKDIR ⟦app⟧\nWORKDIR ⟦sub⟧\nWORKDIR /srv\nWORKDIR app\n",
        options: { mode: "buildkit" },
      },
    ],
    good: [
      "FROM node:22-alpine\nWORKDIR /app\n",
      { title: "Quoted", files: "FROM node:22-alpine\nWORKDIR \"/my app\"\nWORKDIR '/app'\n" },
      {
        title: "Windows",
        files: "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\nWORKDIR c:/app\n",
      },
      {
        title: "Starting with a variable",
        files: 'FROM node:22-alpine\nARG BASE=srv\nWORKDIR $BASE/app\nWORKDIR "${APP_DIR}"\n',
      },
      {
        title: "From an absolute one of an earlier stage",
        files: "FROM node:22-alpine AS base\nWORKDIR /srv\nFROM base\nWORKDIR app\n",
        options: { mode: "buildkit" },
      },
    ],
  },

  *check({ stages }, { mode }) {
    const anchored = new Set<number>();
    for (const stage of stages) {
      let isAnchored = stage.parent !== undefined && anchored.has(stage.parent);
      for (const instruction of performedIn(stage)) {
        if (instruction.keyword !== "WORKDIR" || !instruction.argument) continue;
        const { argument } = instruction;
        if (startOf(argument) !== "relative") isAnchored = mode === "buildkit";
        else if (!isAnchored) {
          const message = `WORKDIR ${clipped(argument.raw)} is relative.`;
          yield { at: argument, message, subject: subjectOf(stage) };
        }
      }
      if (isAnchored) anchored.add(stage.index);
    }
  },
});
