import { describe, expect, test } from "vitest";

import { isUpTo, removedApi } from "../../../src/model/kubernetes/removed-apis.ts";

describe("removed APIs", () => {
  test.each([
    ["admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", "1.34", "admissionregistration.k8s.io/v1"],
    [
      "admissionregistration.k8s.io/v1beta1",
      "ValidatingWebhookConfiguration",
      "1.22",
      "admissionregistration.k8s.io/v1",
    ],
    ["apps/v1beta2", "ControllerRevision", "1.16", "apps/v1"],
    ["networking.k8s.io/v1beta1", "IngressClass", "1.22", "networking.k8s.io/v1"],
    ["networking.k8s.io/v1beta1", "ServiceCIDR", "1.37", "networking.k8s.io/v1"],
    ["policy/v1beta1", "PodSecurityPolicy", "1.25", undefined],
    ["storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.37", "storage.k8s.io/v1"],
  ])("%s %s: %s", (apiVersion, kind, removed, successor) => {
    expect(removedApi(apiVersion, kind)).toMatchObject({ removed, successor });
  });

  test("one that is still served, and one that never was", () => {
    expect(removedApi("networking.k8s.io/v1", "ServiceCIDR")).toBeUndefined();
    expect(removedApi("networking.k8s.io/v1beta1", "Service")).toBeUndefined();
  });
});

test("releases count, they do not spell", () => {
  expect(isUpTo("1.9", "1.33")).toBe(true);
  expect(isUpTo("1.34", "v1.33.2")).toBe(false);
  expect(isUpTo("1.22", "newest")).toBe(false);
});
