import { isFirstVersion } from "../../model/compose.ts";
import { type ComposeFault, composeFaults } from "../../model/compose-faults.ts";
import { LEGACY_OPTIONS } from "../../model/compose-legacy.ts";
import { COMPOSE_FILE } from "../../model/compose-schema.ts";
import type { SyntaxReport } from "../../model/syntax.ts";
import { quoted } from "../../model/yaml-edit.ts";
import { BASE_NAMES } from "../../project/compose.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { fileNameOf } from "../../text/path.ts";
import { service } from "./_examples.ts";
import { faultMessage } from "./_fault-message.ts";

export default defineRule({
  id: "compose/schema",
  title: "Compose files must follow the Compose Specification",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: ["compose-source", "syntax"],
  why: "Compose refuses a file with an option it does not know or a value it cannot read, and says so only when somebody wants to start it. What merely looks right, as an option one level too deep, is found nowhere else.",
  remedy:
    "Write the option as https://docs.docker.com/reference/compose-file/ has it. Settings of your own may stand under keys that start with `x-`.",
  peers: { dclint: ["invalid-schema"], docker: ["compose config -q"] },
  fix: "safe",
  examples: {
    bad: [
      { title: "A misspelt option, which is a warning", files: service("⟦enviroment⟧: [NODE_ENV=production]") },
      {
        title: "At any level",
        files: "services:\n  api:\n    build:\n      context: .\n      ⟦dockerFile⟧: Dockerfile.api\n",
      },
      { title: "A section that does not exist", files: "⟦service⟧:\n  api:\n    image: api:1\nvolumes: {}\n" },
      {
        title: "A section that does not exist, and nothing else",
        files: { "compose.yaml": "⟦service⟧:\n  api:\n    image: api:1\n" },
      },
      {
        title: "The same twice",
        files: service("networks: [front, back, ⟦front⟧]", "security_opt: [label:disable, ⟦label:disable⟧]"),
      },
      { title: "A secret without its name", files: service("secrets:", "  - ⟦target⟧: token") },
      {
        title: "Text that YAML takes for a number",
        files: service("user: ⟦1000⟧"),
        fixed: service('user: "1000"'),
      },
      {
        title: "Of a command too",
        files: service("command: [sleep, ⟦3600⟧]"),
        fixed: service('command: [sleep, "3600"]'),
      },
      {
        title: "Other types",
        files: service("ports: ⟦8080:80⟧", "⟦environment⟧:", "privileged: ⟦perhaps⟧", "depends_on: ⟦db⟧"),
      },
      { title: "A list where a mapping belongs", files: service("⟦healthcheck⟧:", "  - CMD", "  - ./check") },
      {
        title: "Names that the project and the container cannot have",
        files: `name: ⟦Shop⟧\n${service("container_name: ⟦shop api⟧")}`,
      },
      {
        title: "A policy that the engine does not know",
        files:
          "services:\n  api:\n    image: api:1\n    restart: ⟦allways⟧\n  job:\n    image: job:1\n    restart: ⟦false⟧\n",
      },
      {
        title: "Durations and amounts",
        files: service("stop_grace_period: ⟦90⟧", "mem_limit: ⟦512 megs⟧", "healthcheck:", "  interval: ⟦30sec⟧"),
      },
      {
        title: "A key that stands twice in one mapping",
        files: "services:\n  api:\n    image: api:1\n    ⟦image⟧: api:2\n  ⟦api⟧:\n    image: api:3\n",
      },
      {
        title: "In any document",
        files: "services:\n  api:\n    image: api:1\n---\nservices:\n  api:\n    ⟦enviroment⟧: [A=b]\n",
      },
      {
        title: "Ports and mounts",
        files: service(
          "ports:",
          '  - ⟦"8080:http"⟧',
          '  - ⟦"localhost:8080:80"⟧',
          '  - ⟦"8000-8002:80-81"⟧',
          "  - ⟦published⟧: 8080",
          "volumes:",
          "  - ⟦./data::ro⟧",
        ),
      },
      {
        title: "A choice that is none, and one that is missing",
        files: service("depends_on:", "  db:", "    condition: ⟦healthy⟧", "  ⟦cache⟧:", "    restart: true"),
      },
      { title: "A dollar sign for the shell", files: service("command: ⟦sh -c 'echo ${HOME%/}'⟧") },
      { title: "The name of a service", files: "services:\n  ⟦my api⟧:\n    image: api:1\n" },
    ],
    good: [
      {
        title: "Words of a command may be the same, and Compose takes the same port for one",
        files: service(
          "command: [tail, -n, '1', -n, '1']",
          "healthcheck: {test: [CMD, a, a]}",
          "ports: ['80:80', '80:80']",
        ),
      },
      {
        title: "What is merged in may be set again, and a later document may say a part of a service",
        files: code`
          x-base: &base
            image: api:1
            restart: always
          services:
            api:
              <<: *base
              restart: "no"
          ---
          services:
            api:
              environment: [NODE_ENV=production]
        `,
      },
      {
        title: "All policies there are",
        files:
          "name: shop-${STAGE}\nservices:\n  a:\n    image: a:1\n    restart: no\n  b:\n    image: b:1\n    restart: on-failure:3\n  c:\n    image: c:1\n    restart: ${RESTART:-unless-stopped}\n",
      },
      service("environment:", "  PORT: 8080", "  DEBUG: false", "  TOKEN:", "labels: [one, two=2]"),
      {
        title: "Extensions anywhere",
        files: `x-logging: &logging\n  driver: local\n${service("logging: *logging", "x-owner: team-a")}`,
      },
      {
        title: "Interpolation anywhere",
        files: service(
          "user: ${UID}",
          "cpus: ${CPUS:-0.5}",
          "privileged: ${PRIVILEGED:-false}",
          "ports: ['${PORT:-8080}:80', '${BIND}8443:443']",
          "stop_grace_period: ${GRACE}",
          "command: echo $$HOME $(date) 5$",
        ),
      },
      {
        title: "Merge keys, and the tags of merges",
        files: {
          "compose.override.yaml": code`
            x-base: &base
              restart: always
            services:
              api:
                <<: *base
                ports: !override ["8080:80"]
                volumes: !reset []
                depends_on:
                  db:
                    restart: true
          `,
        },
      },
      {
        title: "Durations and amounts as Compose reads them",
        files: service(
          "stop_grace_period: 1m30s",
          "mem_limit: 1.5 GiB",
          "memswap_limit: -1",
          "shm_size: 67108864",
          "cpu_rt_runtime: 400ms",
        ),
      },
      {
        title: "What is new in the specification",
        files: code`
          include:
            - path: [base.yaml, more.yaml]
              project_directory: ..
          services:
            api:
              image: api:1
              models:
                llm:
                  endpoint_var: LLM_URL
              develop:
                watch:
                  - { path: ./src, action: sync, target: /app, initial_sync: true }
              post_start:
                - command: ./warm-up.sh
                  user: root
            tunnel:
              provider:
                type: acme
                options: { region: eu }
          models:
            llm:
              model: acme/llm
          configs:
            app:
              content: "debug=false"
        `,
      },
      {
        title: "Options that were dropped are another rule's",
        files: "services:\n  api:\n    image: api:1\n    net: host\n    log_driver: syslog\n",
      },
      { title: "So are files of the first version", files: "api:\n  image: api:1\n" },
    ],
  },

  *check(artefact) {
    if (artefact.kind === "syntax") {
      yield* repetitions(artefact);
      return;
    }
    const { path, documents } = artefact;
    const isBase = BASE_NAMES.includes(fileNameOf(path));
    const trees = documents.filter((tree) => !isFirstVersion(tree));
    for (const fault of trees.flatMap((tree) => composeFaults(tree, COMPOSE_FILE))) {
      if (isLegacy(fault) || (!isBase && mayBeElsewhere(fault))) continue;
      yield reportOf(fault);
    }
  },
});

