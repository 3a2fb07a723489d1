import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, type ConfigProblem, UsageError } from "../../../src/engine/config/config-error.ts";
import { openSession, type SessionRequest } from "../../../src/engine/session.ts";
import { defineProjectRule, defineRule } from "../../../src/rule/define-rule.ts";
import { option } from "../../../src/rule/option.ts";
import { folderWith } from "../../support/folder.ts";
import { madeUp } from "../../support/made-up.ts";
import { META } from "../../support/projects.ts";

const pin = defineRule({
  ...META,
  id: "docker/pin-base-image",
  artefact: "dockerfile",
  peers: { hadolint: ["DL3006"] },
  options: { allow: option.strings([], "What need not be.") },
  check: () => [],
});
const joining = defineProjectRule({
  ...META,
  id: "repo/joining",
  options: { most: option.integer(1, "How many.") },
  check: () => [],
});
const rules = [pin, joining];
const load = async (files: Readonly<Record<string, string>>, request: Partial<SessionRequest> = {}) =>
  (await openSession({ cwd: folderWith({ ".git/HEAD": "", ...files }), rules, ...request })).config;

/** What is wrong with a config file, as a person reads it. */
async function problems(files: Readonly<Record<string, string>>, request: Partial<SessionRequest> = {}) {
  try {
    await load(files, request);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(told);
    throw error;
  }
  return [];
}
const told = ({ path, line, column, message, hint }: ConfigProblem): string =>
  [`${path}${line === undefined ? "" : `:${line}:${column}`} ${message}`, hint].filter(Boolean).join(" ");

describe("each way to write it", () => {
  test.each([
    ["opsguard.yaml", "# mine\nfailOn: info\n"],
    ["opsguard.yml", "failOn: 'info'"],
    [".opsguard.yaml", "{ failOn: info }\n"],
    [".config/opsguard.yaml", "\uFEFFfailOn: info\r\n"],
    ["opsguard.json", '{\n\t"failOn": "info"\n}\n'],
    [".opsguard.jsonc", '{ // why: "it"\n  /* "failOn": "never", */ "failOn": "info", // https://example.com\n}'],
    [".config/opsguard.jsonc", '{ "ignore": ["a//b", "/* c */"], /* " */ "failOn": "info" }'],
    ["package.json", '{ "name": "x", "opsguard": { "failOn": "info" } }'],
  ])("%s", async (name, text) => {
    expect((await load({ [name]: text })).failOn.value).toBe("info");
  });

  test("an empty one holds nothing, a package that only names us neither", async () => {
    expect((await load({ "opsguard.yaml": "# later\n" })).failOn.value).toBe("error");
    expect((await load({ "package.json": '{ "devDependencies": { "opsguard": "1" } }' })).failOn.value).toBe("error");
    expect((await load({ "package.json": '{ "opsguard": ' })).failOn.value).toBe("error");
  });

  test("two in one folder are one too many", async () => {
    const both = { "opsguard.yaml": "", ".config/opsguard.json": "{}", "package.json": '{ "opsguard": {} }' };
    expect(await problems(both)).toEqual([
      "opsguard.yaml opsguard.yaml and .config/opsguard.json and package.json are in one folder, and only one of them can hold. Keep one.",
    ]);
  });

  test("none is looked for when there shall be none", async () => {
    const files = { "opsguard.yaml": "failOn: info\n", ".hadolint.yaml": "no-fail: true\n" };
    expect((await load(files, { config: false })).failOn).toEqual({ value: "error", origin: "default" });
    const given = await load(files, { config: { failOn: "warning" } });
    expect(given.failOn).toEqual({ value: "warning", origin: "config" });
  });
});

