import type { Instruction, Pair, PairsInstruction, Word } from "../../model/dockerfile.ts";
import { isCredentialName } from "../../model/secret/credential-name.ts";
import { isUndecided } from "../../model/secret/placeholder.ts";
import { isPlainSetting } from "../../model/secret/plain-setting.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { instructionsIn } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";
import { tokenIn } from "./_token-in-word.ts";

export default defineRule({
  id: "docker/no-secret-in-env",
  title: "Do not put secrets in ARG or ENV",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "dockerfile",
  why: "All who can pull the image can read its `ENV` and labels with `docker inspect`, and the values of build arguments with `docker history`; those of earlier stages stay in build caches and provenance attestations.",
  remedy:
    "Pass credentials when the container starts. Where the build needs one, use `RUN --mount=type=secret,id=token,env=TOKEN`, which leaves nothing behind.",
  peers: {
    hadolint: ["DL3064"],
    trivy: ["DS-0031"],
    buildkit: ["SecretsUsedInArgOrEnv"],
  },
  compliance: ["CIS Docker v1.2.0 4.10"],
  options: {
    allow: option.strings([], "Names, with `*` for any run of characters, that hold no credential."),
    names: option.strings([], "Further names, with `*` for any run of characters, that hold a credential."),
  },
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        ARG ⟦NPM_TOKEN⟧
        ENV DB_PASSWORD=⟦hunter2hunter2⟧
      `,
      {
        title: "Several on one line, and the form without =",
        files: code`
          FROM node:22-alpine
          ENV PORT=8080 REDIS_AUTH=⟦"n0t-telling"⟧ API_KEY_2=⟦k7f2p9⟧
          ENV JWT_SECRET ⟦n0t-telling⟧
        `,
      },
      {
        title: "A build argument that ends up in the image",
        files: "FROM node:22-alpine\nARG ⟦GITHUB_TOKEN⟧\nENV GITHUB_TOKEN=⟦$GITHUB_TOKEN⟧\n",
      },
      {
        title: "Bundlers copy these into the page",
        files: "FROM node:22-alpine\nARG ⟦VITE_MAPS_API_KEY⟧\nENV NEXT_PUBLIC_API_KEY=⟦k7f2p9x4⟧\n",
      },
      {
        title: "A value that shows what it is",
        files: "FROM node:22-alpine\nENV DATABASE_URL=postgres://shop:⟦c0rrecth0rse⟧@db.acme.com/shop\n",
      },
      {
        title: "A label, and a stage that is not shipped",
        files: code`
          FROM golang:1.23 AS build
          ARG ⟦GIT_PASSWORD⟧
          FROM alpine:3.20
          LABEL com.acme.registry-token=⟦k7f2p9x4⟧
        `,
      },
      {
        title: "Known to hold a credential, whatever its last word",
        files: "FROM python:3.13\nENV AWS_ACCESS_KEY_ID=⟦k7f2p9x4⟧ PGPASSWORD=⟦hunter2⟧\n",
      },
      {
        title: "A name of the team's own",
        files: "FROM node:22-alpine\nARG ⟦ACME_LICENCE⟧\n",
        options: { names: ["*_LICENCE"] },
      },
    ],
    good: [
      code`
        FROM node:22-alpine
        RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci
      `,
      {
        title: "Where to find a secret, or how it is used",
        files: code`
          FROM postgres:17
          ENV POSTGRES_HOST_AUTH_METHOD=scram-sha-256 AUTH_METHOD=oidc TOKEN_ISSUER=https://id.acme.com SECRET_NAME=db
          ENV DB_PASSWORD_FILE=/run/secrets/db SSH_PRIVATE_KEY_PATH=/keys/id TOKEN_URL=https://id.acme.com/token
          ENV JWT_SECRET=/run/secrets/jwt CLIENT_ID=shop
        `,
      },
      {
        title: "Only looks like it: hadolint matches parts of words (#1230, #1245)",
        files:
          "FROM golang:1.23\nENV GOPRIVATE=git.acme.com DB_USERNAME=shop AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/token\nARG PRIVATE_REGISTRY\n",
      },
      {
        title: "Public keys are public",
        files: "FROM node:22-alpine\nENV JWT_PUBLIC_KEY=k7f2p9x4 PUBLIC_API_TOKEN=k7f2p9\n",
      },
      {
        title: "Empty, or of nothing",
        files: 'FROM node:22-alpine\nENV DB_PASSWORD="" API_TOKEN= SMTP_PASSWORD=$SMTP_PASSWORD\n',
      },
      {
        title: "A switch, a number, a kind of authentication",
        files: "FROM node:22-alpine\nARG ENABLE_AUTH\nENV REQUIRE_AUTH=true MAX_TOKEN=4096 SMTP_AUTH=login\n",
      },
      {
        title: "Filled in by a template",
        files:
          "FROM node:22-alpine\nENV API_TOKEN=__API_TOKEN__ DB_PASSWORD={{db_password}} SMTP_PASSWORD='${SMTP_PASSWORD}'\n",
      },
      {
        title: "The fingerprint that a download is checked against",
        files: "FROM python:3.13\nENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305\n",
      },
      { title: "Allowed by name", files: "FROM node:22-alpine\nARG CACHE_TOKEN\n", options: { allow: ["CACHE_*"] } },
    ],
  },

  *check(dockerfile, { allow, names }) {
    for (const { instruction, stage } of instructionsIn(dockerfile)) {
      const setting = settingIn(instruction);
      for (const pair of setting?.pairs ?? []) {
        const name = known(pair.key);
        if (!setting || name === undefined || matchesAny(name, allow)) continue;
        const isNamed = isCredentialName(name) || matchesAny(name, names);
        const report =
          byValue(setting.keyword, name, pair) ?? (isNamed ? byName(setting.keyword, name, pair) : undefined);
        if (report) yield { ...report, subject: stage && subjectOf(stage) };
      }
    }
  },
});

/** The ARG, ENV or LABEL that an instruction is, or sets off in the build of a child image. */
function settingIn(instruction: Instruction): PairsInstruction | undefined {
  if (instruction.keyword === "ONBUILD") return instruction.trigger && settingIn(instruction.trigger);
  const { keyword } = instruction;
  return keyword === "ARG" || keyword === "ENV" || keyword === "LABEL" ? instruction : undefined;
}

function byValue(keyword: string, name: string, { value }: Pair): Report | undefined {
  const token = value && tokenIn(value);
  return token && { at: token, message: `\`${keyword} ${name}\` holds ${token.secret.name}.` };
}

