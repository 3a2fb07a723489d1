import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configSchema } from "../../../src/engine/config/schema.ts";
import { mismatches } from "../../../src/engine/config/validate.ts";
import { defineProjectRule, defineRule } from "../../../src/rule/define-rule.ts";
import { option } from "../../../src/rule/option.ts";
import { META } from "../../support/projects.ts";
import { RULES } from "../../support/rules.ts";

const rule = defineRule({
  ...META,
  id: "docker/every-option",
  artefact: "dockerfile",
  peers: { hadolint: ["DL3000"] },
  options: {
    boolean: option.boolean(false, "One."),
    integer: option.integer(3, "One.", { minimum: 2 }),
    integers: option.integers([1], "Some."),
    string: option.string("", "One."),
    strings: option.strings([], "Some."),
    someOf: option.someOf(["a", "b"], ["a"], "Some."),
    oneOf: option.oneOf(["a", "b"], "a", "One."),
    record: option.record(["a", "b"], {}, "Some."),
  },
  check: () => [],
});
const joining = defineProjectRule({ ...META, id: "repo/joining", check: () => [] });
const schema = configSchema([rule, joining]);
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
const options = (value: unknown) => ({ rules: { "docker/every-option": { options: value } } });

/** Configs, and the first thing that is wrong with each; `undefined` for a good one. */
const CONFIGS: readonly (readonly [unknown, string?])[] = [
  [{}],
  [{ $schema: "x", extends: "opsguard:all", failOn: "never", ignore: ["a"], baseline: "b.json", plugins: ["./a.js"] }],
  [{ extends: [] }],
  [{ extends: ["opsguard:strict", "opsguard:hadolint"] }],
  [{ rules: { DL3000: "off", "docker/every-option": "error", "repo/joining": { severity: "info", exclude: ["a"] } } }],
  [{ rules: { DL3000: { severity: "off" } } }],
  [{ overrides: [{ files: ["a"], rules: { DL3000: "off" } }] }],
  [{ suppressions: { requireReason: false, honorPeers: true } }],
  [options({ boolean: true, integer: 2, integers: [1, 2], string: "a", strings: ["a"], someOf: ["b", "a"] })],
  [options({ oneOf: "b", record: { x: "a", y: "b" } })],
  [[], "The configuration must be a mapping, not an empty list."],
  ["strict", "The configuration must be a mapping, not strict."],
  [{ rule: {} }, "The configuration has no key rule. Did you mean rules?"],
  [{ constructor: 1 }, "The configuration has no key constructor."],
  [
    { extends: "opsguard:strcit" },
    "extends must be one of opsguard:recommended, opsguard:strict, opsguard:all, opsguard:hadolint, not opsguard:strcit. Did you mean opsguard:strict?",
  ],
  [{ extends: ["opsguard:all", "opsguard:all"] }, "extends.1 must not be there twice, not opsguard:all."],
  [
    { extends: 5 },
    "extends must be one of opsguard:recommended, opsguard:strict, opsguard:all, opsguard:hadolint or a list, not 5.",
  ],
  [{ failOn: "err" }, "failOn must be one of error, warning, info, never, not err. Did you mean error?"],
  [{ ignore: "a" }, "ignore must be a list of strings, not a."],
  [{ ignore: [1] }, "ignore.0 must be a string, not 1."],
  [{ ignore: null }, "ignore must be a list of strings, not null."],
  [
    { rules: { "docker/every-optoin": "off" } },
    "There is no rule docker/every-optoin. Did you mean docker/every-option?",
  ],
  [{ rules: { DL9999: "off" } }, "There is no rule DL9999."],
  [{ rules: { DL3000: { options: {} } } }, "rules.DL3000 has no key options."],
  [
    { rules: { "docker/every-option": "warn" } },
    "rules.docker/every-option must be one of off, info, warning, error, not warn. Did you mean warning?",
  ],
  [
    { rules: { "docker/every-option": true } },
    "rules.docker/every-option must be one of off, info, warning, error or a mapping, not true.",
  ],
  [
    { rules: { "docker/every-option": { sev: "off" } } },
    "rules.docker/every-option has no key sev. Did you mean severity?",
  ],
  [{ overrides: [{ rules: {} }] }, "overrides.0 must have files."],
  [{ overrides: [{ files: [], rules: {} }] }, "overrides.0.files must have 1 or more entries, not an empty list."],
  [{ overrides: [{ files: ["a"], rules: { x: "off" } }] }, "There is no rule x."],
  [{ suppressions: { requireReason: "yes" } }, "suppressions.requireReason must be true or false, not yes."],
  [options({ bolean: true }), "docker/every-option has no option bolean. Did you mean boolean?"],
  [options({ integer: 1 }), "rules.docker/every-option.options.integer must be 2 or more, not 1."],
  [options({ integer: 2.5 }), "rules.docker/every-option.options.integer must be a whole number, not 2.5."],
  [options({ someOf: ["a", "a"] }), "rules.docker/every-option.options.someOf.1 must not be there twice, not a."],
  [options({ someOf: ["c"] }), "rules.docker/every-option.options.someOf.0 must be one of a, b, not c."],
  [options({ record: { x: "c" } }), "rules.docker/every-option.options.record.x must be one of a, b, not c."],
  [options({ record: [] }), "rules.docker/every-option.options.record must be a mapping, not an empty list."],
];

