import type { Finding, Result } from "../rule/finding.ts";
import { grouped } from "../text/grouped.ts";
import { firstNotBefore } from "../text/in-order.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import { applyEdits, conflict } from "../text/text-edit.ts";
import { matchesAny } from "../text/wildcard.ts";
import type { OpenProject } from "./open-project.ts";

export interface FixOptions {
  /** Globs over ids: of which rules alone. Absent means all. */
  readonly rules?: readonly string[];
  /** Which of the findings may be fixed, as those that no baseline accepts. Absent means all. */
  readonly among?: (findings: readonly Finding[]) => readonly Finding[];
}

export interface FixOutcome {
  readonly applied: readonly Finding[];
  /** Their fix left the finding standing, made one of any rule, or could not be made: it was taken back. */
  readonly rejected: readonly Finding[];
}

/** A fix may uncover another; what takes longer than this has no end. */
const MOST_PASSES = 10;

/**
 * Applies fixes until none is left. In one pass, all go in that do not get in each other's way; what came of them is checked,
 * and where it is not better in every respect they go in apart, down to one by one.
 */
export async function applyFixes(
  project: OpenProject,
  safeties: readonly ("safe" | "unsafe")[],
  { rules = ["*"], among = (findings) => findings }: FixOptions = {},
): Promise<FixOutcome> {
  const fixer = new Fixer(
    project,
    ({ fix, ruleId }) => fix !== undefined && safeties.includes(fix.safety) && matchesAny(ruleId, rules),
    among,
  );
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    if (!(await fixer.pass())) break;
  }
  return { applied: fixer.applied, rejected: [...fixer.rejected.values()] };
}

class Fixer {
  readonly applied: Finding[] = [];
  readonly rejected = new Map<string, Finding>();
  readonly #project: OpenProject;
  readonly #isWanted: (finding: Finding) => boolean;
  readonly #among: Required<FixOptions>["among"];
  #result: Result;
  #keys: ReadonlyMap<Finding, string> = new Map();

  constructor(project: OpenProject, isWanted: (finding: Finding) => boolean, among: Required<FixOptions>["among"]) {
    this.#project = project;
    this.#isWanted = isWanted;
    this.#among = among;
    this.#result = project.run({ lineHashes: false });
  }

  /** Was there anything to do? */
  async pass(): Promise<boolean> {
    const chosen = apart(this.#candidates());
    await this.#tryGroups(clusters(chosen));
    return chosen.length > 0;
  }

  /** The findings with a fix that has not failed yet and can be made. */
  #candidates(): readonly Finding[] {
    this.#keys = keysOf(this.#result.findings);
    return this.#among(this.#result.findings).filter((finding) => {
      if (!this.#isWanted(finding) || this.rejected.has(this.#keyOf(finding))) return false;
      if (this.#canMake(finding)) return true;
      this.#reject(finding);
      return false;
    });
  }

  #keyOf(finding: Finding): string {
    return this.#keys.get(finding) ?? "";
  }

  #reject(finding: Finding): void {
    this.rejected.set(this.#keyOf(finding), finding);
  }

  /** A file that is not valid UTF-8 is left alone, as is one that was never read; what is created must not be there yet. */
  #canMake({ fix }: Finding): boolean {
    const edits = fix?.edits ?? [];
    if (edits.some((edit, i) => edits.slice(0, i).some((other) => isConflict(edit, other)))) return false;
    return edits.every(({ path, start, end }) => {
      const source = this.#project.source(path);
      return source ? source.encoding === "utf-8" : start === 0 && end === 0 && !this.#project.exists(path);
    });
  }

  /** Halves what fails. Groups have no file in common, so each can go in before or after any other. */
  async #tryGroups(groups: readonly (readonly Finding[])[]): Promise<void> {
    const [first] = groups;
    if (!first || (await this.#attempt(groups.flat()))) return;
    const middle = groups.length >> 1;
    if (middle === 0) await this.#oneByOne(first);
    else {
      await this.#tryGroups(groups.slice(0, middle));
      await this.#tryGroups(groups.slice(middle));
    }
  }

  /** What would make another finding may do no harm once the rest is in, so that it is tried once more. */
  async #oneByOne(group: readonly Finding[]): Promise<void> {
    const [only] = group;
    if (only && group.length === 1) {
      this.#reject(only);
      return;
    }
    const paths = new Set(group.map(({ path }) => path));
    const early = await this.#inTurn(paths, group.length);
    for (const key of early) this.rejected.delete(key);
    await this.#inTurn(paths, early.length);
  }

  /**
   * Tries `count` of those in the files, each looked up again, since where it stands follows from those before it. Returns the
   * keys of what failed before another went in.
   */
  async #inTurn(paths: ReadonlySet<string>, count: number): Promise<readonly string[]> {
    const failed: string[] = [];
    let early = 0;
    for (let i = 0; i < count; i += 1) {
      const next = this.#candidates().find(({ path }) => paths.has(path));
      if (!next) break;
      if (await this.#attempt([next])) early = failed.length;
      else {
        this.#reject(next);
        failed.push(this.#keyOf(next));
      }
    }
    return failed.slice(0, early);
  }

  /** Applies them all, and takes all back unless everything is better then. */
  async #attempt(findings: readonly Finding[]): Promise<boolean> {
    const project = this.#project;
    const edits = editsByPath(findings);
    const before = [...edits.keys()].map((path) => ({
      path,
      source: project.source(path),
      problems: project.problemsIn(path),
    }));
    for (const { path, source } of before) {
      await project.update(path, written(source, edited(source, edits.get(path) ?? [])));
    }
    const result = project.run({ lineHashes: false });
    const isReadable = before.every(({ path, problems }) => project.problemsIn(path) <= problems);
    if (isReadable && isBetter(this.#result, result, findings)) {
      this.applied.push(...findings);
      this.#result = result;
      return true;
    }
    for (const { path, source } of before) await project.update(path, source && written(source, source.text));
    return false;
  }
}

