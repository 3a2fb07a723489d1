import { isGlob } from "../../model/copy-instruction.ts";
import { isCertificateName, secretFileName } from "../../model/secret/secret-file-name.ts";
import { buildContexts } from "../../project/build-context.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { fileNameOf } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { type CopiedFile, SecretFiles } from "./_secret-files.ts";

export default defineProjectRule({
  id: "docker/no-copied-secret-file",
  title: "Do not copy secret files into the image",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  why: "All who can pull the image can read the file, even when a later RUN deletes it: its layer stays. What an earlier stage copies stays in build caches.",
  remedy:
    "Mount the file where it is needed, `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci`, or when the container starts. Name it in `.dockerignore`, so that no `COPY .` takes it along.",
  peers: { trivy: ["DS-0031"] },
  compliance: ["CIS Docker v1.2.0 4.10"],
  options: {
    allow: option.strings([], "Paths in the build context, with `*` for any run of characters, that hold no secret."),
    byName: option.boolean(false, "Go by the name alone for `.npmrc`, `.pypirc`, `*.pem` and `*.key` too."),
  },
  strict: { options: { byName: true } },
  examples: {
    bad: [
      "FROM node:22-alpine\nCOPY package.json ⟦.env⟧ /app/\n",
      {
        title: "Keys, key stores and credentials",
        files: code`
          FROM eclipse-temurin:21
          COPY ⟦deploy/id_ed25519⟧ /root/.ssh/id_ed25519
          COPY ⟦.aws⟧ /root/.aws
          ADD ⟦server.p12⟧ ⟦service-account-prod.json⟧ /etc/app/
          COPY ⟦.docker/config.json⟧ /root/.docker/config.json
          COPY ["⟦.git-credentials⟧", "⟦terraform.tfstate⟧", "/root/"]
        `,
      },
      {
        title: "Kept for the images built on this one",
        files: "FROM node:22-alpine\nONBUILD COPY ⟦.env⟧ ⟦id_rsa⟧ package.json /app/\n",
      },
      {
        title: "A file that turns out to hold a token",
        files: {
          Dockerfile: "FROM node:22-alpine\nCOPY ⟦.npmrc⟧ package.json /app/\n",
          ".npmrc": "//registry.acme.com/:_authToken=n0t-telling-4\n",
        },
      },
      {
        title: "Along with everything else",
        files: {
          ".dockerignore": "node_modules\n",
          Dockerfile: "FROM node:22-alpine\nCOPY ⟦.⟧ /app\n",
          "keys/release.jks": "",
          ".env": "DB_PASSWORD=hunter2hunter2\n",
        },
      },
      {
        title: "In a folder, and by a pattern",
        files: {
          Dockerfile: "FROM eclipse-temurin:21\nCOPY ⟦config⟧ /etc/app\nCOPY ⟦keys/*⟧ /etc/keys/\n",
          "config/app.yaml": "a: 1\n",
          "config/tls/server.p12": "",
          "keys/id_rsa": "",
        },
      },
      {
        title: "A warning in a stage that is not shipped, an error when it goes on from there",
        files: code`
          FROM node:22 AS build
          COPY ⟦.netrc⟧ /root/
          FROM node:22-alpine
          COPY --from=build ⟦/root/.netrc⟧ /root/
        `,
      },
      {
        title: "A variable tells where the credentials lie",
        files: {
          Dockerfile: code`
            FROM python:3.13
            WORKDIR /app
            COPY key.json ./
            COPY config /etc/app
            ENV GOOGLE_APPLICATION_CREDENTIALS=⟦/app/key.json⟧ AWS_CONFIG_FILE=⟦/etc/app/aws.ini⟧
          `,
          "config/aws.ini": "",
        },
      },
      {
        title: "By the name alone",
        files: "FROM nginx:1.27\nCOPY ⟦server.key⟧ server.pem /etc/nginx/\n".replace("server.pem", "⟦server.pem⟧"),
        options: { byName: true },
      },
    ],
    good: [
      "FROM node:22-alpine\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n",
      {
        title: "Names without values",
        files: "FROM node:22-alpine\nCOPY .env.example .env.sample .env.template .env.dist /app/\n",
      },
      {
        title: "Certificates and public keys",
        files:
          "FROM nginx:1.27\nCOPY ca.pem server.crt fullchain.pem .ssh/known_hosts id_rsa.pub truststore.jks /etc/nginx/\n",
        options: { byName: true },
      },
      {
        title: "A file that turns out to hold none",
        files: {
          Dockerfile: "FROM node:22-alpine\nCOPY .npmrc .env.production package.json /app/\n",
          ".npmrc": "registry=https://registry.acme.com/\n//registry.acme.com/:_authToken=${NPM_TOKEN}\n",
          ".env.production": "NEXT_PUBLIC_API_URL=https://api.acme.com\n",
        },
      },
      {
        title: "A file nobody has seen",
        files: "FROM node:22-alpine\nCOPY .npmrc server.pem /app/\n",
      },
      {
        title: "Left out of the context",
        files: {
          ".dockerignore": ".env*\n**/*.jks\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
          ".env": "DB_PASSWORD=hunter2hunter2\n",
          "keys/release.jks": "",
        },
      },
      {
        title: "A context that nothing tells",
        files: { "api/Dockerfile": "FROM node:22-alpine\nCOPY . /app\n", "web/release.jks": "", "release.jks": "" },
      },
      {
        title: "What an image built on this one copies from its own context",
        files: {
          Dockerfile: "FROM node:22-alpine\nONBUILD COPY . /app\nONBUILD COPY .npmrc /app/\n",
          ".npmrc": "//registry.acme.com/:_authToken=n0t-telling-4\n",
        },
      },
      {
        title: "From a stage that is clean, or an image",
        files: code`
          FROM alpine:3.22 AS keys
          RUN ssh-keygen -f /id_rsa
          FROM alpine:3.22
          COPY --from=keys /id_rsa /etc/host/
          COPY --from=acme/certs:1 /server.p12 /etc/tls/
        `,
      },
      {
        title: "A path that is mounted later",
        files: {
          Dockerfile:
            "FROM python:3.13\nCOPY src /app/src\nCOPY . /app\nENV GOOGLE_APPLICATION_CREDENTIALS=/var/run/key.json AWS_CONFIG_FILE=/app/aws.ini\n",
          "src/main.py": "",
        },
      },
      {
        title: "A key that is made for tests",
        files: "FROM node:22-alpine\nCOPY test/id_rsa /app/test/\n",
        options: { allow: ["test/*"] },
      },
    ],
  },

  *check(project, { allow, byName }) {
    const files = new SecretFiles(project);
    const contextsOf = buildContexts(project);
    for (const { copies, pointers, range } of project.all("image-content")) {
      const contexts = contextsOf(range.path);
      const dirty = new Map<string, CopiedFile>();
      for (const copy of copies) {
        const found = heldBy(copy, () => files.copiedFrom(contexts, copy));
        const held = found?.filter(({ path }) => !matchesAny(path, allow)) ?? [];
        const isHeld = held.length > 0 || (byName && found !== undefined && isSecretByName(copy, allow));
        const carried = typeof copy.from === "number" ? dirty.get(nameIn(copy.from, copy.source)) : undefined;
        if (!isHeld && !carried) continue;
        dirty.set(nameIn(copy.stage, copy.source), copy);
        yield reportOf(copy, held, carried);
      }
      for (const pointer of pointers.slice(0, MOST)) {
        const copy = copies
          .slice(-MOST)
          .findLast((one) => one.stage === pointer.stage && files.isTarget(contexts, one, pointer.path));
        if (!copy || matchesAny(copy.source, allow)) continue;
        yield {
          at: pointer,
          message: `${pointer.name} leads to a file that a ${copy.keyword} puts into the image.`,
          severity: copy.isShipped ? undefined : "warning",
          subject: pointer.subject,
          related: [{ at: copy, message: "Here it is copied." }],
        };
      }
    }
  },
});

