import { join } from "node:path";
import { UsageError } from "../engine/config/config-error.ts";
import { kindOf, writeAtomically } from "../engine/disk.ts";
import { openSession, type Session } from "../engine/session.ts";
import { plural } from "../reporters/plural.ts";
import { tally } from "../reporters/reporter.ts";
import { VERSION } from "../rule/version.ts";
import type { SessionFlags } from "./flags.ts";
import { shortPath } from "./paths.ts";
import { Progress } from "./progress.ts";
import { requestOf } from "./request.ts";
import type { World } from "./world.ts";

const NAME = "opsguard.yaml";
const PRESETS = ["recommended", "strict"] as const;
/** What every file is, or has, says nothing of a project. */
const NO_NEWS: ReadonlySet<string> = new Set(["compose-source", "suppressions", "syntax", "text"]);

/** Writes a configuration to start from, and says what each preset would find. Never overwrites one. */
export async function init(world: World, flags: SessionFlags): Promise<number> {
  const progress = new Progress(world);
  const open = (preset: string): Promise<Session> =>
    openSession({ ...requestOf(world, { ...flags, preset: [preset] }), onProgress: progress.tell });
  try {
    const preset = flags.preset?.[0] ?? "recommended";
    const session = await open(preset);
    const { configPath, root } = session;
    if (configPath) throw new UsageError(`There is a configuration already: ${shortPath(world.cwd, configPath)}.`);
    const path = join(root, NAME);
    writeAtomically(path, contentOf(session, preset));
    progress.end();
    world.stdout.write(`${shortPath(world.cwd, path)} is written, for ${inventory(session)}.\n\nFound by preset:\n`);
    for (const one of PRESETS) {
      const { error, warning, info } = tally((await open(one)).run({ lineHashes: false }).findings);
      const counts = [plural(error, "error"), plural(warning, "warning"), plural(info, "info")].join(", ");
      world.stdout.write(`  ${one.padEnd(11)}  ${counts}\n`);
    }
    world.stdout.write("\nTo accept what there is and see only what is new: opsguard baseline create\n");
    return 0;
  } finally {
    progress.end();
  }
}

/** `dockerfile (3), compose (1)`: how many artefacts of each kind, the most frequent first. */
function inventory(session: Session): string {
  const counts = new Map<string, number>();
  for (const { kind } of session.project.provenances()) {
    if (!NO_NEWS.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const told = [...counts].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return told.map(([kind, count]) => `${kind} (${count})`).join(", ") || "a project without artefacts yet";
}

function contentOf(session: Session, preset: string): string {
  const installed = "node_modules/opsguard/schema.json";
  const isInstalled = kindOf(join(session.root, installed)) === "file";
  const schema = isInstalled ? `./${installed}` : `https://unpkg.com/opsguard@${VERSION}/schema.json`;
  return `# yaml-language-server: $schema=${schema}
extends: [opsguard:${preset}]

# The exit code is 1 from this severity on.
failOn: error

# What is not looked at, besides what git ignores.
# ignore: ["**/testdata/**"]

# rules:
#   docker/pin-base-image: warning

# overrides:
#   - files: ["examples/**"]
#     rules: { docker/require-healthcheck: off }
`;
}
