import type { Paint, Style } from "../reporters/text.ts";
import { isCI, type Sink, type World } from "./world.ts";

export type ColourWish = "auto" | "always" | "never";

/** How many colours: none, 16, 256, all. What the user says wins over the environment, and that over the terminal. */
export function colourLevel(wish: ColourWish | false, { env }: World, { isTTY }: Sink): 0 | 1 | 2 | 3 {
  const forced = env["FORCE_COLOR"];
  if (wish === "never" || wish === false) return 0;
  if (wish === "always") return 1;
  if (env["NO_COLOR"]) return 0;
  if (forced !== undefined)
    return forced === "0" || forced === "false" ? 0 : forced === "2" ? 2 : forced === "3" ? 3 : 1;
  if (env["CLICOLOR_FORCE"] && env["CLICOLOR_FORCE"] !== "0") return 1;
  if (env["TERM"] === "dumb") return 0;
  return isTTY || env["GITHUB_ACTIONS"] === "true" || env["GITLAB_CI"] === "true" ? 1 : 0;
}

export const plain: Paint = (_style, text) => text;

/** chalk takes longer to load than a small file to check, so only colour pays for it. */
export async function paintFor(level: 0 | 1 | 2 | 3): Promise<Paint> {
  if (level === 0) return plain;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level });
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    error: chalk.red.bold,
    faint: chalk.dim,
    good: chalk.green,
    heading: chalk.underline,
    info: chalk.blue.bold,
    place: chalk.cyan,
    strong: chalk.bold,
    warning: chalk.yellow.bold,
  };
  return (style, text) => styles[style](text);
}

/** A link in a terminal that can show one (OSC 8); others ignore it, but a log would keep it. */
export function linkFor(world: World, { isTTY }: Sink): ((text: string, url: string) => string) | undefined {
  const { TERM: term = "" } = world.env;
  if (!isTTY || isCI(world) || term === "dumb" || term === "linux") return undefined;
  return (text, url) => `\u001B]8;;${url}\u001B\\${text}\u001B]8;;\u001B\\`;
}
