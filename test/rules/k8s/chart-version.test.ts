import { expect, test } from "vitest";
import { isConstraint, isLooseVersion, isVersion } from "../../../src/rules/k8s/_chart-version.ts";

test.each([
  ["1.4.0", true, true],
  ["1.4.0-rc.1+build.7", true, true],
  ["v1.4.0", false, true],
  ["1.4", false, true],
  ["01.4.0", false, true],
  ["1.4.0-", false, true],
  ["next", false, false],
])("%s", (text, strict, loose) => expect([isVersion(text), isLooseVersion(text)]).toEqual([strict, loose]));

test.each([">=1.29.0-0", ">= 1.29.0 < 2.0.0", ">=1.29,<2", "~1.28 || ^1.30.2 || 1.x || *", "1.2 - 1.4.5", "!= 1.28.5"])(
  "%s is a range",
  (text) => expect(isConstraint(text)).toBe(true),
);

test.each(["", "1.30 or newer", ">=", "=>=1.2", "1.2.3.4", "1.2 - ", "latest", ">=1.2 ||"])("%j is none", (text) =>
  expect(isConstraint(text)).toBe(false),
);
