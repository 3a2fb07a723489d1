import { matchesImage } from "../../model/base-image.ts";
import { abandoned, releasesOf } from "../../model/image-release.ts";
import { isOfGivenImage } from "../../project/given-images.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { imageName } from "./_image-name.ts";

export default defineRule({
  id: "docker/no-eol-base-image",
  title: "Do not build on an end-of-life base image",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "Nobody mends what is past its end of life: every weakness found since then stays in the image, and rebuilding does not help.",
  remedy:
    "Move to a supported release. The table of dates is as old as the release of opsguard; paid extensions do not count.",
  options: {
    asOf: option.string("today", "The day to judge by, as `YYYY-MM-DD`, or `today`."),
    allow: option.strings([], "Images to accept all the same; `*` stands for any run of characters."),
  },
  examples: {
    bad: [
      "FROM ⟦node:18-alpine⟧\n",
      { title: "A codename", files: "FROM ⟦debian:buster-slim⟧\n" },
      { title: "The system under a language that is still supported", files: "FROM ⟦python:3.13-buster⟧\n" },
      { title: "A tag that stays with the last 7.x", files: "FROM ⟦php:7-apache⟧\n" },
      { title: "Older than the table", files: "FROM ⟦ubuntu:12.04⟧\n" },
      { title: "A short-lived release", files: "FROM ⟦ubuntu:24.10⟧\n" },
      { title: "A repository that was given up", files: "FROM ⟦openjdk:17-slim⟧\n" },
      { title: "Build stages too", files: "FROM ⟦maven:3.9-onbuild⟧ AS build\n\nFROM scratch\n" },
      { title: "A mirror of the official image", files: "FROM ⟦public.ecr.aws/docker/library/python:3.8⟧\n" },
      { title: "By its default", files: "ARG ALPINE=3.16\nFROM ⟦alpine:${ALPINE}⟧\n" },
    ],
    good: [
      { title: "Supported on that day", files: "FROM node:22-alpine3.21\n", options: { asOf: "2026-08-01" } },
      { title: "Still supported then", files: "FROM python:3.8\n", options: { asOf: "2024-10-07" } },
      { title: "Tags that move on by themselves", files: "FROM node:lts\n" },
      { title: "A version nobody has dated yet", files: "FROM alpine:3.99\n" },
      { title: "Another maker's versions", files: "FROM ghcr.io/acme/python:3.8-buster\n" },
      {
        title: "Only a digest",
        files: "FROM node@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
      },
      { title: "Decided at build time", files: "ARG VERSION\nFROM node:$VERSION\n" },
      {
        title: "No image",
        files: code`
          FROM scratch AS python

          FROM python
        `,
      },
      { title: "Accepted by the team", files: "FROM centos:7\n", options: { allow: ["centos:7"] } },
      {
        title: "A name that a build gives as a context",
        files: {
          "docker-bake.hcl": 'target "api" {\n  contexts = { "node:14" = "docker-image://node:24" }\n}\n',
          Dockerfile: "FROM node:14\n",
        },
      },
    ],
  },

  *check({ stages }, { asOf, allow }, { today }) {
    const day = asOf === "today" ? today : asOf;
    for (const { from, image } of stages) {
      if (!from || !image || matchesImage(image, allow)) continue;
      const name = imageName(from.image);
      const ended = releasesOf(image).find(({ supportedUntil }) => supportedUntil < day);
      const gone = abandoned(image);
      if (ended) {
        const since = `since ${ended.supportedUntil}${ended.orEarlier ? " or earlier" : ""}`;
        yield { at: from.image, message: `${name} holds ${ended.name}, which has had no fixes ${since}.` };
      } else if (gone) {
        const instead = gone.successor === undefined ? "" : `; ${gone.successor} took its place`;
        yield { at: from.image, message: `No new images come to the repository of ${name}${instead}.` };
      }
    }
  },

  retracts: isOfGivenImage,
});
