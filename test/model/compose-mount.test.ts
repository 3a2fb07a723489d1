import { expect, test } from "vitest";
import { composeMounts } from "../../src/model/compose-mount.ts";
import { known } from "../../src/model/value.ts";
import { service } from "./compose-service.ts";

const mounts = (text: string) =>
  composeMounts(service(`volumes:\n${text}`)).map(({ type, source, target, isReadOnly, propagation }) => [
    type,
    source ? (known(source) ?? "?") : "",
    known(target) ?? "?",
    isReadOnly,
    known(propagation) ?? "",
  ]);

test.each([
  ["/data", ["volume", "", "/data", false, ""]],
  ["db:/data", ["volume", "db", "/data", false, ""]],
  ["./src:/app:ro", ["bind", "./src", "/app", true, ""]],
  ["/:/host:ro,rslave", ["bind", "/", "/host", true, "rslave"]],
  ["~/.ssh:/ssh", ["bind", "~/.ssh", "/ssh", false, ""]],
  ["'C:\\data:/data:rw'", ["bind", "C:\\data", "/data", false, ""]],
  ["'C:/data:D:/data'", ["bind", "C:/data", "D:/data", false, ""]],
  ["$DATA:/data", ["unknown", "?", "/data", false, ""]],
  ["${ROOT}/data:/data", ["bind", "?", "/data", false, ""]],
  ["${SOCKET:-/var/run/docker.sock}:/s:${MODE:-ro}", ["bind", "/var/run/docker.sock", "/s", true, ""]],
])("short form %s", (text, expected) => {
  expect(mounts(`  - ${text}\n`)).toEqual([expected]);
});

test("the long form, and what a variable decides", () => {
  expect(
    mounts(
      "  - type: bind\n    source: /a\n    target: /b\n    read_only: true\n    bind:\n      propagation: shared\n  - {type: tmpfs, target: /t}\n  - $VOLUME\n",
    ),
  ).toEqual([
    ["bind", "/a", "/b", true, "shared"],
    ["tmpfs", "", "/t", false, ""],
  ]);
});
