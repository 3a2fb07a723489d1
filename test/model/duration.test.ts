import { expect, test } from "vitest";
import { composeDuration, goDuration } from "../../src/model/duration.ts";

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

test("Go knows neither days nor weeks", () => {
  expect(goDuration("1h30m")).toBe(5_400_000);
  expect(goDuration("1d")).toBeUndefined();
  expect(goDuration("1w2h")).toBeUndefined();
});
