import type { Word } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";

/** Docker gives these a meaning of its own. */
const RESERVED = ["context", "scratch"];

export default defineRule({
  id: "docker/unique-stage-name",
  title: "Give stages unique, non-reserved names",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "When two stages share a name, what `COPY --from` and `--target` mean depends on where they stand, and a later edit changes it silently. `scratch` and `context` already mean something else.",
  remedy: "Rename one of the stages, and what refers to it. Docker compares names without regard to case.",
  peers: {
    hadolint: ["DL3024", "DL3063"],
    checkov: ["CKV_DOCKER_11"],
    trivy: ["DS-0012"],
    buildkit: ["DuplicateStageName", "ReservedStageName"],
  },
  examples: {
    bad: [
      code`
        FROM golang:1.25 AS build

        FROM node:22 AS ⟦build⟧
      `,
      {
        title: "Case makes no difference, nor does a platform",
        files: code`
          FROM golang:1.25 AS build

          FROM --platform=$BUILDPLATFORM golang:1.25 AS ⟦Build⟧
        `,
      },
      { title: "A name with a meaning of its own", files: "FROM alpine:3.22 AS ⟦scratch⟧\n" },
    ],
    good: [
      code`
        FROM golang:1.25 AS build

        FROM node:22 AS assets

        FROM alpine:3.22
      `,
      { title: "A name that holds a reserved word", files: "FROM alpine:3.22 AS build-context\n" },
    ],
  },

  *check({ stages }) {
    const seen = new Map<string, Word>();
    for (const { name } of stages) {
      if (!name?.known) continue;
      const key = name.value.toLowerCase();
      const first = seen.get(key);
      if (first) {
        yield {
          at: name,
          message: `Another stage is named ${clipped(name.value)} already.`,
          peers: ["DL3024", "CKV_DOCKER_11", "DS-0012", "DuplicateStageName"],
          related: [{ at: first, message: "The first stage of that name." }],
        };
      } else seen.set(key, name);
      if (!RESERVED.includes(key)) continue;
      yield {
        at: name,
        message: `A stage cannot be named ${name.value}: Docker has a meaning for it.`,
        peers: ["DL3063", "ReservedStageName"],
      };
    }
  },
});
