import { expect, test } from "vitest";
import type { Container } from "../../../src/model/kubernetes/workload.ts";
import { compose } from "../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../src/parsers/syntax/yaml/documents.ts";
import { onlyChangesOwners } from "../../../src/rules/k8s/_ownership.ts";

function container(text: string): Container {
  const [document] = documents(text);
  const body = document && compose(text, document).tree;
  if (body?.type !== "mapping") throw new Error(`no container in ${text}`);
  return { role: "init", body, name: undefined, image: undefined, address: "Pod/a#container/b", anchor: body };
}

test.each([
  "{command: [chown, -R, '1000:1000', /data]}",
  "{command: [/bin/chmod], args: [-R, g+w, /data]}",
  '{command: [sh, -c, "set -e; mkdir -p /data/a && chown 7:7 /data/a || true"]}',
  '{command: [/bin/bash, -ec], args: ["chown $UID /a\\nchmod 700 /a"]}',
])("%s only hands files over", (text) => {
  expect(onlyChangesOwners(container(text))).toBe(true);
});

test.each([
  "{command: [apt-get, update]}",
  "{args: []}",
  '{command: [sh, -c, "chown 7 /a && curl https://acme.io"]}',
  '{command: [sh, -c, "chown $(id -u) /a"]}',
  '{command: [sh, -c, "chown 7 /a | tee /etc/passwd"]}',
  '{command: [sh, -c, ""]}',
  "{command: [sh]}",
])("%s does more, or nothing", (text) => {
  expect(onlyChangesOwners(container(text))).toBe(false);
});
