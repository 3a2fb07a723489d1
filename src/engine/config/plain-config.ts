import type { Rule } from "../../rule/define-rule.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { type ResolvedConfig, resolveConfig } from "./resolve.ts";
import { configSchema } from "./schema.ts";
import { mismatches } from "./validate.ts";

/** A config given as an object, alone. */
export function plainConfig(rules: readonly Rule[], config: Config): ResolvedConfig {
  const wrong = mismatches(configSchema(rules), config);
  if (wrong.length > 0) {
    throw new ConfigError(wrong.map(({ message, hint }) => ({ path: "config", message, ...(hint && { hint }) })));
  }
  return resolveConfig(rules, [{ name: "config", config, positionOf: () => "" }]);
}
