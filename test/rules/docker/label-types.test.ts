import { expect, test } from "vitest";
import { LABEL_TYPE } from "../../../src/rules/docker/_label-types.ts";

test.each([
  ["email", ["ops@example.com"], ["ops", "a b@example.com", "@example.com", "Ada <ada@example.com>"]],
  ["hash", ["f0a1b2c", "F0A1B2C3".repeat(5)], ["f0a1b2", "main", "g0a1b2c", "a".repeat(65)]],
  [
    "rfc3339",
    ["2030-01-31T00:00:00Z", "2030-01-31 23:59:59.123+02:00", "2028-02-29t00:00:00z"],
    ["2030-01-31", "2030-02-30T00:00:00Z", "2030-13-01T00:00:00Z", "2030-01-31T25:00:00Z", "2030-01-31T00:00:00"],
  ],
  ["semver", ["1.2.3", "1.2.3-rc.1+build.5", "0.0.0-alpha--x"], ["v1.2.3", "1.2", "01.2.3", "1.2.3-01", "1.2.3-"]],
  [
    "spdx",
    [
      "MIT",
      "apache-2.0",
      "MIT OR (Apache-2.0 AND BSD-3-Clause)",
      "GPL-2.0-only WITH Classpath-exception-2.0",
      "GPL-3.0+",
      "LicenseRef-acme",
      "NOASSERTION",
    ],
    ["Apache 2", "MIT OR", "(MIT", "MIT)", "()", "OR MIT", "MIT MIT", "MIT WITH", "Proprietary", ""],
  ],
  ["url", ["https://example.com/a", "git+ssh://host/x"], ["example.com", "https://", "http:example.com"]],
  ["text", ["anything"], []],
] as const)("%s", (type, good, bad) => {
  const { fits } = LABEL_TYPE[type];
  expect(good.filter((value) => !fits(value))).toEqual([]);
  expect(bad.filter(fits)).toEqual([]);
});

test("long values cost no more than their length", () => {
  const { semver, spdx } = LABEL_TYPE;
  expect(semver.fits(`1.2.3-${"a.".repeat(200_000)}!`)).toBe(false);
  expect(semver.fits("1".repeat(400_000))).toBe(false);
  expect(spdx.fits("(".repeat(200_000))).toBe(false);
});
