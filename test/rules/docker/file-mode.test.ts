import { expect, test } from "vitest";
import { isSticky, modeFault } from "../../../src/rules/docker/_file-mode.ts";

test.each([
  ["644", undefined],
  ["0755", undefined],
  ["775", undefined],
  ["777", "world-writable"],
  ["0002", "world-writable"],
  ["1777", "world-writable"],
  ["4755", "set-id"],
  ["02755", "set-id"],
  ["+x", undefined],
  ["a+x", undefined],
  ["+w", undefined],
  ["ug+w", undefined],
  ["o-w", undefined],
  ["u-s", undefined],
  ["a+w", "world-writable"],
  ["ugo+rwX", "world-writable"],
  ["u=rw,o=rw", "world-writable"],
  ["u+x-w,go+r-x+w", "world-writable"],
  ["+s", "set-id"],
  ["u+s", "set-id"],
  ["g+xs", "set-id"],
  ["o+s", undefined],
  ["o+t", undefined],
  ["/app", undefined],
  ["u+rw,nonsense", undefined],
])("%s: %s", (mode, fault) => {
  expect(modeFault(mode)).toBe(fault);
});

test("what makes a folder sticky", () => {
  expect(["1777", "01777", "a+rwxt", "u=rwx,+t"].filter((mode) => !isSticky(mode))).toEqual([]);
  expect(["777", "0777", "2777", "a+rwx", "11777"].filter(isSticky)).toEqual([]);
});
