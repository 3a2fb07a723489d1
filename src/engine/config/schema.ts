import type { Rule } from "../../rule/define-rule.ts";
import { peerCodes } from "../../rule/peer-code.ts";
import { append } from "../../text/append.ts";
import { FAIL_ON, PRESETS, SEVERITY_SETTINGS } from "./config.ts";

/** The part of JSON Schema 2020-12 that a config needs; `validate.ts` reads the same. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: "array" | "boolean" | "integer" | "object" | "string";
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  /** By a pattern that is a part of the key. */
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  /** Of different types, so that the type of a value tells which one it was meant to be. */
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  readonly description?: string;
}
export type ConfigSchema = Schema & { readonly $defs: Readonly<Record<string, Schema>> };

const severity: Schema = { enum: SEVERITY_SETTINGS };
const strings = (description?: string): Schema => ({
  type: "array",
  items: { type: "string" },
  ...(description && { description }),
});
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  properties,
  additionalProperties: false,
});

/** The JSON Schema of `opsguard.yaml`, for editors and for us. */
export function configSchema(rules: readonly Rule[]): ConfigSchema & { readonly $schema: string } {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    description: "Configuration of opsguard.",
    ...object({
      $schema: { type: "string" },
      extends: {
        anyOf: [{ enum: PRESETS }, { type: "array", items: { enum: PRESETS }, uniqueItems: true }],
        description: "Which presets say which rules run.",
        default: ["opsguard:recommended"],
      },
      plugins: strings("Packages, or paths from the root that start with `./`. Loaded only with `--allow-code`."),
      failOn: { enum: FAIL_ON, description: "The least severity that makes the exit code 1.", default: "error" },
      ignore: strings("Globs of paths that are not looked at."),
      rules: { $ref: "#/$defs/rules", description: "Settings by rule, or by a code of hadolint." },
      overrides: {
        type: "array",
        description: "Settings for some files; the last that matches wins.",
        items: {
          ...object({ files: { ...strings("Globs of paths."), minItems: 1 }, rules: { $ref: "#/$defs/rules" } }),
          required: ["files", "rules"],
        },
      },
      suppressions: object({
        requireReason: {
          type: "boolean",
          description: "Does a comment without a reason suppress nothing?",
          default: true,
        },
        honorPeers: {
          type: "boolean",
          description: "Do the comments of other tools suppress what is found in their stead?",
          default: true,
        },
      }),
      baseline: {
        type: "string",
        description: "The baseline file, from the folder of this one.",
        default: "opsguard-baseline.json",
      },
    }),
    $defs: { rules: { ...object(ruleProperties(rules)), patternProperties: { "\\*": patternSchema } } },
  };
}

/** Options differ from rule to rule. */
const patternSchema: Schema = {
  description: "What all rules have whose ids match, unless something is said of one by itself.",
  anyOf: [severity, object({ severity, exclude: strings() })],
};

function ruleProperties(rules: readonly Rule[]): Readonly<Record<string, Schema>> {
  const properties: Record<string, Schema> = {};
  const codes = new Map<string, string[]>();
  for (const rule of rules) {
    properties[rule.id] = ruleSchema(rule);
    for (const code of peerCodes(rule)) append(codes, code, rule.id);
  }
  for (const [code, ids] of codes) {
    const description = `What ${ids.join(" and ")} find${ids.length > 1 ? "" : "s"} in the stead of hadolint.`;
    properties[code] = { description, anyOf: [severity, object({ severity })] };
  }
  return properties;
}

function ruleSchema({ title, options = {} }: Rule): Schema {
  const values = Object.entries(options).map(([name, { description, schema, default: initial }]) => [
    name,
    { description, ...schema, default: initial },
  ]);
  return {
    description: title,
    anyOf: [severity, object({ severity, options: object(Object.fromEntries(values)), exclude: strings() })],
  };
}
