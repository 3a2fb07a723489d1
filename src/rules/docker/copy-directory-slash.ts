import { copiesIn } from "../../model/copy-instruction.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/copy-directory-slash",
  title: "End a multi-source destination with /",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Several sources can only land in a folder, and only a trailing slash says that the destination is one: without it the build fails.",
  remedy: "End the destination with `/`.",
  fix: "safe",
  peers: { hadolint: ["DL3021"], trivy: ["DS-0011"] },
  examples: {
    bad: [
      {
        files: "FROM node:22-alpine\nCOPY package.json package-lock.json ⟦/app⟧\n",
        fixed: "FROM node:22-alpine\nCOPY package.json package-lock.json /app/\n",
      },
      {
        title: "JSON form",
        files: 'FROM node:22-alpine\nCOPY ["package.json", "package-lock.json", "⟦/app⟧"]\n',
        fixed: 'FROM node:22-alpine\nCOPY ["package.json", "package-lock.json", "/app/"]\n',
      },
      {
        title: "Quoted",
        files: 'FROM alpine:3.20\nADD --link a.tar b.tar ⟦"/srv"⟧\n',
        fixed: 'FROM alpine:3.20\nADD --link a.tar b.tar "/srv/"\n',
      },
      {
        title: "Heredocs are sources",
        files: code`
          FROM alpine:3.20
          COPY <<ONE <<TWO ⟦/etc/conf.d⟧
          1
          ONE
          2
          TWO
        `,
      },
    ],
    good: [
      "FROM node:22-alpine\nCOPY package.json package-lock.json /app/\n",
      { title: "One source", files: "FROM node:22-alpine\nCOPY package.json /app\n" },
      { title: "Flags are no sources", files: "FROM node:22-alpine\nCOPY --link --chown=1001 package.json /app\n" },
      {
        title: "A folder by name",
        files: "FROM node:22-alpine\nWORKDIR /app\nCOPY a b .\nCOPY c d ..\nCOPY e f ./sub/.\n",
      },
      { title: "Decided at build time", files: "FROM node:22-alpine\nARG DEST\nCOPY a b $DEST\n" },
      { title: "A quoted destination", files: 'FROM node:22-alpine\nCOPY a b "/app/"\n' },
      {
        title: "On Windows",
        files: "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a b C:\\app\\\n",
      },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const { keyword, sources, heredocs, destination } of copiesIn(stage)) {
        const count = sources.length + heredocs.length;
        if (count < 2 || !destination?.known || !destination.isLiteral) continue;
        if (/(?:^|[/\\])\.{0,2}$/.test(destination.value)) continue;
        const isQuoted = /["']$/.test(destination.raw);
        const end = destination.range.end - (isQuoted ? 1 : 0);
        yield {
          at: destination,
          message: `${keyword} puts ${count} sources into ${clipped(destination.value)}, which does not end in a slash.`,
          subject: subjectOf(stage),
          fix: { title: "End it with a slash", edits: [{ range: { start: end, end }, newText: "/" }] },
        };
      }
    }
  },
});
