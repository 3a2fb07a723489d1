import { Command } from "commander";
import { VERSION } from "../rule/version.ts";
import type { BaselineFlags } from "./baseline.ts";
import { applyEnvironment } from "./environment.ts";
import { addScanFlags, addSessionFlags, type ScanFlags } from "./flags.ts";
import { Outputs } from "./outputs.ts";
import type { World } from "./world.ts";

/** Says what the process is to exit with. */
type Exit = (code: number) => void;

const HELP_WIDTH = 80;
const EXAMPLES = `
Examples:
  opsguard                                   check the project
  opsguard services/api Dockerfile           report only on these
  opsguard -f text -f sarif -o out.sarif     two reports of one run
  opsguard --preset strict --only "docker/*"
  opsguard --fix                             apply the safe fixes
  cat Dockerfile | opsguard - --stdin-filename Dockerfile
  opsguard explain DL3006

Every long flag above can be set by a variable: OPSGUARD_FAIL_ON=warning, OPSGUARD_QUIET=true.
Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 a fault of opsguard.`;

/** The commands. Each is loaded when it is called for. */
export function programOf(world: World, exit: Exit): Command {
  const outputs = new Outputs();
  const program = new Command("opsguard")
    .description("One linter for everything a deployment is made of.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .helpCommand("help [command]", "print this, or the same of a command")
    .argument("[paths...]", "files, folders or globs to report on; the whole project without any")
    .exitOverride()
    .configureOutput({
      writeOut: world.stdout.write,
      writeErr: world.stderr.write,
      getOutHelpWidth: () => world.stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => world.stderr.columns ?? HELP_WIDTH,
    })
    .addHelpText("after", EXAMPLES);
  addSessionFlags(program);
  addScanFlags(program, outputs);
  program.hook("preAction", () => applyEnvironment(program, world));
  program.action(async (paths: readonly string[], flags: ScanFlags) => {
    const { scan } = await import("./scan.ts");
    exit(await scan(world, paths, flags, outputs.all()));
  });
  addQuestions(program, world, exit);
  addBaseline(program, world, exit);
  return program;
}

function addQuestions(program: Command, world: World, exit: Exit): void {
  program.commandsGroup("Commands:");
  program
    .command("explain <rule>")
    .description("say why a rule is there and what to do, by its id or another tool's code")
    .action(async (asked: string) => {
      const { explain } = await import("./explain.ts");
      exit(await explain(world, asked, program.opts<ScanFlags>()));
    });
  program
    .command("rules")
    .description("list all rules")
    .option("--json", "as JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { listRules } = await import("./rules.ts");
      exit(listRules(world, { json }));
    });
  program
    .command("init")
    .description("write an opsguard.yaml that fits the project")
    .action(async () => {
      const { init } = await import("./init.ts");
      exit(await init(world, program.opts<ScanFlags>()));
    });
  program
    .command("config")
    .description("say what is configured, and where")
    .option("--print <path>", "the rules that run on a file, and what set them")
    .option("--validate", "check the configuration, and nothing else")
    .option("--schema", "print the JSON Schema of the configuration")
    .action(async (asked: { readonly print?: string; readonly validate?: true; readonly schema?: true }) => {
      const { config } = await import("./config.ts");
      exit(await config(world, asked, program.opts<ScanFlags>()));
    });
}

function addBaseline(program: Command, world: World, exit: Exit): void {
  const baseline = program
    .command("baseline")
    .description("accept what is found today, so that only new findings count");
  const commands = [
    ["create", "write all findings into a new baseline"],
    ["update", "take what is found now, drop what is gone"],
    ["prune", "drop what is gone"],
    ["check", "exit 1 when the baseline holds what is gone"],
  ] as const;
  for (const [name, description] of commands) {
    const command = baseline.command(name).description(description);
    if (name === "create" || name === "update") command.option("--include-secrets", "accept secrets, too");
    command.action(async (flags: BaselineFlags) => {
      const { changeBaseline } = await import("./baseline.ts");
      exit(await changeBaseline(world, name, { ...program.opts<ScanFlags>(), ...flags }));
    });
  }
}
