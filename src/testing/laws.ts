import { deepEqual, match, ok } from "node:assert/strict";
import { checkArtefacts } from "../engine/check.ts";
import { plainConfig } from "../engine/config/plain-config.ts";
import { type OpenProject, openProject } from "../engine/open-project.ts";
import { RuleSet } from "../engine/rule-set.ts";
import type { Artefact } from "../model/artefact.ts";
import { classify, type Format } from "../parsers/classify.ts";
import type { Rule } from "../rule/define-rule.ts";
import type { Finding } from "../rule/finding.ts";
import type { Range } from "../text/source-file.ts";
import { applyEdits } from "../text/text-edit.ts";
import { type Case, casesOf, type Files, findings, open, type Subject, spot } from "./case.ts";

/** Rejects when the rule breaks it. */
export type Law = (subject: Subject) => Promise<void>;

/** What holds for every rule, tried on all its examples. */
export const LAWS: Readonly<Record<string, Law>> = {
  async "its title, why and remedy read well"({ rule: { title, why, remedy } }) {
    match(title, /^[A-Z.].*[^.]$/);
    for (const sentence of [why, remedy]) match(sentence, /^[A-Z`][\s\S]*\.$/);
  },

  async "its examples differ"({ rule }) {
    const all = [...casesOf(rule, "bad"), ...casesOf(rule, "good")];
    const seen = new Set<string>();
    for (const { name, files, options } of all) {
      const key = JSON.stringify([files, options]);
      ok(!seen.has(key), `${name} is there twice.`);
      seen.add(key);
    }
  },

  async "it has a fix exactly when it says so"(subject) {
    const bad = casesOf(subject.rule, "bad");
    const safeties = new Set<string | undefined>();
    for (const example of bad) {
      for (const { fix } of await findings(subject, example, example.files)) if (fix) safeties.add(fix.safety);
    }
    deepEqual([...safeties], subject.rule.fix ? [subject.rule.fix] : []);
    deepEqual(
      bad.some(({ fixed }) => fixed),
      subject.rule.fix !== undefined,
      "A fix has an example that shows it, and nothing else has.",
    );
  },

  async "it speaks in sentences, of places that exist"(subject) {
    for (const example of casesOf(subject.rule, "bad")) {
      const { name, files } = example;
      for (const finding of await findings(subject, example, files)) {
        match(finding.message, /^\S[^\n]{0,198}\.$/, name);
        ok(!/[^.][.!?] [A-Z]/.test(finding.message), `${name}: "${finding.message}" is more than one sentence.`);
        ok(!finding.message.includes(subject.rule.id), `${name}: a message does not repeat the id.`);
        for (const { path, start, end } of [finding, ...finding.related, ...(finding.fix?.edits ?? [])]) {
          ok(start <= end && end <= (files[path]?.length ?? 0), `${name}: ${path}:${start}-${end} is outside.`);
        }
      }
    }
  },

  async "it says the same twice, whichever file came first"(subject) {
    for (const example of casesOf(subject.rule, "bad")) {
      const reversed = Object.fromEntries(Object.entries(example.files).toReversed());
      const found = await findings(subject, example, example.files);
      deepEqual(await findings(subject, example, example.files), found, example.name);
      deepEqual(await findings(subject, example, reversed), found, example.name);
    }
  },

  async "it says the same with CRLF and a byte order mark"(subject) {
    await sameElsewhere(subject, (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`);
  },

  async "it says the same without a final line end"(subject) {
    await sameElsewhere(subject, (text) => text.replace(/\n$/, ""));
  },

  async "it sees plain data, and no difference in a clone"({ rule }) {
    const rules = new RuleSet(plainConfig([rule], { extends: ["opsguard:all"] }).rules, true);
    const context = { today: "2030-06-15" };
    for (const { name, files } of [...casesOf(rule, "bad"), ...casesOf(rule, "good")]) {
      for (const artefact of await artefactsOf(files)) {
        const clone = structuredClone(artefact);
        deepEqual(clone, artefact, name);
        const said = ({ claims, failures }: ReturnType<typeof checkArtefacts>[number]) => ({
          reports: claims.map(({ report }) => report),
          failures,
        });
        const check = (one: Artefact) => checkArtefacts([one], rules, context).map(said);
        deepEqual(check(clone), check(artefact), name);
      }
    }
  },

  /** What stays when the value it points at is undecided judges an absence, and must say `missing`. */
  async "an unknown is never evidence"(subject) {
    for (const example of casesOf(subject.rule, "bad")) {
      const literals = await literalsOf(example.files);
      for (const { path, start, end, missing } of await findings(subject, example, example.files)) {
        const unknown = unknownIn(path);
        if (!unknown || missing !== undefined || !literals.has(spot({ path, start, end }))) continue;
        const text = example.files[path] ?? "";
        const files = { ...example.files, [path]: text.slice(0, start) + unknown + text.slice(end) };
        const left = (await findings(subject, example, files)).filter(
          (finding) => finding.path === path && finding.start === start,
        );
        deepEqual(left.map(spot), [], `${example.name}: \`${unknown}\` in its place is flagged.`);
      }
    }
  },

  async "what it finds can be suppressed on a line above"(subject) {
    if (subject.rule.id.startsWith("opsguard/")) return;
    for (const example of casesOf(subject.rule, "bad")) {
      for (const finding of await findings(subject, example, example.files)) {
        if (!HAS_COMMENTS.has(classify(finding.path)) || isDirective(example, finding)) continue;
        ok(await isSuppressible(subject, example, finding), `${example.name}: no comment hides ${spot(finding)}.`);
      }
    }
  },

  async "each fix, alone, takes its finding away and leaves a file that parses"(subject) {
    for (const example of casesOf(subject.rule, "bad")) {
      for (const finding of await findings(subject, example, example.files)) {
        if (finding.fix) await fixesAlone(subject, example, finding);
      }
    }
  },
};

/** Tried on every line above, the nearest first: only a parser knows what a comment is about. */
async function isSuppressible(subject: Subject, example: Case, finding: Finding): Promise<boolean> {
  const lines = (example.files[finding.path] ?? "").split("\n");
  for (let at = finding.startLine - 1; at >= 0; at -= 1) {
    const indent = (!AT_LINE_START.has(classify(finding.path)) && /^\s*/.exec(lines[at] ?? "")?.[0]) || "";
    const comment = `${indent}# opsguard-ignore ${subject.rule.id} -- accepted`;
    const files = { ...example.files, [finding.path]: lines.toSpliced(at, 0, comment).join("\n") };
    const { suppressed } = (await open(subject, example, files)).run();
    if (suppressed.some(({ fingerprint }) => fingerprint === finding.fingerprint)) return true;
    if (DIRECTIVE.test(lines[at - 1] ?? "")) return false;
  }
  return false;
}

const HAS_COMMENTS: ReadonlySet<Format> = new Set(["bake", "dockerfile", "dockerignore", "yaml"]);

/** Where a comment may not be indented. */
const AT_LINE_START: ReadonlySet<Format> = new Set(["dockerignore"]);

/** A comment above one of these would undo it. */
const DIRECTIVE = /^#\s*(?:check|escape|syntax)\s*=/i;
const isDirective = ({ files }: Case, { path, startLine }: Finding): boolean =>
  DIRECTIVE.test((files[path] ?? "").split("\n")[startLine - 1] ?? "");

async function fixesAlone(subject: Subject, example: Case, { fix, path, fingerprint }: Finding): Promise<void> {
  const project = await open(subject, example, example.files);
  const count = () => countOf(project, subject.rule);
  const before = count();
  const paths = new Set(fix?.edits.map((edit) => edit.path));
  for (const edited of paths) {
    const edits = (fix?.edits ?? []).filter((edit) => edit.path === edited);
    const problems = project.problemsIn(edited);
    const text = applyEdits(
      project.source(edited)?.text ?? "",
      edits.map((edit) => ({ range: edit, newText: edit.text })),
    );
    await project.update(edited, text);
    ok(project.problemsIn(edited) <= problems, `${example.name}: what the fix makes of ${edited} does not parse.`);
  }
  ok(count() < before, `${example.name}: the finding ${fingerprint} in ${path} is still there after its fix.`);
}

const countOf = (project: OpenProject, rule: Rule): number =>
  project.run({ lineHashes: false }).findings.filter(({ ruleId }) => ruleId === rule.id).length;

async function sameElsewhere(subject: Subject, change: (text: string) => string): Promise<void> {
  for (const example of casesOf(subject.rule, "bad")) {
    const places = async (files: Files) =>
      (await findings(subject, example, files)).map(({ path, startLine, startColumn, endLine, endColumn, message }) => [
        `${path}:${startLine}:${startColumn}-${endLine}:${endColumn}`,
        message,
      ]);
    const elsewhere = Object.entries(example.files).map(([path, text]) => [path, change(text)]);
    deepEqual(await places(Object.fromEntries(elsewhere)), await places(example.files), example.name);
  }
}

/** What a format writes where only a later stage knows the value; plain text has no such thing. */
const UNKNOWN: Readonly<Partial<Record<Format, string>>> = {
  bake: "X",
  dockerfile: "$X",
  yaml: "{{ .Values.x }}",
};
const unknownIn = (path: string): string | undefined =>
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of a workflow
  path.startsWith(".github/workflows/") ? "${{ inputs.x }}" : UNKNOWN[classify(path)];

/** The artefacts of all files, and the units built from them. */
export const artefactsOf = async (files: Files): Promise<readonly Artefact[]> =>
  (await openProject({ files, rules: [] })).artefacts();

/** The places of all literals. Artefacts are plain data, so no format needs to be asked. */
async function literalsOf(files: Files): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const walk = (path: string, data: unknown): void => {
    if (typeof data !== "object" || data === null) return;
    if ("known" in data && data.known && "range" in data) found.add(spot({ path, ...(data.range as Range) }));
    for (const value of Object.values(data)) walk(path, value);
  };
  for (const artefact of await artefactsOf(files)) walk(artefact.path, artefact);
  return found;
}
