import { expect, test } from "vitest";
import rule from "../../../src/rules/k8s/valid-metadata.ts";
import { findingsOf } from "../../support/projects.ts";

const annotated = (text: string): Promise<readonly string[]> =>
  findingsOf({
    files: { "a.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    b: ${text}\n` },
    rules: [rule],
  });

test("annotations may be 256 KiB long, keys and values together", async () => {
  expect(await annotated("x".repeat(262_143))).toEqual([]);
  expect(await annotated("x".repeat(262_144))).toEqual([
    "a.yaml:5 k8s/valid-metadata The annotations of ConfigMap a are longer than 256 KiB.",
  ]);
});

test("their length is counted in bytes", async () => {
  expect(await annotated("ä".repeat(131_071))).toEqual([]);
  expect(await annotated("ä".repeat(131_072))).toHaveLength(1);
});

test("a name that is empty is shown as it is", async () => {
  const files = {
    "a.yaml": 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: "", labels: {"": a}}\n',
  };
  const found = await findingsOf({ files, rules: [rule] });
  expect(found).toEqual([
    expect.stringContaining('The name "" of an Ingress must be'),
    expect.stringContaining('The key "" must be'),
  ]);
});
