import { expect, test } from "vitest";
import { composePorts, portFault } from "../../src/model/compose-port.ts";
import { known } from "../../src/model/value.ts";
import { service } from "./compose-service.ts";

const ports = (text: string) =>
  composePorts(service(`ports:\n${text}`)).map(({ target, published, hostIp, protocol }) => [
    known(hostIp) ?? (hostIp ? "?" : ""),
    published ? (known(published) ?? "?") : "",
    known(target) ?? "?",
    known(protocol) ?? "?",
  ]);
const span = (first: number, last = first) => ({ first, last });

test.each([
  ["3000", ["", "", span(3000), "tcp"]],
  ["3000-3005", ["", "", span(3000, 3005), "tcp"]],
  ["8000:80", ["", span(8000), span(80), "tcp"]],
  ["9090-9091:8080-8081", ["", span(9090, 9091), span(8080, 8081), "tcp"]],
  ["127.0.0.1:8001:8001", ["127.0.0.1", span(8001), span(8001), "tcp"]],
  ["127.0.0.1::5000", ["127.0.0.1", "", span(5000), "tcp"]],
  ['"[::1]:6001:6001/UDP"', ["::1", span(6001), span(6001), "udp"]],
  ['"::1:6001:6001"', ["::1", span(6001), span(6001), "tcp"]],
  ["${PORT:-8080}:80", ["", span(8080), span(80), "tcp"]],
  ["${PORT}:80", ["?", "?", span(80), "tcp"]],
  ["127.0.0.1:${PORT}:80", ["127.0.0.1", "?", span(80), "tcp"]],
  ["${BIND}8080:80", ["?", "?", span(80), "tcp"]],
  ["80:${PORT}", ["", span(80), "?", "tcp"]],
])("short form %s", (text, expected) => {
  expect(ports(`  - ${text}\n`)).toEqual([expected]);
});

test("the long form, and what makes no sense", () => {
  expect(
    ports("  - target: 80\n    published: '8080-8081'\n    host_ip: 127.0.0.1\n    protocol: UDP\n  - target: $PORT\n"),
  ).toEqual([
    ["127.0.0.1", span(8080, 8081), span(80), "udp"],
    ["", "", "?", "tcp"],
  ]);
  expect(ports("  - web\n  - 80:http\n  - published: 80\n  - $PORT\n  - [80]\n")).toEqual([["", "", "?", "tcp"]]);
});

test.each([
  ["8080:80", undefined],
  ["$A:$B/$C", undefined],
  ["8000-8010:80", undefined],
  ["8080:", "no-target"],
  ["8080:http", "bad-port"],
  ["70000:80", "bad-port"],
  ["9-8:80", "reversed"],
  ["80/icmp", "bad-protocol"],
  ["localhost:80:80", "bad-ip"],
  ["300.1.1.1:80:80", "bad-ip"],
  ["8000-8002:80-81", "unequal-ranges"],
])("the fault of %s", (text, fault) => {
  expect(portFault(text)).toBe(fault);
});