/** Compose refuses a file with a key that stands twice in one mapping. */
function* repetitions({ problems, repeatsIn }: SyntaxReport): Generator<Report> {
  for (const { range, message } of repeatsIn === "compose" ? problems : [])
    yield { at: { range }, message: message.replace(/\.$/, ", so Compose refuses the file.") };
}

/** Is it an option that some version of Compose had? */
const isLegacy = ({ path, fault }: ComposeFault): boolean =>
  fault.kind === "unknown-key" &&
  path.length === 2 &&
  path[0] === "services" &&
  Object.hasOwn(LEGACY_OPTIONS, fault.key);

/** What a mapping lacks in one file, the file it is merged with may have; items of lists are never merged. */
const mayBeElsewhere = ({ path, fault }: ComposeFault): boolean =>
  fault.kind === "missing" && typeof path.at(-1) === "string";

function reportOf(found: ComposeFault): Report {
  const { fault, path, range } = found;
  const at = { range };
  const message = faultMessage(found);
  const subject = path[0] === "services" && typeof path[1] === "string" ? `service:${path[1]}` : undefined;
  if (fault.kind === "missing") return { at, message, subject, missing: fault.key };
  if (fault.kind === "unknown-key") return { at, message, subject, severity: "warning" };
  const takesText = fault.kind === "wrong-type" && fault.expected.includes("text") && fault.node.type === "scalar";
  const edits = takesText && fault.node.type === "scalar" && fault.actual !== "null" ? quoted(fault.node) : undefined;
  return { at, message, subject, fix: edits && { title: "Put it in quotes", edits } };
}
