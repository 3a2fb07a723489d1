import { openProject } from "../engine/open-project.ts";
import { exampleFiles } from "../rule/example-files.ts";
import { RULES } from "../rules/index.generated.ts";
import { withProse } from "./prose.ts";

/** Examples of one rule: more of them run the same code. */
const MOST = 3;

/** Checks examples of the rules that are loaded: then what is behind them has been compiled, and can be kept. */
export async function warmUp(): Promise<void> {
  const files: Record<string, string> = {};
  for (const rule of await withProse(RULES.filter(({ late }) => late?.isLoaded))) {
    const examples = [...rule.examples.bad, ...rule.examples.good.slice(0, 1)];
    for (const [i, example] of examples.slice(0, MOST).entries()) {
      // One of several files may be of a kind that nothing has been loaded for.
      if (typeof example !== "string") continue;
      for (const [path, text] of Object.entries(exampleFiles(rule, example))) {
        files[`${rule.id}/${i}/${path}`] = text.replace(/[⟦⟧]/g, "");
      }
    }
  }
  if (Object.keys(files).length > 0) (await openProject({ files, rules: RULES })).run();
}
