import { CommanderError } from "commander";
import { withDefaults } from "./flags.ts";
import { programOf } from "./program.ts";
import { Interruption, processWorld, type World } from "./world.ts";

/** What these ask for is what happens without them; people type them all the same. */
const SILENT_COMMANDS: ReadonlySet<string> = new Set(["check", "lint", "scan"]);

/** Runs the command line and resolves to the exit code: 0 clean, 1 findings, 2 usage or configuration, 3 internal. */
export async function main(argv: readonly string[], world: World = processWorld()): Promise<number> {
  const [first = "", ...rest] = argv;
  const typed = withDefaults(SILENT_COMMANDS.has(first) ? rest : argv);
  let code = 0;
  try {
    await programOf(world, (wanted) => {
      code = wanted;
    }).parseAsync(typed, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (world.signal.aborted || error instanceof Interruption) return 130;
    const { tellError } = await import("./tell-error.ts");
    return tellError(world, error, argv.includes("-v") || argv.includes("--verbose"));
  }
}