const WHERE_IT_STAYS: Readonly<Record<PairsInstruction["keyword"], string>> = {
  ARG: "in the history of the image",
  ENV: "in the image",
  LABEL: "in the labels of the image",
};

function byName(keyword: PairsInstruction["keyword"], name: string, { key, value }: Pair): Report | undefined {
  const isEmpty = value === undefined || known(value) === "";
  if (isEmpty ? keyword !== "ARG" : !isCredential(name, value)) return undefined;
  const message = `\`${keyword} ${name}\` leaves a credential ${WHERE_IT_STAYS[keyword]}.`;
  if (isEmpty) return { at: key, message };
  return { at: value, message, isSecret: value.known ? true : undefined };
}

function isCredential(name: string, value: Word): boolean {
  if (value.variables.length > 0 && value.variables.some(({ declaredBy }) => isFromOutside(declaredBy))) return true;
  if (!value.known) return false;
  const isTemplate = isUndecided(value.value) && !/^\$\d/.test(value.value); // `$2b$…` is what bcrypt gives
  return !isTemplate && !isPlainSetting(name, value.value);
}

/** An argument or variable of the build, which then holds the credential; what nothing declares is empty. */
const isFromOutside = (declaredBy: Word["variables"][number]["declaredBy"]): boolean =>
  declaredBy !== undefined && declaredBy !== "predefined";
