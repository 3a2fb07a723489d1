import { expect, test } from "vitest";
import { composeBytes } from "../../src/model/compose-bytes.ts";
import { composeDuration } from "../../src/model/compose-duration.ts";

test.each([
  ["0", 0],
  ["90s", 90_000],
  ["1m30s", 90_000],
  ["1h30m10.5s", 5_410_500],
  ["500ms", 500],
  ["2us", 0.002],
  ["1w2d", 777_600_000],
  ["-1s", -1000],
  [".5s", 500],
  ["", undefined],
  ["30", undefined],
  ["30sec", undefined],
  ["5 s", undefined],
  ["1S", undefined],
])("a duration of %s", (text, expected) => {
  expect(composeDuration(text)).toBe(expected);
});

test.each([
  ["512", 512],
  ["512b", 512],
  ["1k", 1024],
  ["1.5m", 1_572_864],
  ["2GB", 2_147_483_648],
  ["2 GiB", 2_147_483_648],
  ["1t", 1024 ** 4],
  ["-1", -1],
  ["", undefined],
  ["g", undefined],
  ["2Gi", undefined],
  ["1.5.2g", undefined],
  ["512 megs", undefined],
])("an amount of %s", (text, expected) => {
  expect(composeBytes(text)).toBe(expected);
});
