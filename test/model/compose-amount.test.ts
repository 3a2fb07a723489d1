import { expect, test } from "vitest";
import { composeBytes } from "../../src/model/compose-bytes.ts";

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
