import { expect, test } from "vitest";
import noRemovedApi from "../../../src/rules/k8s/no-removed-api.ts";
import schema from "../../../src/rules/k8s/schema.ts";
import { findingsOf } from "../../support/projects.ts";

const LONG = "a".repeat(300);
const KIND = `K${"k".repeat(80)}`;

/** A definition with long names of everything. */
const DEFINITION = JSON.stringify({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "ks.example.com" },
  spec: {
    group: "example.com",
    names: { kind: KIND, plural: "ks" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: {
                type: "object",
                required: [`${LONG}b`],
                properties: {
                  [LONG]: { type: "string", enum: [`${LONG}1`, `${LONG}2`] },
                  [`${LONG}b`]: { type: "integer" },
                },
              },
            },
          },
        },
      },
    ],
  },
});

const head = (apiVersion: string, kind: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${LONG}\n`;

/** The messages of all findings in a manifest, which a definition stands beside. */
async function messages(manifest: string): Promise<readonly string[]> {
  const files = { "manifest.yaml": manifest, "crds.json": DEFINITION };
  const findings = await findingsOf({ files, rules: [schema, noRemovedApi] });
  return findings.map((line) => line.replace(/^\S+ \S+ /, ""));
}

test.each([
  ["an unknown field", `${head("v1", "Service")}spec:\n  ${LONG}: 1\n`],
  ["a choice", `${head("v1", "Service")}spec:\n  type: ${LONG}\n`],
  ["a new field", `${head("v1", "Pod")}spec:\n  containers: []\n  hostnameOverride: a\n`],
  ["a new kind", head("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding")],
  ["a removed version", head("flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfiguration")],
  ["an unknown version", head(`apps/v${LONG}`, "Deployment")],
  ["the type of a custom field", `${head("example.com/v1", KIND)}spec:\n  ${LONG}: [1]\n  ${LONG}b: c\n`],
  ["a custom choice", `${head("example.com/v1", KIND)}spec:\n  ${LONG}: ${LONG}\n  ${LONG}b: 1\n`],
  ["an unknown custom field", `${head("example.com/v1", KIND)}spec:\n  ${LONG}b: 1\n  ${LONG}c: 1\n`],
  ["a missing custom field", `${head("example.com/v1", KIND)}spec: {}\n`],
  ["a version that is not served", head(`example.com/v2${LONG}`, KIND)],
])("%s has a message of 200 characters at most", async (_, manifest) => {
  const all = await messages(manifest);
  expect(all).not.toEqual([]);
  expect(all.filter((message) => message.length > 200)).toEqual([]);
});

test("where both do not fit the name of the object is cut, and of a path the end stays", async () => {
  const [message] = await messages(`${head("example.com/v1", KIND)}spec:\n  ${LONG}b: 1\n  ${LONG}c: 1\n`);
  expect(message).toMatch(/^K[ka ]+… has …a+c, a field that its schema does not know; it may mean a+…\.$/);
});