describe("what is wrong", () => {
  test("is said all at once, each where it stands", async () => {
    const text = `extends: [opsguard:recomended]
failon: error
rules:
  docker/pin-base-images: error
  docker/pin-base-image: { severity: warn, options: { allow: node, deny: [] } }
overrides:
  - files: [a]
    rules:
      DL9999: off
`;
    expect(await problems({ "opsguard.yaml": text })).toEqual([
      "opsguard.yaml:1:11 extends.0 must be one of opsguard:recommended, opsguard:strict, opsguard:all, opsguard:hadolint, not opsguard:recomended. Did you mean opsguard:recommended?",
      "opsguard.yaml:2:1 The configuration has no key failon. Did you mean failOn?",
      "opsguard.yaml:4:3 There is no rule docker/pin-base-images. Did you mean docker/pin-base-image?",
      "opsguard.yaml:5:38 rules.docker/pin-base-image.severity must be one of off, info, warning, error, not warn. Did you mean warning?",
      "opsguard.yaml:5:62 rules.docker/pin-base-image.options.allow must be a list of strings, not node.",
      "opsguard.yaml:5:68 docker/pin-base-image has no option deny.",
      "opsguard.yaml:9:7 There is no rule DL9999.",
    ]);
  });

  test.each([
    ["package.json:5:15", '{\n  "name": "x",\n  "opsguard": {\n    "extends": [],\n    "failOn": "eror"\n  }\n}\n'],
    ["package.json:3:13", '{\n\t"opsguard": {\n\t\t"failOn": "eror"\n\t}\n}\n'],
    ["package.json:1:54", '{ "x": { "failOn": "info" }, "opsguard": { "failOn": "eror" } }'],
    ["package.json", '{ "name": "x", "name": "y", "opsguard": { "failOn": "eror" } }'],
  ])("has a line in a package.json, if that can be told: %s", async (place, text) => {
    expect(await problems({ "package.json": text })).toEqual([
      `${place} failOn must be one of error, warning, info, never, not eror. Did you mean error?`,
    ]);
  });

  test("a pattern that no rule matches, and options for many rules", async () => {
    const text = `rules:
  dokcer/*: off
  docker/pin-*: { options: { allow: [] } }
overrides:
  - files: [a]
    rules: { "*/nothing": off, "*/pin-base-*": off }
`;
    expect(await problems({ "opsguard.yaml": text })).toEqual([
      "opsguard.yaml:3:19 rules.docker/pin-* has no key options.",
    ]);
    expect(await problems({ "opsguard.yaml": text.replace("options: { allow: [] }", "severity: error") })).toEqual([
      "opsguard.yaml:2:3 No rule matches dokcer/*.",
      "opsguard.yaml:6:14 No rule matches */nothing.",
    ]);
  });

  test("is shown in its line", async () => {
    const error = await load({ "opsguard.yaml": "rules:\n\n  docker/pin-base-images: error\n" }).catch(
      (thrown) => thrown,
    );
    expect(error.problems[0].frame).toBe("    3 |   docker/pin-base-images: error\n      |   ^^^^^^^^^^^^^^^^^^^^^^");
  });

  test("is said of JSON, of objects and of syntax", async () => {
    expect(await problems({ "opsguard.jsonc": '{\n  // why\n  "failOn": "no"\n}' })).toEqual([
      "opsguard.jsonc:3:13 failOn must be one of error, warning, info, never, not no.",
    ]);
    expect(await problems({}, { config: { failOn: "x" } as never })).toEqual([
      "config failOn must be one of error, warning, info, never, not x.",
    ]);
    expect(await problems({ "opsguard.yaml": "rules:\n  a: off\n  a: on\n" })).toEqual([
      "opsguard.yaml:3:3 Map keys must be unique.",
    ]);
    expect(await problems({ "opsguard.yaml": "- a\n" })).toEqual([
      "opsguard.yaml:1:1 The configuration must be a mapping, not a list.",
    ]);
    const bomb = `a: &a [x]\n${"bcdefghi".split("").reduce((text, name, i) => `${text}${name}: &${name} [${`*${"abcdefgh"[i]},`.repeat(9)}]\n`, "")}`;
    expect(await problems({ "opsguard.yaml": bomb })).toEqual([
      "opsguard.yaml:1:1 This configuration repeats itself without end.",
    ]);
    expect(await problems({ "opsguard.yaml": `# ${"a".repeat(1024 * 1024)}\n` })).toEqual([
      "opsguard.yaml:1:1 A configuration is not longer than 1 MB.",
    ]);
  });

  test("shows no secret", async () => {
    const token = `ghp_${madeUp(36)}`;
    const error = await load({ "opsguard.yaml": `token: ${token}\nfailOn: ${token}\n` }).catch((thrown) => thrown);
    expect(error.problems).toHaveLength(2);
    expect(JSON.stringify(error.problems) + error.message).not.toContain(token.slice(8));
  });

  test("in options of a rule that joins files, set for some of them", async () => {
    const text = "overrides:\n  - files: [a]\n    rules:\n      repo/joining: { options: { most: 2 } }\n";
    expect(await problems({ "opsguard.yaml": text })).toEqual([
      "opsguard.yaml:4:23 repo/joining looks at several files at once, so an override cannot set its options.",
    ]);
  });

  test("on the command line is said there", async () => {
    await expect(load({}, { ruleSettings: { "docker/pin-base-imag": "off" } })).rejects.toThrow(
      "There is no rule docker/pin-base-imag. Did you mean docker/pin-base-image?",
    );
    await expect(load({}, { only: ["docker/*", "k8s/*"] })).rejects.toThrow("There is no rule k8s/*.");
    await expect(load({}, { skip: ["DL3006", "pin-base-image"] })).rejects.toThrow(
      "Did you mean docker/pin-base-image?",
    );
    expect(await problems({}, { presets: ["opsguard:strct"] })).toEqual([
      "--preset extends.0 must be one of opsguard:recommended, opsguard:strict, opsguard:all, opsguard:hadolint, not opsguard:strct. Did you mean opsguard:strict?",
    ]);
  });
});

