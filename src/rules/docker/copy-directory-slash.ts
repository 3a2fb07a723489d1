import { isCopy } from "../../model/copy-instruction.ts";
import type { Word } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { performedIn } from "./_instructions.ts";
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
        title: "In a folder that a variable decides",
        files: 'FROM node:22-alpine\nCOPY package.json package-lock.json ⟦"$HOME/app"⟧\n',
        fixed: 'FROM node:22-alpine\nCOPY package.json package-lock.json "$HOME/app/"\n',
      },
      {
        title: "In the builds of child images",
        files: "FROM node:22-alpine\nONBUILD COPY package.json package-lock.json ⟦/app⟧\n",
        fixed: "FROM node:22-alpine\nONBUILD COPY package.json package-lock.json /app/\n",
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
      {
        title: "Decided at build time",
        files: "FROM node:22-alpine\nARG DEST\nCOPY a b $DEST\nCOPY c d /srv/app-$DEST\n",
      },
      { title: "A quoted destination", files: 'FROM node:22-alpine\nCOPY a b "/app/"\n' },
      {
        title: "On Windows",
        files: "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a b C:\\app\\\n",
      },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const instruction of performedIn(stage)) {
        if (!isCopy(instruction)) continue;
        const { keyword, sources, heredocs, destination } = instruction;
        const count = sources.length + heredocs.length;
        if (count < 2 || !destination || !endsInName(destination)) continue;
        const isQuoted = /["']$/.test(destination.raw);
        const end = destination.range.end - (isQuoted ? 1 : 0);
        yield {
          at: destination,
          message: `${keyword} puts ${count} sources into ${clipped(unquoted(destination))}, which does not end in a slash.`,
          subject: subjectOf(stage),
          fix: { title: "End it with a slash", edits: [{ range: { start: end, end }, newText: "/" }] },
        };
      }
    }
  },
});

const unquoted = ({ raw }: Word): string => raw.replace(/^["']|["']$/g, "");

/** Whatever variables stand for, is the last part of the path a name, and neither empty nor `.` or `..`? */
function endsInName(path: Word): boolean {
  const text = path.known && path.isLiteral ? path.value : unquoted(path);
  const last = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("\\")) + 1);
  return /[^.]|\.{3}/.test(last) && !/[$`{}]/.test(last);
}
