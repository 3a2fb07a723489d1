import { resolve } from "node:path";
import { UsageError } from "../engine/config/config-error.ts";
import type { RuleInForce, Sourced } from "../engine/config/enabled-rule.ts";
import { configSchema } from "../engine/config/schema.ts";
import { openSession, type Session } from "../engine/session.ts";
import { classify } from "../parsers/classify.ts";
import { MEANINGS } from "../parsers/parse.ts";
import { inert } from "../reporters/display.ts";
import { RULES } from "../rules/index.generated.ts";
import type { SessionFlags } from "./flags.ts";
import { shortPath } from "./paths.ts";
import { requestOf } from "./request.ts";
import type { World } from "./world.ts";

export interface ConfigQuestion {
  readonly print?: string;
  readonly validate?: true;
  readonly schema?: true;
}

/** Answers what is asked of the configuration; whatever is wrong with it is thrown. */
export async function config(world: World, asked: ConfigQuestion, flags: SessionFlags): Promise<number> {
  if (asked.schema) {
    world.stdout.write(`${JSON.stringify(configSchema(RULES), undefined, 2)}\n`);
    return 0;
  }
  if (asked.print !== undefined) {
    world.stdout.write(await inForce(world, asked.print, flags));
    return 0;
  }
  if (!asked.validate) throw new UsageError("Say what you want to know: --print PATH, --validate or --schema.");
  const { configPath } = await openSession({ ...requestOf(world, flags), ignore: ["**"] });
  const named = configPath && shortPath(world.cwd, configPath);
  world.stderr.write(
    `opsguard: ${named ? `${named} is valid.` : "there is no configuration, so the defaults hold."}\n`,
  );
  return 0;
}

/** What holds for one file, as a configuration that says so, with the source of each value beside it. */
async function inForce(world: World, path: string, flags: SessionFlags): Promise<string> {
  const session = await openSession({ ...requestOf(world, flags), paths: [path], overlays: { [path]: "" } });
  const own = session.files[0] ?? shortPath(session.root, resolve(world.cwd, path));
  const kinds = new Set<string>(MEANINGS[classify(own)]);
  const judges = new Map(session.rules.map(({ id, artefact }): [string, readonly string[]] => [id, [artefact].flat()]));
  const about = session.config
    .explain(own)
    .filter(({ id }) => judges.get(id)?.some((kind) => kinds.has(kind) || EVERYWHERE.has(kind)));
  const on = about.filter(isOn);
  const off = about.filter((rule) => !isOn(rule)).map(({ id }) => id);
  return inert(
    [
      `# What holds for ${own}.`,
      ...general(session),
      on.length > 0 ? "rules:" : "rules: {}",
      ...on.flatMap(ruleLines),
      ...(off.length > 0 ? [`# Off here: ${off.join(", ")}.`] : []),
      "",
    ].join("\n"),
  );
}

/** What is judged whatever the kind of the file. */
const EVERYWHERE: ReadonlySet<string> = new Set(["project", "suppressions", "syntax", "text"]);

const isOn = ({ severity, codes }: RuleInForce): boolean =>
  [severity, ...Object.values(codes)].some(({ value }) => value !== "off");

function general({
  config: { presets, failOn, ignore, requireReason, honorPeers, baseline },
}: Session): readonly string[] {
  return [
    line("extends", presets),
    line("failOn", failOn),
    line("ignore", ignore),
    "suppressions:",
    line("  requireReason", requireReason),
    line("  honorPeers", honorPeers),
    ...(baseline.value === undefined ? [] : [line("baseline", baseline)]),
  ];
}

function ruleLines({ id, severity, options, codes }: RuleInForce): readonly string[] {
  const set = Object.entries(options).map(([name, value]) => line(`      ${name}`, value));
  return [
    `  ${id}:`,
    line("    severity", severity),
    ...(set.length > 0 ? ["    options:", ...set] : []),
    ...Object.entries(codes).map(([code, value]) => line(`  ${code}`, value)),
  ];
}

/** JSON is YAML. */
const line = (key: string, { value, origin }: Sourced<unknown>): string =>
  `${key}: ${typeof value === "string" ? value : JSON.stringify(value)} # ${origin}`;
