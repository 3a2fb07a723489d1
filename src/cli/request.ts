import type { SessionRequest } from "../engine/session.ts";
import { RULES } from "../rules/index.generated.ts";
import type { SessionFlags } from "./flags.ts";
import type { World } from "./world.ts";

/** What the flags ask of the engine. */
export function requestOf(world: World, flags: SessionFlags): SessionRequest {
  const { config, preset, rule, only, skip, baseline, suppressions, allowCode, render } = flags;
  return {
    cwd: world.cwd,
    rules: RULES,
    useSuppressions: suppressions,
    signal: world.signal,
    ...(config !== undefined && { config }),
    ...(preset && { presets: preset.map((name) => `opsguard:${name}`) }),
    ...(rule && { ruleSettings: rule }),
    ...(only && { only }),
    ...(skip && { skip }),
    ...(baseline !== undefined && { baseline }),
    ...(allowCode && { allowCode }),
    ...(render && { render }),
    ...(world.now && { now: world.now }),
  };
}
