import { canonicalName, imageReference } from "../../model/image-reference.ts";
import type { Container } from "../../model/kubernetes/workload.ts";
import { asInteger } from "../../model/reading.ts";
import { asString, child, items, lacks, mappings, mayHoldMore } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { builtStages } from "../../project/compose-build.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { builtImages, portsOf } from "../../project/image-link.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Place } from "../../text/source-file.ts";

const skaffold =
  "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - image: registry.example.com/api\n";
const project = (dockerfile: string, container: string) => ({
  "skaffold.yaml": skaffold,
  Dockerfile: dockerfile,
  "deploy/api.yaml": `apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: registry.example.com/api:2.0.1
${container.replace(/^(?=.)/gm, "      ")}`,
});

export default defineProjectRule({
  id: "repo/expose-vs-container-port",
  title: "EXPOSE and containerPort agree",
  severity: "info",
  preset: "strict",
  category: "correctness",
  why: "Both are documentation, but when they differ one of them is wrong, and the next probe or Service will be written after the wrong one.",
  remedy: "Find out which port the program listens on, and write that one in both places.",
  needs: "whole-project",
  examples: {
    bad: [
      { files: project("FROM node:24\nEXPOSE 3000\n", "ports:\n  - containerPort: ⟦8080⟧\n") },
      {
        title: "A health check of Compose",
        files: {
          "compose.yaml": code`
            services:
              api:
                build: .
                environment: { LOG_LEVEL: info }
                healthcheck:
                  test: curl -fsS http://localhost:⟦8080⟧/health || exit 1
              web:
                build: .
                healthcheck:
                  test: ["CMD", "nc", "-z", "127.0.0.1", ⟦"9090"⟧]
          `,
          Dockerfile: "FROM node:24\nEXPOSE 3000 3001/tcp\n",
        },
      },
    ],
    good: [
      {
        title: "A health check of Compose asks the port that the image exposes, or that the service is told",
        files: {
          "compose.yaml": code`
            services:
              api:
                build: .
                healthcheck:
                  test: curl -f http://localhost:3000/
              web:
                build: .
                environment:
                  PORT: 8080
                healthcheck:
                  test: [CMD, curl, -f, "http://localhost:8080/"]
              job:
                build: .
                command: serve --port 9090
                healthcheck:
                  test: curl -f http://localhost:9090/
          `,
          Dockerfile: "FROM node:24\nEXPOSE 3000\n",
        },
      },
      {
        title: "Localhost is that of another service, and what the service is told stands elsewhere",
        files: {
          "compose.yaml": code`
            services:
              api:
                build: .
                network_mode: "service:web"
                healthcheck:
                  test: curl -f http://localhost:8080/
              web:
                build: .
                env_file: [.env]
                healthcheck:
                  test: curl -f http://localhost:8080/
              job:
                build: .
                environment: [HTTP_PORT]
                healthcheck:
                  test: curl -f http://localhost:8080/
          `,
          Dockerfile: "FROM node:24\nEXPOSE 3000\n",
        },
      },
      {
        title: "A health check of Compose, and an image that exposes nothing, or what a variable says",
        files: {
          "compose.yaml": code`
            services:
              api:
                build: { context: ., target: api }
                healthcheck:
                  test: curl -f http://localhost:8080/
              web:
                build: .
                healthcheck:
                  test: curl -f http://localhost:8080/
          `,
          Dockerfile: "FROM node:24 AS api\n\nFROM node:24\nARG PORT\nEXPOSE $PORT 3000\n",
        },
      },
      { files: project("FROM node:24\nEXPOSE 8080/tcp\n", "ports:\n  - containerPort: 8080\n") },
      {
        title: "The port is set from outside",
        files: project(
          "FROM node:24\nEXPOSE 3000\n",
          'ports:\n  - containerPort: 8080\nenv:\n  - name: HTTP_PORT\n    value: "8080"\n',
        ),
      },
      {
        title: "Or by an argument",
        files: project("FROM node:24\nEXPOSE 3000\n", 'ports:\n  - containerPort: 8080\nargs: ["--listen=:8080"]\n'),
      },
      {
        title: "Several ports",
        files: project("FROM node:24\nEXPOSE 3000 9090\n", "ports:\n  - containerPort: 8080\n"),
      },
      { title: "No EXPOSE", files: project("FROM node:24\n", "ports:\n  - containerPort: 8080\n") },
      {
        title: "Decided at build time",
        files: project("FROM node:24\nARG PORT\nEXPOSE $PORT\n", "ports:\n  - containerPort: 8080\n"),
      },
    ],
  },

  *check(project) {
    const images = builtImages(project);
    yield* misaskedPorts(project);
    if (images.size === 0) return;
    for (const fact of project.all("kubernetes")) {
      for (const container of fact.object.workload?.containers ?? []) {
        const { image, address } = container;
        const built = image?.known ? images.get(canonicalName(imageReference(image.value))) : undefined;
        const [exposed, ...others] = built ? portsOf(built) : [];
        const port = onlyPort(container);
        if (!exposed?.port || others.length > 0 || !port?.known || exposed.port.first !== exposed.port.last) continue;
        if (exposed.port.first === port.value || isSetElsewhere(container, String(port.value))) continue;
        yield {
          at: placeIn(fact, port),
          message: `This container listens on ${port.value}, and its image exposes ${exposed.port.first}.`,
          subject: address,
          related: [{ at: exposed, message: "The port that the image exposes." }],
        };
      }
    }
  },
});

/** Those that the health check of a service asks, and that its image does not expose. */
function* misaskedPorts(project: Project): Generator<Report<Place>> {
  const stageOf = builtStages(project);
  for (const { services, isPartial } of project.all("compose")) {
    for (const { build, name, probedPorts } of isPartial ? [] : services) {
      const built = build && probedPorts.length > 0 ? stageOf(build) : undefined;
      const words = built ? portsOf(built) : [];
      const exposed = words.flatMap(({ port }) => port ?? []);
      if (exposed.length === 0 || exposed.length < words.length) continue;
      for (const { port, range } of probedPorts) {
        if (exposed.some(({ first, last }) => first <= port && port <= last)) continue;
        const listed = exposed.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(", ");
        yield {
          at: { range },
          message: `This health check asks port ${port}, and the image exposes ${clipped(listed, 60)}.`,
          subject: `service:${name}`,
          related: words.slice(0, 1).map((word) => ({ at: word, message: "What the image exposes." })),
        };
      }
    }
  }
}

function onlyPort({ body }: Container) {
  const ports = child(body, "ports");
  const [first, ...others] = mappings(ports);
  if (!ports || mayHoldMore(ports) || others.length > 0) return undefined;
  return asInteger(child(first, "containerPort"), "kubectl");
}

/** Could the program have been told the port: by a variable, an argument, or something unseen? */
function isSetElsewhere({ body }: Container, port: string): boolean {
  if (!lacks(body, "envFrom")) return true;
  const env = child(body, "env");
  if (env && mayHoldMore(env)) return true;
  const texts = [
    ...mappings(env).map((variable) => asString(child(variable, "value"))),
    ...["args", "command"].flatMap((key) => items(child(body, key)).map((item) => asString(item))),
  ];
  return texts.some((text) => text !== undefined && (!text.known || known(text)?.includes(port)));
}
