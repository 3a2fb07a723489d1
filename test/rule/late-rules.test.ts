import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { lateRules, type Outline } from "../../src/rule/late-rules.ts";
import { RULES } from "../support/rules.ts";

const whole = RULES.filter(({ id }) => ["docker/no-root-user", "docker/dockerignore-required"].includes(id));
const outlines = (): readonly Outline[] => whole.map(({ check: _, ...outline }) => [outline, ["check"]]);

/** The rules of `whole`, late, and how often they were loaded. */
function late() {
  const loaded = { times: 0 };
  const rules = lateRules(outlines(), async () => {
    loaded.times += 1;
    return whole;
  });
  return { rules, loaded };
}

test("rules are loaded when there is something for them to check, and once", async () => {
  const { rules, loaded } = late();
  const config = { extends: ["opsguard:all"] } as const;
  const none = await openProject({ files: { "compose.yaml": "services: {}\n" }, rules, config });
  expect([none.run().failures, loaded.times]).toEqual([[], 0]);

  const files = { Dockerfile: "FROM a:1\nCOPY . .\nUSER root\n", "other/Dockerfile": "FROM a:1\nUSER root\n" };
  const some = await openProject({ files, rules, config });
  const expected = await openProject({ files, rules: whole, config });
  expect(some.run().findings).toEqual(expected.run().findings);
  expect(some.run().findings.length).toBeGreaterThan(1);
  expect(loaded.times).toBe(1);
});

test("an update that brings the first file of a kind loads its rules", async () => {
  const { rules } = late();
  const project = await openProject({ files: {}, rules, config: { extends: ["opsguard:all"] } });
  await project.update("Dockerfile", "FROM a:1\nUSER root\n");
  expect(project.run().findings.map(({ ruleId }) => ruleId)).toContain("docker/no-root-user");
});

test("a rule that was not loaded says so", () => {
  const [rule] = late().rules;
  expect(() => rule?.check({} as never, {} as never, { today: "2030-01-01" })).toThrow("has not been loaded");
});
