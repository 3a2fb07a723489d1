import type { Rule } from "../../rule/define-rule.ts";
import { peerCodes } from "../../rule/peer-code.ts";
import type { Config, FailOn, RuleSettings, SeveritySetting } from "./config.ts";
import type { ConfigDocument } from "./document.ts";
import { HADOLINT_SEVERITY } from "./hadolint.ts";

/** hadolint's severities, and what they are here. */
const SEVERITIES: ReadonlyMap<unknown, SeveritySetting> = new Map([
  ["error", "error"],
  ["warning", "warning"],
  ["info", "info"],
  ["style", "info"],
]);
/** Of 2.15.1, which takes `ignore` and `none` for any finding at all. */
const FAILURE_THRESHOLDS: ReadonlyMap<unknown, FailOn> = new Map([
  ["error", "error"],
  ["warning", "warning"],
  ["info", "info"],
  ["style", "info"],
  ["ignore", "info"],
  ["none", "info"],
]);

/** The configuration of hadolint in our terms. What it does not know, it passes over, and so do we. */
export function hadolintConfig({ value }: ConfigDocument, rules: readonly Rule[]): Config {
  const file = mapping(value);
  const codes = new Set(rules.flatMap(peerCodes));
  const switchedOn = configured(file, rules);
  const set: Record<string, SeveritySetting | RuleSettings> = { ...severities(rules, switchedOn) };
  for (const [name, list] of Object.entries(mapping(file["override"]))) {
    const severity = SEVERITIES.get(name);
    for (const code of strings(list)) if (severity && codes.has(code)) set[code] = severity;
  }
  for (const code of strings(file["ignored"])) if (codes.has(code)) set[code] = "off";
  const failOn = file["no-fail"] === true ? "never" : FAILURE_THRESHOLDS.get(file["failure-threshold"]);
  return {
    rules: { ...set, ...switchedOn },
    ...(failOn && { failOn }),
    ...(file["disable-ignore-pragma"] === true && { suppressions: { honorPeers: false } }),
  };
}

/** The rules that hadolint runs only once it is told what is allowed. */
function configured(file: Readonly<Record<string, unknown>>, rules: readonly Rule[]): Record<string, RuleSettings> {
  const found: Record<string, RuleSettings> = {};
  const switchOn = (id: string, options: Readonly<Record<string, unknown>>): void => {
    const rule = rules.find((one) => one.id === id);
    if (rule) found[id] = { severity: rule.severity, options };
  };
  const registries = strings(file["trustedRegistries"]);
  if (registries.length > 0) switchOn("docker/trusted-registry", { registries });
  const schema = Object.entries(mapping(file["label-schema"])).flatMap(([label, type]) =>
    typeof type === "string" ? [[label, LABEL_TYPES.has(type) ? type : "text"] as const] : [],
  );
  const strict = file["strict-labels"] === true;
  if (schema.length > 0 || strict) switchOn("docker/label-schema", { schema: Object.fromEntries(schema), strict });
  return found;
}

/** What hadolint switches on is as severe as there. */
function severities(
  rules: readonly Rule[],
  switchedOn: Readonly<Record<string, RuleSettings>>,
): Record<string, SeveritySetting> {
  const codes = rules.filter(({ id }) => Object.hasOwn(switchedOn, id)).flatMap(peerCodes);
  return Object.fromEntries(codes.map((code) => [code, HADOLINT_SEVERITY[code] ?? "info"]));
}

/** Those it checks; it also has names for plain text. */
const LABEL_TYPES: ReadonlySet<string> = new Set(["email", "hash", "rfc3339", "semver", "spdx", "url"]);

const mapping = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
