import { describe, expect, test } from "vitest";
import { asBoolean, asInteger, asNumber, type Reading, typeOf } from "../../src/model/reading.ts";
import type { Scalar } from "../../src/model/tree.ts";

const RANGE = { start: 4, end: 9 };
const scalar = (value: string, more: Partial<Scalar> = {}): Scalar =>
  ({ type: "scalar", known: true, value, range: RANGE, style: "plain", ...more }) as Scalar;
const READINGS: readonly Reading[] = ["core", "kubectl", "compose"];

/** As YAML 1.2's core schema, `kubectl` and `docker compose` print what they read. */
test.each([
  ["text", ["string", "string", "string"]],
  ["", ["null", "null", "null"]],
  ["~", ["null", "null", "null"]],
  ["Null", ["null", "null", "null"]],
  ["nULL", ["string", "string", "string"]],
  ["true", ["boolean", "boolean", "boolean"]],
  ["False", ["boolean", "boolean", "boolean"]],
  ["tRUE", ["string", "string", "string"]],
  ["yes", ["string", "boolean", "string"]],
  ["Off", ["string", "boolean", "string"]],
  ["y", ["string", "boolean", "string"]],
  ["N", ["string", "boolean", "string"]],
  ["yEs", ["string", "string", "string"]],
  ["12", ["integer", "integer", "integer"]],
  ["-0", ["integer", "integer", "integer"]],
  ["012", ["integer", "integer", "integer"]],
  ["0o17", ["integer", "integer", "integer"]],
  ["0O17", ["string", "integer", "integer"]],
  ["-0x1F", ["string", "integer", "integer"]],
  ["0b101", ["string", "integer", "integer"]],
  ["0b12", ["string", "string", "string"]],
  ["1_000", ["string", "integer", "integer"]],
  ["_1", ["string", "string", "string"]],
  ["08", ["integer", "float", "float"]],
  ["1:30", ["string", "string", "string"]],
  ["1.5", ["float", "float", "float"]],
  ["1_0.5", ["string", "float", "float"]],
  [".5", ["float", "float", "float"]],
  ["5.", ["float", "float", "float"]],
  ["1e3", ["float", "float", "float"]],
  ["1e400", ["float", "string", "string"]],
  ["-.inf", ["float", "float", "float"]],
  [".NaN", ["float", "float", "float"]],
  ["inf", ["string", "string", "string"]],
  ["+", ["string", "string", "string"]],
  ["1.2.3", ["string", "string", "string"]],
  ["0x1p4", ["string", "string", "string"]],
  ["18446744073709551616", ["integer", "float", "float"]],
  ["2001-12-14", ["string", "string", "timestamp"]],
  ["2001-12-14T21:59:43Z", ["string", "string", "timestamp"]],
  ["2001-12-14 21:59:43.10", ["string", "string", "timestamp"]],
  ["2001-13-14", ["string", "string", "string"]],
  ["1.27-alpine", ["string", "string", "string"]],
])("%j is %j", (text, types) => {
  expect(READINGS.map((reading) => typeOf(scalar(text), reading))).toEqual(types);
});

test.each([
  ["012", 12, 10],
  ["0o17", 15, 15],
  ["+12", 12, 12],
  ["-0b11", undefined, -3],
  ["1_000", undefined, 1000],
  ["0x1F", 31, 31],
  ["1.5", undefined, undefined],
])("%j is %j to YAML 1.2 and %j to kubectl", (text, core, kubectl) => {
  const value = (reading: Reading) => {
    const found = asInteger(scalar(text), reading);
    return found?.known ? found.value : found;
  };
  expect([value("core"), value("kubectl")]).toEqual([core, kubectl]);
});

describe("values", () => {
  test("keep their place", () => {
    expect(asBoolean(scalar("on"), "kubectl")).toEqual({ known: true, value: true, range: RANGE });
    expect(asNumber(scalar("0.5"), "core")).toEqual({ known: true, value: 0.5, range: RANGE });
    expect(asNumber(scalar("-.inf"), "core")).toMatchObject({ value: Number.NEGATIVE_INFINITY });
    expect(asNumber(scalar("3"), "core")).toMatchObject({ value: 3 });
  });

  test("are nothing when they are of another type, or no scalars", () => {
    expect(asBoolean(scalar("on"), "compose")).toBeUndefined();
    expect(asInteger(scalar("1.5"), "core")).toBeUndefined();
    expect(asInteger({ type: "sequence", items: [], range: RANGE }, "core")).toBeUndefined();
    expect(asInteger(undefined, "core")).toBeUndefined();
  });

  test("are unknown when they are decided elsewhere", () => {
    const unknown: Scalar = { type: "scalar", known: false, range: RANGE, style: "plain" };
    expect(asBoolean(unknown, "core")).toEqual({ known: false, range: RANGE });
    expect(typeOf(unknown, "core")).toBeUndefined();
  });

  test("come through aliases", () => {
    const alias = { type: "alias", name: "a", range: { start: 20, end: 22 }, target: scalar("true") } as const;
    expect(asBoolean(alias, "core")).toEqual({ known: true, value: true, range: RANGE });
  });
});

test("quotes and blocks make text; a tag says otherwise", () => {
  const tag = (name: string) => ({ tag: { name, range: { start: 0, end: 3 } } });
  expect(typeOf(scalar("true", { style: "double" }), "core")).toBe("string");
  expect(typeOf(scalar("1", { style: "literal" }), "kubectl")).toBe("string");
  expect(typeOf(scalar("1", tag("!!str")), "core")).toBe("string");
  expect(typeOf(scalar("1", tag("!<tag:yaml.org,2002:str>")), "core")).toBe("string");
  expect(typeOf(scalar("3", { style: "double", ...tag("!!int") }), "core")).toBe("integer");
  expect(typeOf(scalar("3", tag("!!float")), "core")).toBe("integer");
  expect(typeOf(scalar("x", tag("!!int")), "core")).toBeUndefined();
  expect(typeOf(scalar("x", tag("!Ref")), "core")).toBeUndefined();
});
