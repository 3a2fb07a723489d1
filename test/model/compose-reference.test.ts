import { expect, test } from "vitest";
import { composeDependencies, composeReferences } from "../../src/model/compose-reference.ts";
import { known } from "../../src/model/value.ts";
import { code } from "../../src/rule/code.ts";
import { service } from "./compose-service.ts";

test("all that a service names", () => {
  const one = service(code`
    extends: base
    depends_on: { db: { condition: service_healthy } }
    links: ["cache:store", "\${X}"]
    volumes_from: ["data:ro", "container:other"]
    network_mode: service:vpn
    pid: host
    networks: [back, default]
    volumes: ["vol:/v", ./a:/a, /anonymous, { type: volume, source: w, target: /w }, "\${V}:/x"]
    secrets: [s, { source: t }]
    configs: [c]
    models: { llm: }
    build:
      context: .
      secrets: [b]
      additional_contexts: { shared: "service:lib", other: ../other }
  `);
  expect(composeReferences(one).map(({ to, name, key }) => `${key}: ${to} ${name}`)).toEqual([
    "extends: service base",
    "depends_on: service db",
    "links: service cache",
    "volumes_from: service data",
    "network_mode: service vpn",
    "additional_contexts: service lib",
    "networks: network back",
    "volumes: volume vol",
    "volumes: volume w",
    "secrets: secret s",
    "secrets: secret t",
    "secrets: secret b",
    "configs: config c",
    "models: model llm",
  ]);
});

test("what a service of another file is called names nothing here", () => {
  expect(composeReferences(service("extends: { service: base, file: base.yaml }"))).toEqual([]);
});

test("how a service waits", () => {
  const told = (text: string) =>
    composeDependencies(service(text)).map((one) => [one.service, known(one.condition), one.form]);
  expect(told("depends_on: [a, $B]")).toEqual([["a", "service_started", "short"]]);
  expect(told("depends_on:\n  a: { condition: service_healthy }\n  b:\n    condition: $C\n")).toEqual([
    ["a", "service_healthy", "long"],
    ["b", undefined, "long"],
  ]);
});
