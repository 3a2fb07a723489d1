import { openProject } from "../../src/engine/open-project.ts";
import type { TextContext } from "../../src/reporters/text.ts";
import { defineRule, type Rule } from "../../src/rule/define-rule.ts";
import type { Result } from "../../src/rule/finding.ts";
import type { Report } from "../../src/rule/report.ts";
import { META } from "../support/projects.ts";

type Files = Readonly<Record<string, string>>;
/** What a made rule says of each marked place, besides where. */
export type Saying = Partial<Omit<Report, "at">>;

/** A rule that flags what is marked `⟦…⟧` in these files. */
export const markRule = (marked: Files, meta: Partial<Rule> & Pick<Rule, "id">, say: Saying = {}): Rule =>
  defineRule({
    ...META,
    ...meta,
    artefact: "text",
    *check({ path }) {
      for (const range of marksIn(marked[path] ?? "")) yield { at: { range }, message: "It is flagged.", ...say };
    },
  });

/** What a run over these files finds, where rules flag what is marked. */
export async function resultOf(
  marked: Files,
  rules: readonly Rule[] = [markRule(marked, { id: "docker/flag", severity: "error" })],
): Promise<Result> {
  const files = Object.fromEntries(Object.entries(marked).map(([path, text]) => [path, text.replace(/[⟦⟧]/g, "")]));
  const config = { extends: ["opsguard:all" as const] };
  return (await openProject({ files, rules, config, now: new Date("2030-06-15T12:00:00Z") })).run();
}

function marksIn(marked: string): readonly { readonly start: number; readonly end: number }[] {
  const marks: { readonly start: number; readonly end: number }[] = [];
  let removed = 0;
  let start = 0;
  for (let i = 0; i < marked.length; i += 1) {
    if (marked[i] === "⟦") start = i - removed;
    else if (marked[i] === "⟧") marks.push({ start, end: i - removed });
    else continue;
    removed += 1;
  }
  return marks;
}

/** No terminal, no colour. */
export const CONTEXT: TextContext = {
  version: "1.2.3",
  pathOf: (path) => path,
  docsOf: (id) => `https://docs.example/${id}.md`,
  exitCode: 1,
  paint: (_style, text) => text,
  measure: (text) => text.length,
};

/** One of everything: severities, fixes, related places, absences, subjects, failures, suppressions, hostile names. */
export async function resultWithAll(): Promise<Result> {
  const marked = {
    "services/api/Dockerfile": "FROM ⟦node⟧\nFROM ⟦alpine⟧\n",
    "weird [x](1) #é\u202e.txt": "a\u001b[2J ⟦b\n\tc⟧\n",
    "::stop.txt": `${"x".repeat(5000)}⟦y⟧${"z".repeat(5000)}\n`,
  };
  const related = [
    { at: { range: { path: "services/api/Dockerfile", start: 0, end: 5 } }, message: "Closest is here." },
  ];
  const fix = {
    title: "Remove it.",
    edits: [
      { range: { start: 0, end: 1 }, newText: "" },
      { range: { path: "new/file.txt", start: 0, end: 0 }, newText: "# ##vso[x]\u0085\n" },
    ],
  };
  const result = await resultOf(marked, [
    markRule(
      marked,
      { id: "docker/flag", severity: "error", category: "security", fix: "safe", peers: { hadolint: ["DL3006"] } },
      { subject: "stage:0", related, fix, message: "It [is](https://example.com) flagged." },
    ),
    markRule(marked, { id: "docker/miss", fix: "unsafe" }, { missing: "tag", fix, message: "No tag." }),
    markRule(marked, { id: "repo/hint", severity: "info" }, { message: `A${"\u202e"} hint ##[add-mask]x.` }),
    defineRule({
      ...META,
      id: "repo/broken",
      artefact: "text",
      check({ path }) {
        if (!path.startsWith("services")) return [];
        throw new TypeError("It\nbroke.");
      },
    }),
  ]);
  const [first, second, ...findings] = result.findings;
  if (!first || !second) throw new Error("Too little is found.");
  const byComment = { ...first, suppression: { by: "comment" as const, reason: "Built in CI\u001b[0m only." } };
  const inBaseline = { ...second, suppression: { by: "baseline" as const, reason: "In the baseline." } };
  return { ...result, findings, suppressed: [byComment, inBaseline] };
}
