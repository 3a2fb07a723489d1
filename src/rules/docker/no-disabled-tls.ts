import { plainCommandsOf, runIn } from "../../model/docker-run.ts";
import type { Instruction } from "../../model/dockerfile.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import type { Ranged } from "../../text/source-file.ts";
import { instructionsIn } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";
import { unverified } from "./_unverified-tls.ts";
import { settingsIn, writtenBy } from "./_written-settings.ts";

export default defineRule({
  id: "docker/no-disabled-tls",
  title: "Do not switch off certificate verification",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "Without it, whoever sits between the build and the server decides what is downloaded and runs in the image. Set with `ENV`, it holds for every connection the container makes as well.",
  remedy:
    "Install `ca-certificates`, and add the certificate of a private authority to the trust store (`update-ca-certificates`, `NODE_EXTRA_CA_CERTS`, `pip --cert`, `git config http.sslCAInfo`).",
  peers: {
    checkov: [
      "CKV2_DOCKER_2",
      "CKV2_DOCKER_3",
      "CKV2_DOCKER_4",
      "CKV2_DOCKER_5",
      "CKV2_DOCKER_6",
      "CKV2_DOCKER_12",
      "CKV2_DOCKER_13",
      "CKV2_DOCKER_14",
      "CKV2_DOCKER_15",
      "CKV2_DOCKER_16",
    ],
  },
  examples: {
    bad: [
      code`
        FROM debian:13
        RUN curl ⟦-k⟧ https://files.acme.com/a -o a && curl ⟦-fsSLk⟧ https://files.acme.com/b -o b
        RUN curl ⟦--insecure⟧ https://files.acme.com/c -o c; wget -q ⟦--no-check-certificate⟧ https://files.acme.com/d
      `,
      {
        title: "For all that follows",
        files: code`
          FROM node:22-alpine
          ARG ⟦PYTHONHTTPSVERIFY=0⟧
          ENV PORT=8080 ⟦NODE_TLS_REJECT_UNAUTHORIZED=0⟧ ⟦npm_config_strict_ssl=false⟧
          ENV ⟦GIT_SSL_NO_VERIFY true⟧
          ENV ⟦PIP_TRUSTED_HOST="pypi.acme.com"⟧
        `,
      },
      {
        title: "For one command, or for the rest of the RUN",
        files: code`
          FROM node:22-alpine
          RUN ⟦NODE_TLS_REJECT_UNAUTHORIZED=0⟧ npm ci
          RUN export ⟦GIT_SSL_NO_VERIFY=1⟧ && git clone https://git.acme.com/a && env ⟦PYTHONHTTPSVERIFY=0⟧ python3 get.py
        `,
      },
      {
        title: "Package managers",
        files: code`
          FROM fedora:42
          RUN pip install ⟦--trusted-host pypi.acme.com⟧ shop && python3 -m pip download ⟦--trusted-host=pypi.acme.com⟧ shop
          RUN npm config set ⟦strict-ssl false⟧ && yarn config set ⟦"strict-ssl" false⟧ && npm install ⟦--no-strict-ssl⟧
          RUN dnf install -y ⟦--setopt=sslverify=false⟧ curl && yum ⟦--setopt sslverify=0⟧ update -y
          RUN apt-get ⟦-o Acquire::https::Verify-Peer=false⟧ update
        `,
      },
      {
        title: "What a package manager keeps as its configuration",
        files: code`
          FROM fedora:42
          RUN pip config set ⟦global.trusted-host pypi.acme.com⟧ && conda config --set ⟦ssl_verify false⟧
          RUN yum-config-manager --save --setopt=acme.⟦sslverify=false⟧ && dnf config-manager ⟦--setopt=sslverify=0⟧ --save
          RUN printf '[acme]\nbaseurl=https://rpm.acme.com\n⟦sslverify=0⟧\n' > /etc/yum.repos.d/acme.repo
        `,
      },
      {
        title: "Clients of registries, clusters and clouds",
        files: code`
          FROM debian:13
          RUN skopeo copy ⟦--src-tls-verify=false⟧ docker://registry.acme.com/a dir:/a && aws ⟦--no-verify-ssl⟧ s3 cp s3://a/b b
          RUN kubectl ⟦--insecure-skip-tls-verify⟧ get pods && uv pip install ⟦--allow-insecure-host pypi.acme.com⟧ shop
          RUN curl ⟦--proxy-insecure⟧ https://files.acme.com/a -o a
        `,
      },
      {
        title: "git",
        files: code`
          FROM alpine/git
          RUN git ⟦-c http.sslVerify=false⟧ clone https://git.acme.com/a && git config --global ⟦http.sslVerify false⟧
        `,
      },
    ],
    good: [
      code`
        FROM node:22-alpine
        COPY acme-ca.pem /etc/ssl/acme-ca.pem
        ENV NODE_EXTRA_CA_CERTS=/etc/ssl/acme-ca.pem
        RUN curl -fsSL --cacert /etc/ssl/acme-ca.pem https://files.acme.com/a -o a
      `,
      {
        title: "The flag of another command of the chain, or its name as text",
        files: code`
          FROM debian:13
          RUN curl -fsS https://files.acme.com/a | grep -k x && tar -k -xf a && sort -k 2 b
          RUN echo "never use curl -k or GIT_SSL_NO_VERIFY=1" && grep -r --no-check-certificate . && echo wget --no-check-certificate
        `,
      },
      {
        title: "The value of another flag",
        files:
          "FROM debian:13\nRUN curl -o -k https://files.acme.com/a && curl -okernel https://files.acme.com/b -Hk:v\n",
      },
      {
        title: "Longer names",
        files: "FROM debian:13\nENV ASDFGIT_SSL_NO_VERIFY=1 NODE_TLS_REJECT_UNAUTHORIZED_BY=0 MY_PYTHONHTTPSVERIFY=0\n",
      },
      {
        title: "Values that leave it on, or that are decided elsewhere",
        files: code`
          FROM node:22-alpine
          ARG STRICT
          ENV NODE_TLS_REJECT_UNAUTHORIZED=1 PYTHONHTTPSVERIFY=1 NPM_CONFIG_STRICT_SSL=true PIP_TRUSTED_HOST=
          RUN npm config set strict-ssl $STRICT && git -c http.sslVerify=true fetch && dnf --setopt=sslverify=1 update -y
          RUN skopeo copy --src-tls-verify=true docker://a dir:/a && kubectl --insecure-skip-tls-verify=false get pods
          RUN pip config set global.index-url https://pypi.acme.com && conda config --set ssl_verify true
          RUN sed -i 's/^sslverify=0/sslverify=1/' /etc/yum.conf && grep sslverify=0 /etc/yum.conf || true
          RUN NPM_CONFIG_STRICT_SSL=$STRICT npm ci && apt-get -o Acquire::https::Verify-Peer=true update
        `,
      },
    ],
  },

  *check(dockerfile) {
    if (!mayHold(dockerfile, ...TELLING)) return;
    for (const { instruction, stage } of instructionsIn(dockerfile)) {
      for (const report of inInstruction(instruction, dockerfile.text))
        yield { ...report, subject: stage && subjectOf(stage) };
    }
  },
});

