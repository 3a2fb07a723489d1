import fc from "fast-check";
import { expect, test } from "vitest";
import {
  canonicalName,
  familiarName,
  imageReference,
  isValidReference,
  nameAtStart,
} from "../../src/model/image-reference.ts";

const parts = (text: string) => {
  const { registry, repository, tag, digest } = imageReference(text);
  return [registry, repository, tag, digest].map((part) => part?.text);
};

const DIGEST = `sha256:${"0".repeat(64)}`;

test.each([
  ["node", [undefined, "node", undefined, undefined]],
  ["node:22", [undefined, "node", "22", undefined]],
  ["acme/api", [undefined, "acme/api", undefined, undefined]],
  ["r.io/api", ["r.io", "api", undefined, undefined]],
  ["r:5000/api", ["r:5000", "api", undefined, undefined]],
  ["r.io:5000/a/b:1", ["r.io:5000", "a/b", "1", undefined]],
  ["localhost/api", ["localhost", "api", undefined, undefined]],
  ["Registry/api", ["Registry", "api", undefined, undefined]],
  ["[::1]:5000/api:1", ["[::1]:5000", "api", "1", undefined]],
  [`node@${DIGEST}`, [undefined, "node", undefined, DIGEST]],
  [`r.io:5000/node:22@${DIGEST}`, ["r.io:5000", "node", "22", DIGEST]],
  ["node:", [undefined, "node", "", undefined]],
  ["", [undefined, "", undefined, undefined]],
])("%s", (text, expected) => {
  expect(parts(text)).toEqual(expected);
});

test.each(["node", "r.io:5000/a_b/c__d/e-f.g:1.0_x", "Registry/api", "[::1]:5000/a", `a:b@${DIGEST}`])(
  "%s is valid",
  (text) => {
    expect(isValidReference(imageReference(text))).toBe(true);
  },
);

test.each([
  "",
  "Node",
  "a:",
  "a:b:c",
  "a//b",
  "-a",
  "a-",
  "a@b",
  "a b",
  "r_x.io/a",
  "https://r.io/a",
  `a:${"b".repeat(129)}`,
])("%s is not", (text) => {
  expect(isValidReference(imageReference(text))).toBe(false);
});

test.each([
  ["node", "docker.io/library/node", "node"],
  ["library/node", "docker.io/library/node", "node"],
  ["index.docker.io/acme/api", "docker.io/acme/api", "acme/api"],
  ["ghcr.io/acme/api:1", "ghcr.io/acme/api", "ghcr.io/acme/api"],
])("%s is %s, or %s for short", (text, canonical, familiar) => {
  const reference = imageReference(text);
  expect([canonicalName(reference), familiarName(reference)]).toEqual([canonical, familiar]);
});

test("any text has parts, each where it stands", () => {
  const text = fc.stringMatching(/^[a-zA-Z0-9.:/@_-]{0,30}$/);
  const property = fc.property(fc.oneof(text, fc.string()), (written) => {
    for (const part of Object.values(imageReference(written))) {
      if (part) expect(written.slice(part.range.start, part.range.end)).toBe(part.text);
    }
  });
  fc.assert(property, { numRuns: 500 });
});

test.each([
  ["ghcr.io/acme/api:", "ghcr.io/acme/api"],
  ["ghcr.io/acme/api:v1-", "ghcr.io/acme/api"],
  ["acme/api@sha256:", "acme/api"],
  ["api@", "api"],
  ["localhost:5000/api:", "localhost:5000/api"],
  ["api:", undefined],
  ["localhost:5000/", undefined],
  ["localhost:", undefined],
  ["ghcr.io/acme/ap", undefined],
  ["", undefined],
])("of a name that starts with %j, all but the tag is %j", (text, expected) => {
  expect(nameAtStart(text)).toBe(expected);
});
