import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/engine/config/config.ts";
import { plainConfig } from "../../../src/engine/config/plain-config.ts";
import { type ConfigSource, resolveConfig, type Selection } from "../../../src/engine/config/resolve.ts";
import { defineRule, type Rule } from "../../../src/rule/define-rule.ts";
import { option } from "../../../src/rule/option.ts";
import type { Report } from "../../../src/rule/report.ts";
import { META } from "../../support/projects.ts";

const rule = (id: Rule["id"], more: Partial<Pick<Rule, "preset" | "severity" | "peers">> = {}): Rule =>
  defineRule({
    ...META,
    id,
    artefact: "dockerfile",
    options: { most: option.integer(3, "How many.") },
    strict: { severity: "error", options: { most: 1 } },
    check: () => [],
    ...more,
  });
const user = rule("docker/user", { peers: { hadolint: ["DL3002"] } });
const cache = rule("docker/cache", { preset: "strict", peers: { hadolint: ["DL3019", "DL3042"], trivy: ["DS-0019"] } });
const pins = rule("docker/pins", { preset: "opt-in", severity: "info", peers: { hadolint: ["DL3008"] } });
const own = rule("docker/own");
const rules = [user, cache, pins, own];

const report = (...peers: readonly string[]): Report => ({
  at: { range: { start: 0, end: 0 } },
  message: "It.",
  ...(peers.length > 0 && { peers }),
});

/** What is said of a report of each rule that runs, as `id severity`. */
function said(config: Config, path = "Dockerfile", ...peers: readonly string[]): readonly string[] {
  return plainConfig(rules, config).rules.map(
    (enabled) => `${enabled.rule.id.split("/")[1]} ${enabled.severityOf(report(...peers), path)}`,
  );
}

describe("patterns", () => {
  test("stand for all ids they match, and give way to an id or a code of the same list", () => {
    expect(said({ rules: { "docker/*": "info" } })).toEqual(["user info", "cache info", "pins info", "own info"]);
    expect(said({ rules: { "docker/own": "error", "*": "off" } })).toEqual(["own error"]);
    expect(said({ rules: { DL3002: "error", "docker/u*": "info" } }, "Dockerfile", "DL3002")[0]).toBe("user error");
    expect(said({ rules: { "DL30*": "error" } })).toEqual(["user error", "cache error", "pins error", "own warning"]);
  });

  test("and to a later list", () => {
    const overrides = [{ files: ["examples/**"], rules: { "*/u*": "off" } as const }];
    const config = { rules: { "docker/user": "error" }, overrides } as const;
    expect(said(config, "examples/Dockerfile")).toEqual(["user off", "own warning"]);
    expect(said(config, "Dockerfile")).toEqual(["user error", "own warning"]);
  });
});

describe("presets", () => {
  test("take in more and more", () => {
    expect(said({})).toEqual(["user warning", "own warning"]);
    expect(said({ extends: [] })).toEqual([]);
    expect(said({ extends: ["opsguard:strict"] })).toEqual(["user error", "cache error", "own error"]);
    expect(said({ extends: "opsguard:all" })).toEqual(["user error", "cache error", "pins error", "own error"]);
  });

  test("hadolint: its rules, as severe as there", () => {
    expect(said({ extends: ["opsguard:hadolint"] })).toEqual(["user warning", "cache warning", "pins warning"]);
    const codes = (...peers: readonly string[]) => said({ extends: ["opsguard:hadolint"] }, "Dockerfile", ...peers)[1];
    expect([codes("DL3019"), codes("DL3042"), codes("DS-0019")]).toEqual(["cache info", "cache warning", "cache off"]);
  });

  test("strict sets its options, and the config others", () => {
    const most = (config: Config) => plainConfig([user], config).rules[0]?.optionsFor("a");
    expect(most({})).toEqual({ most: 3 });
    expect(most({ extends: ["opsguard:strict"] })).toEqual({ most: 1 });
    expect(most({ extends: ["opsguard:all"], rules: { "docker/user": { options: { most: 7 } } } })).toEqual({
      most: 7,
    });
  });
});