/** Each switch below holds one of these; the last is `-k` of curl, alone or among others. */
const TELLING = ["ssl", "tls", "verify", "trusted", "insecure", "no-check-certificate", /[\s"']-[\w#]*k/];

function* inInstruction(instruction: Instruction, file: string): Generator<Report, void, undefined> {
  if (instruction.keyword === "ONBUILD" && instruction.trigger) yield* inInstruction(instruction.trigger, file);
  if (instruction.keyword === "ARG" || instruction.keyword === "ENV") {
    for (const pair of instruction.pairs) {
      const value = known(pair.value);
      if (value !== undefined) yield* inVariable(known(pair.key) ?? "", value, pair);
    }
  }
  const run = instruction.keyword === "RUN" ? runIn(instruction) : undefined;
  const commands = run ? plainCommandsOf(run) : [];
  for (const command of commands) yield* inCommand(command);
  const written = run
    ? commands.flatMap(writtenBy)
    : instruction.heredocs.map(({ body }) => ({ range: body, isSed: false }));
  for (const text of written) {
    for (const range of settingsIn(file, text, UNVERIFIED)) {
      const message = "`sslverify` is switched off for packages.";
      yield { at: { range }, message, peers: ["CKV2_DOCKER_15"] };
    }
  }
}

/** In the configuration of yum and dnf. */
const UNVERIFIED = /(?<!_)sslverify[ \t]*=[ \t]*(?:0|false|no|off)\b/gi;

interface Switch {
  /** Which values switch it off. */
  readonly off: RegExp;
  readonly peer: string;
}

/** As the programs spell them; npm takes its own in any case. */
const VARIABLES: Readonly<Record<string, Switch>> = {
  GIT_SSL_NO_VERIFY: { off: /^/, peer: "CKV2_DOCKER_14" }, // git asks only whether it is set
  NODE_TLS_REJECT_UNAUTHORIZED: { off: /^0$/, peer: "CKV2_DOCKER_6" },
  NPM_CONFIG_STRICT_SSL: { off: /^false$/i, peer: "CKV2_DOCKER_12" },
  PIP_TRUSTED_HOST: { off: /./, peer: "CKV2_DOCKER_16" },
  PYTHONHTTPSVERIFY: { off: /^0$/, peer: "CKV2_DOCKER_5" },
};

function* inVariable(name: string, value: string, at: Ranged): Generator<Report, void, undefined> {
  const key = /^npm_config_/i.test(name) ? name.toUpperCase() : name;
  const found = Object.hasOwn(VARIABLES, key) ? VARIABLES[key] : undefined;
  if (!found?.off.test(value)) return;
  yield { at, message: `\`${name}\` switches off the verification of certificates.`, peers: [found.peer] };
}

function* inCommand(command: ShellCommand): Generator<Report, void, undefined> {
  for (const assignment of command.assignments) {
    const value = assignment.value ? known(assignment.value) : "";
    if (value !== undefined) yield* inVariable(assignment.name, value, assignment);
  }
  const program = programOf(command) ?? "";
  if (program === "export" || program === "declare" || program === "setenv") {
    for (const word of command.args) {
      const [, name = "", value = ""] = /^(\w+)=(.*)$/s.exec(known(word) ?? "") ?? [];
      yield* inVariable(name, value, word);
    }
  }
  for (const { at, peer } of unverified(command)) {
    yield { at, message: `\`${program}\` is told not to verify certificates.`, peers: peer ? [peer] : [] };
  }
}
