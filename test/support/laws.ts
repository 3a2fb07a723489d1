import { expect } from "vitest";
import { checkArtefact } from "../../src/engine/check.ts";
import { plainConfig } from "../../src/engine/config/plain-config.ts";
import { openProject } from "../../src/engine/open-project.ts";
import { RuleSet } from "../../src/engine/rule-set.ts";
import type { Artefact } from "../../src/model/artefact.ts";
import { classify, type Format } from "../../src/parsers/classify.ts";
import type { Rule } from "../../src/rule/define-rule.ts";
import type { Range } from "../../src/text/source-file.ts";
import { casesOf, type Files, findings, open, spot } from "./examples.ts";

type Law = (rule: Rule) => void | Promise<void>;

/** What holds for every rule, tried on all its examples. */
export const LAWS: Readonly<Record<string, Law>> = {
  "its title, why and remedy read well"({ title, why, remedy }) {
    expect(title).toMatch(/^[A-Z.].*[^.]$/);
    for (const sentence of [why, remedy]) expect(sentence).toMatch(/^[A-Z`][\s\S]*\.$/);
  },

  async "it has a fix exactly when it says so"(rule) {
    const bad = casesOf(rule, "bad");
    const safeties = new Set<string | undefined>();
    for (const example of bad) {
      for (const { fix } of await findings(rule, example, example.files)) if (fix) safeties.add(fix.safety);
    }
    expect([...safeties]).toEqual(rule.fix ? [rule.fix] : []);
    expect(bad.some(({ fixed }) => fixed)).toBe(rule.fix !== undefined);
  },

  async "it speaks in sentences, of places that exist"(rule) {
    for (const example of casesOf(rule, "bad")) {
      const { name, files } = example;
      for (const finding of await findings(rule, example, files)) {
        expect(finding.message, name).toMatch(/^\S[^\n]{0,198}\.$/);
        expect(finding.message, name).not.toContain(rule.id);
        for (const { path, start, end } of [finding, ...finding.related, ...(finding.fix?.edits ?? [])]) {
          expect([start <= end, end <= (files[path]?.length ?? 0)], name).toEqual([true, true]);
        }
      }
    }
  },

  async "it says the same whichever file came first"(rule) {
    for (const example of casesOf(rule, "bad")) {
      const reversed = Object.fromEntries(Object.entries(example.files).toReversed());
      const found = await findings(rule, example, example.files);
      expect(await findings(rule, example, reversed), example.name).toEqual(found);
    }
  },

  async "it says the same with CRLF and a byte order mark"(rule) {
    await sameElsewhere(rule, (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`);
  },

  async "it says the same without a final line end"(rule) {
    await sameElsewhere(rule, (text) => text.replace(/\n$/, ""));
  },

  async "it sees plain data, and no difference in a clone"(rule) {
    const rules = new RuleSet(plainConfig([rule], { extends: ["opsguard:all"] }).rules, true);
    const context = { today: "2030-06-15" };
    for (const { name, files } of [...casesOf(rule, "bad"), ...casesOf(rule, "good")]) {
      for (const artefact of await artefactsOf(files)) {
        const clone = structuredClone(artefact);
        expect(clone, name).toEqual(artefact);
        expect(checkArtefact(clone, rules, context), name).toEqual(checkArtefact(artefact, rules, context));
      }
    }
  },

  /** What stays when the value it points at is undecided judges an absence, and must say `missing`. */
  async "an unknown is never evidence"(rule) {
    for (const example of casesOf(rule, "bad")) {
      const literals = await literalsOf(example.files);
      for (const { path, start, end, missing } of await findings(rule, example, example.files)) {
        const unknown = UNKNOWN[classify(path)];
        if (!unknown || missing !== undefined || !literals.has(spot({ path, start, end }))) continue;
        const text = example.files[path] ?? "";
        const files = { ...example.files, [path]: text.slice(0, start) + unknown + text.slice(end) };
        const left = (await findings(rule, example, files)).filter(
          (finding) => finding.path === path && finding.start === start,
        );
        expect(left, example.name).toEqual([]);
      }
    }
  },

  async "what it finds can be suppressed on the line above"(rule) {
    if (rule.id.startsWith("opsguard/")) return;
    for (const example of casesOf(rule, "bad")) {
      for (const { path, startLine, fingerprint } of await findings(rule, example, example.files)) {
        const text = example.files[path] ?? "";
        const lines = text.split("\n");
        const at = commentLine(lines, startLine);
        if (at === undefined || path.endsWith(".json")) continue;
        const indent = /^\s*/.exec(lines[at] ?? "")?.[0] ?? "";
        const line = `${indent}# opsguard-ignore ${rule.id} -- accepted`;
        const files = { ...example.files, [path]: lines.toSpliced(at, 0, line).join("\n") };
        const { suppressed } = (await open(rule, example, files)).run();
        expect(
          suppressed.map((finding) => finding.fingerprint),
          example.name,
        ).toContain(fingerprint);
      }
    }
  },
};

/**
 * Where a comment above the construct that holds the 1-based line `startLine` goes: never inside a continued instruction
 * or a heredoc.
 */
function commentLine(lines: readonly string[], startLine: number): number | undefined {
  let at = startLine - 1;
  const opener = lines.slice(0, at).findLastIndex((line) => /<<-?["']?\w/.test(line));
  const name = /<<-?["']?(\w+)/.exec(lines[opener] ?? "")?.[1];
  if (name && !lines.slice(opener + 1, at).some((line) => line.trim() === name)) at = opener;
  while (at > 0 && /[\\`]\s*$/.test(lines[at - 1] ?? "")) at -= 1;
  const isDirective = (line: string): boolean => /^#\s*(?:escape|syntax)\s*=/i.test(line);
  return lines.slice(at).some(isDirective) ? undefined : at;
}

async function sameElsewhere(rule: Rule, change: (text: string) => string): Promise<void> {
  for (const example of casesOf(rule, "bad")) {
    const places = async (files: Files) =>
      (await findings(rule, example, files)).map(({ path, startLine, startColumn }) => [path, startLine, startColumn]);
    const elsewhere = Object.entries(example.files).map(([path, text]) => [path, change(text)]);
    expect(await places(Object.fromEntries(elsewhere)), example.name).toEqual(await places(example.files));
  }
}

/** What a format writes where only a later stage knows the value; plain text has no such thing. */
const UNKNOWN: Readonly<Partial<Record<Format, string>>> = {
  dockerfile: "$X",
  yaml: "{{ .Values.x }}",
};

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