test("the command line is laid over the file", async () => {
  const files = {
    "opsguard.yaml": "extends: [opsguard:strict]\nrules: { docker/pin-base-image: info, repo/joining: off }\n",
  };
  const config = await load(files, { presets: ["opsguard:all"], ruleSettings: { DL3006: "error" } });
  expect(config.presets).toEqual({ value: ["opsguard:all"], origin: "--preset" });
  const [first, second] = config.explain("Dockerfile");
  expect(first?.severity).toEqual({ value: "info", origin: "opsguard.yaml:2:10" });
  expect(first?.codes).toEqual({ DL3006: { value: "error", origin: "--rule" } });
  expect(second?.severity).toEqual({ value: "off", origin: "opsguard.yaml:2:39" });
});

describe("hadolint's own file", () => {
  const registry = defineRule({
    ...META,
    id: "docker/trusted-registry",
    artefact: "dockerfile",
    preset: "opt-in",
    severity: "error",
    options: { registries: option.strings([], "Where from.") },
    check: () => [],
  });
  const labels = defineRule({
    ...META,
    id: "docker/label-schema",
    artefact: "dockerfile",
    preset: "opt-in",
    peers: { hadolint: ["DL3049", "DL3051"] },
    options: {
      schema: option.record(["email", "hash", "rfc3339", "semver", "spdx", "text", "url"], {}, "Which."),
      strict: option.boolean(false, "No other."),
    },
    check: () => [],
  });
  const pins = defineRule({
    ...META,
    id: "docker/pins",
    artefact: "dockerfile",
    preset: "opt-in",
    peers: { hadolint: ["DL3008", "DL3018"] },
    check: () => [],
  });
  const all = [pin, registry, labels, pins];
  const read = (text: string, name = ".hadolint.yaml", more = {}) => load({ [name]: text, ...more }, { rules: all });

  test("is heeded", async () => {
    const config = await read(`ignored: [DL3006, SC2086, DL9999]
override:
  style: [DL3018]
  warning: [DL3008]
failure-threshold: style
trustedRegistries: [ghcr.io, "*.example.com"]
label-schema:
  author: email
  note: rawtext
strict-labels: true
disable-ignore-pragma: true
something-new: 1
`);
    const [first, second, third, fourth] = config.explain("Dockerfile");
    expect(first?.codes).toEqual({ DL3006: { value: "off", origin: ".hadolint.yaml" } });
    expect([second?.severity.value, second?.options["registries"]?.value]).toEqual([
      "error",
      ["ghcr.io", "*.example.com"],
    ]);
    expect([third?.severity.value, third?.options["schema"]?.value, third?.options["strict"]?.value]).toEqual([
      "warning",
      { author: "email", note: "text" },
      true,
    ]);
    expect([fourth?.severity.value, fourth?.codes["DL3008"]?.value, fourth?.codes["DL3018"]?.value]).toEqual([
      "off",
      "warning",
      "info",
    ]);
    expect(config.failOn).toEqual({ value: "info", origin: ".hadolint.yaml" });
    expect(config.honorPeers.value).toBe(false);
  });

  test("switches on what it configures, as severe as there", async () => {
    const labelsIn = async (text: string, more = {}) => {
      const inForce = (await read(text, ".hadolint.yaml", more)).explain("Dockerfile")[2];
      return Object.entries(inForce?.codes ?? {}).map(([code, { value }]) => `${code} ${value}`);
    };
    const schema = "label-schema: { author: email }\n";
    expect(await labelsIn(schema)).toEqual(["DL3049 info", "DL3051 warning"]);
    expect(await labelsIn(`${schema}override: { error: [DL3051] }\nignored: [DL3049]\n`)).toEqual([
      "DL3049 off",
      "DL3051 error",
    ]);
    expect(await labelsIn(schema, { "opsguard.yaml": "rules: { docker/label-schema: error }\n" })).toEqual([]);
    expect(await labelsIn("override: { ignore: [DL3049] }\n")).toEqual([]);
  });

  test("fails at any finding, whether its threshold is ignore or none", async () => {
    for (const threshold of ["ignore", "none"]) {
      expect((await read(`failure-threshold: ${threshold}\n`)).failOn.value, threshold).toBe("info");
    }
  });

  test("is weaker than ours, and may be strange", async () => {
    const over = await read("failure-threshold: info\nignored: [DL3006]\n", ".hadolint.yml", {
      "opsguard.yaml": "failOn: never\nrules: { docker/pin-base-image: error }\n",
    });
    expect(over.failOn.value).toBe("never");
    expect(over.explain("Dockerfile")[0]?.codes).toEqual({});
    expect((await read("no-fail: true\n")).failOn.value).toBe("never");
    for (const text of ["", "- a\n", "ignored: DL3006\noverride: [a]\nlabel-schema: x\ntrustedRegistries: 5\n"]) {
      expect((await read(text)).failOn.origin, text).toBe("default");
    }
    await expect(read("ignored: [\n")).rejects.toThrow(ConfigError);
  });

  test("is that of the root, or of the repository, and of no other folder", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      ".hadolint.yaml": "no-fail: true\n",
      "a/opsguard.yaml": "",
      "a/b/.hadolint.yaml": "failure-threshold: info\n",
    });
    const session = await openSession({ cwd: join(folder, "a/b"), rules });
    expect([session.root, session.config.failOn.value]).toEqual([join(folder, "a"), "never"]);
  });
});

