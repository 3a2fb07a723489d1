import { expect, test } from "vitest";
import { probedPorts } from "../../src/model/compose-probed-port.ts";
import { service } from "./compose-service.ts";

test.each([
  ["curl http://localhost:8080/a", [8080]],
  ["curl http://[::1]:8080/a", [8080]],
  ["curl -k https://127.0.0.1:443", [443]],
  ["nc -z localhost 5432", [5432]],
  ["bash -c '</dev/tcp/localhost/6379'", [6379]],
  ["wget localhost:1 && wget localhost:2", [1, 2]],
  ["[CMD, nc, -z, localhost, '8080']", [8080]],
  ["[CMD-SHELL, 'curl localhost:8080 || exit 1']", [8080]],
  ["curl http://localhost/8080", []],
  ["curl http://db.localhost:8080", []],
  ["curl http://db:8080", []],
  ["curl http://localhost:$${PORT}", []],
  ["curl http://localhost:${PORT:-8080}", []],
  ["curl localhost:80.1", []],
  ["[CMD, /probe, localhost]", []],
])("%s asks %j", (text, expected) => {
  expect(probedPorts(service(`healthcheck:\n  test: ${text}`)).map(({ port }) => port)).toEqual(expected);
});

const CHECK = "healthcheck:\n  test: curl localhost:8080\n";

test.each([
  "ports: ['8080']",
  "ports: ['80:8000-9000']",
  "ports: ['$X']",
  "expose: [8080]",
  "environment: { PORT: 8080 }",
  "environment: ['URL=http://a:8080/']",
  "environment: { PORT: $X }",
  "environment: [PORT]",
  "environment: ['$X']",
  "command: serve --port=8080",
  "command: [serve, '8080']",
  "entrypoint: $X",
  "env_file: a.env",
  "network_mode: host",
])("something speaks of the port, or may: %s", (text) => {
  expect(probedPorts(service(CHECK + text))).toEqual([]);
});

test.each(["environment: { A: '18080' }", "environment: { TOKEN: $X }", "ports: ['80']", "command: serve"])(
  "nothing does: %s",
  (text) => {
    expect(probedPorts(service(CHECK + text))).toHaveLength(1);
  },
);