/** More pointers, and copies to look for them in, than anybody writes. */
const MOST = 50;

/** Of a trigger, which copies from the context of another build, only the name is known. */
function heldBy(copy: CopiedFile, inContext: () => Held): Held | undefined {
  if (copy.from === "context") return inContext();
  if (copy.from !== "child-context" || isGlob(copy.source)) return undefined;
  const kind = secretFileName(copy.source);
  return kind === "secret" || kind === "settings" ? [{ path: copy.source, fact: undefined }] : [];
}

const nameIn = (stage: number, path: string): string => `${stage} ${fileNameOf(path)}`;

const isSecretByName = ({ source }: CopiedFile, allow: readonly string[]): boolean =>
  secretFileName(source) === "maybe" && !isGlob(source) && !isCertificateName(source) && !matchesAny(source, allow);

type Held = ReturnType<SecretFiles["copiedFrom"]>;

function reportOf(copy: CopiedFile, held: Held, carried: CopiedFile | undefined): Report<Place> {
  const [first] = held;
  const name = clipped(first?.path ?? copy.source);
  const others = held.length > 1 ? ` and ${held.length - 1} more like it` : "";
  const evidence = held.flatMap(({ fact }) =>
    fact ? [{ at: fact, message: `It holds ${fact.holds}.`, isSecret: true as const }] : [],
  );
  return {
    at: copy,
    message: `This ${copy.keyword} puts the secrets in ${name}${others} into ${copy.isShipped ? "the image" : "a stage of the build"}.`,
    severity: copy.isShipped ? undefined : "warning",
    subject: copy.subject,
    related: carried ? [{ at: carried, message: "It came into the build here." }] : evidence.slice(0, 3),
  };
}
