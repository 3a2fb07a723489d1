import { UsageError } from "../engine/config/config-error.ts";
import { wrapped } from "../reporters/display.ts";
import type { Paint } from "../reporters/text.ts";
import type { ExampleFiles, GoodExample, Rule } from "../rule/define-rule.ts";
import { codesOf } from "../rule/peer-code.ts";
import { RULES } from "../rules/index.generated.ts";
import { closest } from "../text/did-you-mean.ts";
import { colourLevel, linkFor, paintFor } from "./colour.ts";
import { docsUrl } from "./docs.ts";
import type { ScanFlags } from "./flags.ts";
import { withProse } from "./prose.ts";
import type { World } from "./world.ts";

const WIDEST = 100;

/** Says all there is to say of a rule, asked for by its id or by a code of another tool. */
export async function explain(world: World, asked: string, { color }: Pick<ScanFlags, "color">): Promise<number> {
  const rules = rulesFor(asked);
  if (rules.length === 0) throw new UsageError(`There is no rule ${asked}.${suggestion(asked)}`);
  const paint = await paintFor(colourLevel(color, world, world.stdout));
  const link = linkFor(world, world.stdout);
  const width = Math.min(world.stdout.columns ?? WIDEST, WIDEST);
  const pages = (await withProse(rules)).map((rule) => {
    const url = docsUrl(rule.id);
    return pageOf(rule, { paint, width, docs: link ? link(url, url) : url });
  });
  world.stdout.write(pages.join("\n"));
  return 0;
}

/** The rule of this id; else all that another tool's code stands for, in any case of letters. */
function rulesFor(asked: string): readonly Rule[] {
  const wanted = asked.toLowerCase();
  const named = RULES.filter(({ id }) => id === wanted);
  if (named.length > 0) return named;
  const wantedCode = todaysCode(wanted);
  return RULES.filter((rule) => codesOf(rule).some((code) => code.toLowerCase() === wantedCode));
}

/** What trivy calls today what it called `AVD-DS-0002` and `DS002` once, as many a comment still does; in small letters. */
function todaysCode(code: string): string {
  const [, family, digits = ""] = /^(?:avd-)?(ds|ksv)-?(\d{3,5})$/.exec(code) ?? [];
  return family === undefined ? code : `${family}-${digits.padStart(4, "0")}`;
}

/** The nearest id, with or without its family; else the nearest code. */
function suggestion(asked: string): string {
  const ids = RULES.map(({ id }) => id);
  const named = closest(asked, ids, 3) ?? ids.find((id) => id.split("/")[1] === asked);
  const near = named ?? closest(asked.toUpperCase(), RULES.flatMap(codesOf), 1);
  return near ? ` Did you mean ${near}?` : " opsguard rules lists all.";
}

interface Look {
  readonly paint: Paint;
  readonly width: number;
  readonly docs: string;
}

function pageOf(rule: Rule, { paint, width, docs }: Look): string {
  const { id, title, severity, preset, category, why, remedy, fix, peers = {}, compliance = [], options = {} } = rule;
  const prose = (markdown: string): readonly string[] =>
    markdown
      .split(/\n{2,}/)
      .flatMap((paragraph) => wrapped(paragraph.replace(/\s+/g, " "), width - 2, (word) => word.length));
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ["", paint("strong", name), ...lines.map((line) => (line === "" ? "" : `  ${line}`))] : [];
  const settings = Object.entries(options).flatMap(([name, { default: value, description }]) => {
    const strict = rule.strict?.options?.[name];
    const values = `default ${JSON.stringify(value)}${strict === undefined ? "" : `, strict ${JSON.stringify(strict)}`}`;
    return prose(`${name}: ${description} (${values})`);
  });
  const lines = [
    `${paint("heading", id)}  ${paint(severity, severity)}, ${preset}, ${category}${fix ? `, ${fix} fix` : ""}`,
    `${title}.`,
    ...section("Why", prose(why)),
    ...section("What to do", prose(remedy)),
    ...section("Options", settings),
    ...section("Flagged", examples(rule, "bad", paint)),
    ...section("Accepted", examples(rule, "good", paint)),
    ...section(
      "Known elsewhere as",
      Object.entries(peers).map(([tool, codes]) => `${tool}: ${codes.join(", ")}`),
    ),
    ...section("Asked for by", compliance),
    ...section("To accept a case", [`opsguard-ignore ${id} -- reason`]),
    ...section("More", [docs]),
  ];
  return `${lines.join("\n")}\n`;
}

function examples(rule: Rule, which: "bad" | "good", paint: Paint): readonly string[] {
  return rule.examples[which].flatMap((example, i) => {
    const { title, files, options = {} }: GoodExample = typeof example === "string" ? { files: example } : example;
    const settings = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    const heading = [...(title ? [title] : []), ...(settings.length > 0 ? [`with ${settings.join(", ")}`] : [])];
    return [
      ...(i > 0 ? [""] : []),
      ...(heading.length > 0 ? [paint("faint", `${heading.join(", ")}:`)] : []),
      ...filesOf(files, paint),
    ];
  });
}

function filesOf(files: ExampleFiles, paint: Paint): readonly string[] {
  if (typeof files === "string") return marked(files, paint);
  return Object.entries(files).flatMap(([path, text]) => [paint("place", path), ...marked(text, paint)]);
}

/** The lines of an example, each with carets under what is marked `⟦…⟧` in it. */
function marked(text: string, paint: Paint): readonly string[] {
  const bar = paint("faint", "|");
  let depth = 0;
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line) => {
      const plain: string[] = [];
      const carets: string[] = [];
      for (const character of line) {
        if (character === "⟦") {
          depth += 1;
          carets[plain.length] = "^"; // an empty mark has one too
        } else if (character === "⟧") depth -= 1;
        else {
          if (depth > 0) carets[plain.length] = "^";
          plain.push(character);
        }
      }
      const marks = Array.from(carets, (mark = " ") => mark).join("");
      const code = `${bar} ${plain.join("")}`;
      return marks === "" ? [code] : [code, `${bar} ${paint("error", marks)}`];
    });
}
