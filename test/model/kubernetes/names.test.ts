import { describe, expect, test } from "vitest";
import {
  DNS_LABEL,
  faultOf,
  isBlankToFill,
  isBuiltIn,
  keyFault,
  LABEL_VALUE,
  nameForm,
  PORT_NAME,
  settled,
} from "../../../src/model/kubernetes/names.ts";
import { objectIn } from "../../support/kubernetes.ts";

const object = (apiVersion: string, kind: string) =>
  objectIn(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n`);

describe("a name fits its kind:", () => {
  const fits = (apiVersion: string, kind: string, name: string): boolean | undefined => {
    const form = nameForm(object(apiVersion, kind));
    return form && faultOf(name, form) === undefined;
  };
  test.each([
    ["apps/v1", "Deployment", "web.v2-1", true],
    ["apps/v1", "Deployment", "a".repeat(253), true],
    ["apps/v1", "Deployment", "a".repeat(254), false],
    ["apps/v1", "Deployment", "web..v2", false],
    ["apps/v1", "Deployment", "-web", false],
    ["apps/v1", "constructor", "web", true],
    ["batch/v1", "CronJob", "a".repeat(52), true],
    ["batch/v1", "CronJob", "a".repeat(53), false],
    ["batch/v1", "Job", "a".repeat(64), false],
    ["certificates.k8s.io/v1", "CertificateSigningRequest", "system:node:A", true],
    ["rbac.authorization.k8s.io/v1", "Role", "system:a_B", true],
    ["rbac.authorization.k8s.io/v1", "Role", "a/b", false],
    ["rbac.authorization.k8s.io/v1", "Role", "..", false],
    ["v1", "Namespace", "a.b", false],
    ["v1", "Service", "1a", false],
    ["argoproj.io/v1alpha1", "Application", "My_App", false],
    ["source.toolkit.fluxcd.io/v1", "GitRepository", "My_App", false],
    ["example.com/v1", "Thing", "My_App", undefined],
    ["v1", "Config", "My_App", undefined],
  ])("%s %s %s: %s", (apiVersion, kind, name, expected) => {
    expect(fits(apiVersion, kind, name)).toBe(expected);
  });
});

test.each([
  ["http", true],
  ["80", false],
  ["8-0", false],
  ["a1", true],
  ["1-a", true],
  ["a--b", false],
  ["-a", false],
  ["HTTP", false],
  ["a".repeat(15), true],
  ["a".repeat(16), false],
])("%s names a port: %s", (name, expected) => {
  expect(faultOf(name, PORT_NAME) === undefined).toBe(expected);
});

test.each([
  ["", true],
  ["v1.4.2_rc-1", true],
  ["V1", true],
  ["-a", false],
  ["a b", false],
  ["a\n", false],
  ["a/b", false],
  ["a".repeat(64), false],
])("%j is a value of a label: %s", (value, expected) => {
  expect(faultOf(value, LABEL_VALUE) === undefined).toBe(expected);
});

test.each([
  ["app", true],
  ["app.kubernetes.io/name", true],
  ["example.com/My_Team.x", true],
  ["Example.com/a", false],
  ["/a", false],
  ["a/", false],
  ["a/b/c", false],
  ["a b", false],
  [`a/${"b".repeat(64)}`, false],
])("%s is a key of a label: %s", (key, expected) => {
  expect(keyFault(key) === undefined).toBe(expected);
});

test("a fault says what is wanted", () => {
  expect(faultOf("a".repeat(64), DNS_LABEL)).toBe("must be at most 63 characters long, and has 64");
  expect(keyFault("A/b")).toMatch(/^must be .*, in front of its slash$/);
});

test.each(["<name>", "YOUR_NAME", "YOUR-NAME", "web-__ENV__", "..."])("%s is to be filled in", (text) => {
  expect(isBlankToFill(text)).toBe(true);
});
test.each(["web", "WEB", "a_b", "A_b"])("%s is not", (text) => {
  expect(isBlankToFill(text)).toBe(false);
});

test("what a variable decides is not known", () => {
  const range = { start: 1, end: 2 };
  expect(settled({ known: true, value: "a-${B}", range })).toEqual({ known: false, range });
  expect(settled({ known: true, value: "a-b", range })).toEqual({ known: true, value: "a-b", range });
  expect(settled(undefined)).toBeUndefined();
});

test.each([
  ["v1", "Pod", true],
  ["v1", "Config", false],
  ["apps/v1", "Deployment", true],
  ["example.com/v1", "Deployment", false],
  ["kind.x-k8s.io/v1alpha4", "Cluster", false],
])("%s %s is of Kubernetes itself: %s", (apiVersion, kind, expected) => {
  expect(isBuiltIn(object(apiVersion, kind))).toBe(expected);
});
