import { expect, test } from "vitest";

import { HADOLINT_SEVERITY } from "../../../src/engine/config/hadolint.ts";
import { RULES } from "../../support/rules.ts";

test("the severity of every code of hadolint that a rule names is known", () => {
  const codes = RULES.flatMap((rule) => rule.peers?.["hadolint"] ?? []).filter((code) => /^DL\d{4}$/.test(code));
  expect(codes).toContain("DL3066");
  expect(codes.filter((code) => !(code in HADOLINT_SEVERITY))).toEqual([]);
});