type Edit = NonNullable<Finding["fix"]>["edits"][number];

/** An edit changes the fingerprint of whatever else is flagged in the same words, so that only counts can be compared. */
function isBetter(before: Result, after: Result, fixed: readonly Finding[]): boolean {
  const counts = new Map<string, number>();
  const add = (findings: readonly Finding[], sign: number): void => {
    for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + sign);
  };
  add(before.findings, 1);
  add(fixed, -1);
  add(after.findings, -1);
  return [...counts.values()].every((left) => left >= 0) && after.failures.length <= before.failures.length;
}

/** As many as do not get in each other's way, the first first. */
function apart(candidates: readonly Finding[]): readonly Finding[] {
  const taken = new Map<string, Range[]>();
  return candidates.filter(({ fix }) => {
    const edits = fix?.edits ?? [];
    if (edits.some((edit) => clashes(taken.get(edit.path) ?? [], edit))) return false;
    for (const edit of edits) {
      const ranges = taken.get(edit.path) ?? [];
      ranges.splice(firstFrom(ranges, edit), 0, edit);
      taken.set(edit.path, ranges);
    }
    return true;
  });
}

/** `ranges` are in order and apart, so only the neighbours of an edit can be in its way. */
function clashes(ranges: readonly Range[], edit: Edit): boolean {
  const at = firstFrom(ranges, edit);
  return [ranges[at - 1], ranges[at], ranges[at + 1]].some((range) => range !== undefined && conflict(range, edit));
}

/** The index of the first range that starts where an edit does, or later. */
const firstFrom = (ranges: readonly Range[], edit: Edit): number =>
  firstNotBefore(ranges, ({ start }) => start < edit.start);

interface Group {
  readonly members: Finding[];
  readonly paths: Set<string>;
}

/** Those that touch a common file, themselves or through others, stay together. */
function clusters(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const paths = new Set([finding.path, ...(finding.fix?.edits ?? []).map(({ path }) => path)]);
    const [first, ...others] = new Set([...paths].flatMap((path) => groups.get(path) ?? []));
    const into: Group = first ?? { members: [], paths: new Set() };
    into.members.push(finding, ...others.flatMap(({ members }) => members));
    for (const path of [...paths, ...others.flatMap((other) => [...other.paths])]) {
      into.paths.add(path);
      groups.set(path, into);
    }
  }
  return [...new Set(groups.values())].map(({ members }) => members);
}

const editsByPath = (findings: readonly Finding[]): ReadonlyMap<string, readonly Edit[]> =>
  grouped(
    findings.flatMap(({ fix }) => fix?.edits ?? []),
    ({ path }) => path,
  );

const edited = (source: SourceFile | undefined, edits: readonly Edit[]): string =>
  applyEdits(
    source?.text ?? "",
    edits.map((edit) => ({ range: edit, newText: edit.text })),
  );

const written = (source: SourceFile | undefined, text: string): string => (source?.bom ? `\uFEFF${text}` : text);
const isConflict = (a: Edit, b: Edit): boolean => a.path === b.path && conflict(a, b);

/** Findings of the same words in one file are told apart by their order. */
function keysOf(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const counts = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const words = `${finding.path}\0${finding.fingerprint}`;
      const count = counts.get(words) ?? 0;
      counts.set(words, count + 1);
      return [finding, `${words}\0${count}`];
    }),
  );
}
