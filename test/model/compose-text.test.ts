import { expect, test } from "vitest";
import { composeText } from "../../src/model/compose-text.ts";
import { child } from "../../src/model/tree.ts";
import { service } from "./compose-service.ts";

/** What the library of Compose itself makes of them (compose-go 2.16). */
test.each([
  ["1000000", "1000000"],
  ["9007199254740993", "9007199254740993"],
  ["1.5", "1.5"],
  ["0.0001", "0.0001"],
  ["yes", "yes"],
  ["TRUE", "TRUE"],
  ['"1.10"', "1.10"],
  ["1:30", "1:30"],
  ["010", "8"],
  ["0o17", "15"],
  ["0x1f", "31"],
  ["1_000", "1000"],
  ["1_000_000", "1000000"],
  ["+5", "5"],
  ["1.10", "1.1"],
  ["-1.50", "-1.5"],
  [".5", "0.5"],
  ["1e3", "1000"],
  ["2e6", "2e+06"],
  ["1234567.5", "1.2345675e+06"],
  ["123456.789", "123456.789"],
  ["0.00001234", "1.234e-05"],
  ["99999999999999999999", "1e+20"],
  ["2024-01-01", "2024-01-01 00:00:00 +0000 UTC"],
])("%s becomes %s", (written, text) => {
  const node = child(service(`value: ${written}`).body, "value");
  expect(node?.type === "scalar" && composeText(node)).toBe(text);
});