test.each(CONFIGS)("%j: %s", (config, expected) => {
  const [first] = mismatches(schema, config);
  expect(first && [first.message, first.hint].filter(Boolean).join(" ")).toBe(expected);
  expect(validate(config)).toBe(expected === undefined);
});

test("all that is wrong is said at once", () => {
  const config = { failOn: "x", rules: { a: "off", "docker/every-option": { severity: "y", options: { string: 1 } } } };
  expect(mismatches(schema, config).map(({ keys, isKey }) => [keys.join("."), isKey])).toEqual([
    ["failOn", false],
    ["rules.a", true],
    ["rules.docker/every-option.severity", false],
    ["rules.docker/every-option.options.string", false],
  ]);
});

describe("against ajv", () => {
  const leaf = fc.oneof(
    fc.constantFrom("off", "error", "opsguard:all", "a", "b", ""),
    fc.integer({ min: -1, max: 4 }),
    fc.double({ min: 0, max: 1 }),
    fc.boolean(),
    fc.constant(null),
  );
  const key = fc.constantFrom(
    ...Object.keys(schema.properties ?? {}),
    ...["docker/every-option", "repo/joining", "DL3000", "severity", "options", "exclude", "files", "nonsense"],
    ...Object.keys(rule.options ?? {}),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "medium" }, leaf, tie("list"), tie("mapping")),
    list: fc.array(tie("value"), { maxLength: 3 }),
    mapping: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  }));
  const settings = fc.record(
    { severity: value, options: fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }), exclude: value },
    { requiredKeys: [], noNullPrototype: true },
  );
  const rules = fc.record(
    { "docker/every-option": fc.oneof(settings, leaf), DL3000: leaf },
    { requiredKeys: [], noNullPrototype: true },
  );
  const config = fc.oneof(
    value,
    fc.record(
      { extends: value, rules, overrides: fc.array(fc.record({ files: value, rules })) },
      { requiredKeys: [], noNullPrototype: true },
    ),
  );

  test("the interpreter finds something wrong exactly when ajv does", () => {
    fc.assert(
      fc.property(config, (any) => {
        expect(mismatches(schema, any).length === 0, JSON.stringify(validate.errors)).toBe(validate(any));
      }),
      { numRuns: 3000 },
    );
  });
});

test("the schema of all rules is one, and takes all their defaults", () => {
  const all = configSchema(RULES);
  const accepts = new Ajv2020({ strict: true, strictTypes: false }).compile(all);
  for (const { id, options: own = {}, strict } of RULES) {
    const defaults = Object.fromEntries(Object.entries(own).map(([name, { default: value }]) => [name, value]));
    for (const values of [defaults, { ...defaults, ...strict?.options }]) {
      const given = { rules: { [id]: { options: values } } };
      expect([mismatches(all, given), accepts(given)], id).toEqual([[], true]);
    }
  }
});