describe("settings", () => {
  test("switch a rule on and off; options alone do neither", () => {
    expect(said({ rules: { "docker/user": "off", "docker/pins": "error" } })).toEqual(["pins error", "own warning"]);
    expect(said({ rules: { "docker/pins": { options: { most: 1 } } } })).toEqual(["user warning", "own warning"]);
  });

  test("by a code are about those findings alone", () => {
    const off: Config = { extends: ["opsguard:strict"], rules: { DL3042: "off" } };
    expect(said(off, "Dockerfile", "DL3042")[1]).toBe("cache off");
    expect(said(off, "Dockerfile", "DL3019")[1]).toBe("cache error");
    // It is both, and one of both is wanted.
    expect(said(off, "Dockerfile", "DL3019", "DL3042")[1]).toBe("cache error");
    const on: Config = { rules: { DL3008: "error" } };
    expect(said(on)).toEqual(["user warning", "pins error", "own warning"]);
    expect(said(on, "Dockerfile", "DS-1")[1]).toBe("pins off");
  });

  test("by a code are stronger than by id, in one list", () => {
    expect(said({ rules: { DL3002: "info", "docker/user": "error" } })[0]).toBe("user info");
  });

  test("exclude paths", () => {
    const config: Config = { rules: { "docker/user": { exclude: ["test/", "*.dev.Dockerfile"] } } };
    expect(said(config, "test/a/Dockerfile")[0]).toBe("user off");
    expect(said(config, "a/b.dev.Dockerfile")[0]).toBe("user off");
    expect(said(config, "a/Dockerfile")[0]).toBe("user warning");
    expect(plainConfig(rules, config).rules[0]?.runsOn("test/Dockerfile")).toBe(false);
  });
});

describe("overrides", () => {
  const config: Config = {
    rules: { "docker/own": "off" },
    overrides: [
      { files: ["a/**"], rules: { "docker/own": "info", "docker/user": { severity: "error", options: { most: 9 } } } },
      { files: ["a/b/**", "!a/b/c/**"], rules: { "docker/user": "off" } },
    ],
  };

  test("the last that matches wins", () => {
    expect(said(config, "Dockerfile")).toEqual(["user warning", "own off"]);
    expect(said(config, "a/Dockerfile")).toEqual(["user error", "own info"]);
    expect(said(config, "a/b/Dockerfile")).toEqual(["user off", "own info"]);
    expect(said(config, "a/b/c/Dockerfile")).toEqual(["user error", "own info"]);
  });

  test("set options where they match", () => {
    const [enabled] = plainConfig(rules, config).rules;
    expect([enabled?.optionsFor("Dockerfile"), enabled?.optionsFor("a/b/Dockerfile")]).toEqual([
      { most: 3 },
      { most: 9 },
    ]);
    expect([enabled?.runsOn("a/b/Dockerfile"), enabled?.runsOn("a/Dockerfile")]).toEqual([false, true]);
  });
});

describe("sources", () => {
  const source = (name: string, config: Config): ConfigSource => ({ name, config, positionOf: () => ":1:1" });
  const severity = (sources: readonly ConfigSource[], selection?: Selection) =>
    resolveConfig(rules, sources, selection)
      .explain("Dockerfile")
      .map(({ severity: { value, origin } }) => `${value} ${origin}`);

  test("the later wins, even by id over a code, and each value knows where it is from", () => {
    const config = resolveConfig(rules, [
      source(".hadolint.yaml", { rules: { DL3002: "info" }, failOn: "info" }),
      source("opsguard.yaml", { rules: { "docker/user": "error" }, extends: ["opsguard:strict"] }),
    ]);
    const [first, second] = config.explain("Dockerfile");
    expect(first).toEqual({
      id: "docker/user",
      severity: { value: "error", origin: "opsguard.yaml:1:1" },
      options: { most: { value: 1, origin: "opsguard:strict" } },
      codes: {},
    });
    expect(second?.severity).toEqual({ value: "error", origin: "opsguard:strict" });
    expect(config.failOn).toEqual({ value: "info", origin: ".hadolint.yaml:1:1" });
    expect(config.presets).toEqual({ value: ["opsguard:strict"], origin: "opsguard.yaml:1:1" });
    expect(config.baseline).toEqual({ value: undefined, origin: "default" });
  });

  test("`only` and `skip` have the last word; what is named outright runs", () => {
    expect(severity([], { only: ["docker/pins"] })).toEqual(["off --only", "off --only", "info --only", "off --only"]);
    expect(severity([], { only: ["docker/*"], skip: ["docker/o*"] })).toEqual([
      "warning opsguard:recommended",
      "off default",
      "off default",
      "off --skip",
    ]);
    const off = source("opsguard.yaml", { rules: { "docker/user": "off" } });
    expect(severity([off], { only: ["docker/user"] })[0]).toBe("warning --only");
    expect(severity([off], { only: ["docker/user"], skip: ["DL3002"] })[0]).toBe("warning --only");
  });

  test("by a code, `only` and `skip` are about those findings alone", () => {
    const [enabled, ...others] = resolveConfig(rules, [], { only: ["DL3042"] }).rules;
    expect(others).toEqual([]);
    expect(enabled?.severityOf(report("DL3042"), "Dockerfile")).toBe("warning");
    expect(enabled?.severityOf(report("DL3019"), "Dockerfile")).toBe("off");
    const skipped = resolveConfig(rules, [source("a", { extends: ["opsguard:strict"] })], { skip: ["DL3042"] });
    expect(skipped.rules.map((one) => one.severityOf(report("DL3042"), "Dockerfile"))).toEqual([
      "error",
      "off",
      "error",
    ]);
  });
});