describe("code", () => {
  const rule = (id: string) =>
    `{ id: "${id}", title: "Be", severity: "error", preset: "recommended", category: "security", artefact: "dockerfile",
      why: "W.", remedy: "R.", examples: { bad: ["a"], good: ["b"] },
      *check() { yield { at: { range: { start: 0, end: 1 } }, message: "Loaded." }; } }`;
  const files = {
    Dockerfile: "FROM a\n",
    "opsguard.yaml": "plugins: [./tools/acme.mjs, other, '@acme/third']\nrules: { acme/one: warning }\n",
    "tools/acme.mjs": `export default { name: "acme", rules: [${rule("acme/one")}] };\n`,
    "node_modules/other/package.json": '{ "exports": { ".": { "types": "./x.d.ts", "import": "./lib/main.mjs" } } }',
    "node_modules/other/lib/main.mjs": `export default { name: "other", rules: [${rule("other/two")}] };\n`,
    "node_modules/@acme/third/package.json": '{ "type": "module", "main": "index.js" }',
    "node_modules/@acme/third/index.js": 'export default { name: "third", rules: [] };\n',
  };

  test("is not loaded unless it may be", async () => {
    expect(await problems(files)).toEqual([
      "opsguard.yaml:1:1 Plugins are code, and are loaded only with --allow-code. Pass that flag, or take them out.",
    ]);
    expect(await problems({ "opsguard.config.mjs": "throw 1" })).toEqual([
      "opsguard.config.mjs A configuration that is code is loaded only with --allow-code. Write it as opsguard.yaml, or pass that flag.",
    ]);
  });

  test("is loaded where it may be", async () => {
    const session = await openSession({ cwd: folderWith({ ".git/HEAD": "", ...files }), rules, allowCode: true });
    expect(session.rules.map(({ id }) => id)).toEqual([...rules.map(({ id }) => id), "acme/one", "other/two"]);
    expect(session.run().findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`)).toEqual([
      "acme/one warning",
      "other/two error",
    ]);
    const config = await load({ "opsguard.config.mjs": 'export default { failOn: "info" };\n' }, { allowCode: true });
    expect(config.failOn).toEqual({ value: "info", origin: "opsguard.config.mjs" });
  });

  test.each([
    ["./gone.mjs", {}, "There is no plugin ./gone.mjs."],
    ["gone", {}, "There is no plugin gone."],
    ["./../out.mjs", {}, "There is no plugin ./../out.mjs."],
    ["./a.mjs", { "a.mjs": "throw new Error('no')" }, "The plugin ./a.mjs cannot be loaded: no"],
    ["./a.mjs", { "a.mjs": "export default {}" }, "The plugin ./a.mjs has no default export with a name and rules."],
    [
      "./a.mjs",
      { "a.mjs": `export default { name: "a", rules: [${rule("b/c")}] }` },
      "The rule b/c of the plugin ./a.mjs must have an id that starts with a/.",
    ],
  ])("that is none is said: %s", async (name, more, message) => {
    const broken = load({ "opsguard.yaml": `plugins: ["${name}"]\n`, ...more }, { allowCode: true });
    await expect(broken).rejects.toThrow(UsageError);
    await expect(broken).rejects.toThrow(message);
  });

  test("given by the caller needs no leave, but the same form", async () => {
    const own = { ...pin, id: "acme/own" as const };
    const config = await load(
      {},
      { plugins: [{ name: "acme", rules: [own] }], config: { rules: { "acme/own": "error" } } },
    );
    expect(config.explain("a").at(-1)).toMatchObject({ id: "acme/own", severity: { value: "error" } });
    await expect(load({}, { plugins: [{ name: "acme", rules: [pin] }] })).rejects.toThrow(
      "must have an id that starts with acme/",
    );
    const twice = { name: "acme", rules: [own] };
    await expect(load({}, { plugins: [twice, twice] })).rejects.toThrow("There are two rules acme/own.");
  });
});
