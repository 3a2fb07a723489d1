import type { Artefact } from "../model/artefact.ts";
import type { SuppressionComments } from "../model/suppression.ts";
import { classify, type Format } from "../parsers/classify.ts";
import { loadParser, type Parser } from "../parsers/parse.ts";
import { derive } from "../project/derive.ts";
import type { FactKind, FactOf } from "../project/fact.ts";
import type { Project } from "../project/project.ts";
import type { CheckContext, Rule } from "../rule/define-rule.ts";
import type { Finding, Result } from "../rule/finding.ts";
import { type SourceFile, sourceFile } from "../text/source-file.ts";
import { buildUnit, planUnits } from "../units/unit.ts";
import { type Checked, type Claim, checkArtefact, checkProject, type Outcome } from "./check.ts";
import { type Config, type EnabledRule, resolveRules } from "./config.ts";
import { type Disk, openDisk } from "./disk.ts";
import { Emitter } from "./emit.ts";
import { secretLines } from "./mask.ts";
import { suppress, suppressionsIn } from "./suppress.ts";

export interface ProjectOptions {
  /** The root on disk; or, without one, all there is by path. */
  readonly cwd?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** What is reported, as prefixes; absent means the whole project. */
  readonly paths?: readonly string[];
  readonly config?: Config;
  readonly rules: readonly Rule[];
  readonly now?: Date;
}

/** All that follows from one file alone. */
interface FileState {
  readonly source: SourceFile;
  readonly checked: readonly Checked[];
  readonly comments: SuppressionComments;
}

/** A project held open: tell it what changed, ask it what is wrong. */
export class OpenProject {
  readonly #rules: readonly EnabledRule[];
  readonly #paths: readonly string[] | undefined;
  readonly #context: CheckContext;
  readonly #disk: Disk | undefined;
  readonly #parsers = new Map<Format, Parser>();
  readonly #files = new Map<string, FileState>();
  #units = new Map<string, Checked>();

  private constructor({ cwd, paths, config = {}, rules, now = new Date() }: ProjectOptions) {
    this.#rules = resolveRules(rules, config).filter(({ rule }) => paths === undefined || !("needs" in rule));
    this.#paths = paths;
    this.#context = { today: now.toISOString().slice(0, 10) };
    this.#disk = cwd === undefined ? undefined : openDisk(cwd);
  }

  static async open(options: ProjectOptions): Promise<OpenProject> {
    const project = new OpenProject(options);
    for (const path of project.#disk?.files() ?? []) await project.update(path, project.#disk?.read(path));
    for (const [path, content] of Object.entries(options.files ?? {})) await project.update(path, content);
    return project;
  }

  source(path: string): SourceFile | undefined {
    return this.#files.get(path)?.source;
  }

  /** All artefacts that rules judge, those of units included. */
  artefacts(): readonly Artefact[] {
    return this.#judged([...this.#files.values()].flatMap(({ checked }) => checked)).map(({ artefact }) => artefact);
  }

  /** The file now holds `content`; `undefined` means it is gone. No other file is parsed or checked again. */
  async update(path: string, content: string | Uint8Array | undefined): Promise<void> {
    this.#files.delete(path);
    if (content === undefined) return;
    const source = sourceFile(path, content);
    const format = classify(path);
    const parser = this.#parsers.get(format) ?? (await loadParser(format));
    this.#parsers.set(format, parser);
    const parsed = parser(source);
    const artefacts: readonly Artefact[] = [{ kind: "text", path, text: source.text }, ...parsed.artefacts];
    this.#files.set(path, {
      source,
      checked: artefacts.map((artefact) => checkArtefact(artefact, this.#rules, this.#context)),
      comments: { kind: "suppressions", path, suppressions: suppressionsIn(source, parsed.comments) },
    });
  }

  run(): Result {
    const files = [...this.#files.values()].toSorted((a, b) => compare(a.source.path, b.source.path));
    const judged = this.#judged(files.flatMap(({ checked }) => checked));
    const joined = checkProject(this.#project(judged), this.#rules, this.#context);

    const sources = files.map(({ source }) => source);
    const emitter = new Emitter(sources, new Set(sources.flatMap(({ text }) => secretLines(text))));
    const found = this.#emit([...judged, joined], emitter);
    const comments = files.map((file) => file.comments).filter(({ suppressions }) => suppressions.length > 0);
    const verdict = suppress(found, comments, new Set(this.#rules.map(({ rule }) => rule.id)), this.#context.today);
    const own = verdict.comments.map((artefact) => checkArtefact(artefact, this.#rules, this.#context));
    const failures = [...judged, joined, ...own].flatMap((outcome) => outcome.failures);
    const findings = [...verdict.findings, ...this.#emit(own, emitter)].toSorted(byPlace);
    const reporting = new Set([...findings, ...verdict.suppressed].map(({ ruleId }) => ruleId));
    return {
      files: files.length,
      rules: this.#rules.map(({ rule }) => rule).filter(({ id }) => reporting.has(id)),
      findings,
      suppressed: verdict.suppressed.toSorted(byPlace),
      failures: failures.map((failure) => ({ ...failure, message: emitter.mask(failure.message) })),
    };
  }

  #project(judged: readonly Checked[]): Project {
    const facts = new Map<FactKind, readonly unknown[]>();
    const all = <K extends FactKind>(kind: K): readonly FactOf<K>[] => {
      const known = facts.get(kind) ?? judged.flatMap(({ artefact }) => derive(kind, artefact));
      facts.set(kind, known);
      return known as readonly FactOf<K>[];
    };
    const paths = [...this.#files.keys()].toSorted(compare);
    const below = (path: string, folder: string): boolean => folder === "" || path.startsWith(`${folder}/`);
    return {
      all,
      exists: (path) => paths.some((file) => file === path || below(file, path)) || this.#disk?.exists(path) === true,
      isIgnored: () => false,
      isTracked: () => undefined,
      filesIn: (folder) => (this.#paths ? undefined : paths.filter((path) => below(path, folder))),
    };
  }

  /** Units, and the artefacts that are in none. A unit is what its inputs are: checked again when one of them changes. */
  #judged(checked: readonly Checked[]): readonly Checked[] {
    const artefactsOf = (path: string) => this.#files.get(path)?.checked.map(({ artefact }) => artefact) ?? [];
    this.#units = new Map();
    const within = new Set<string>();
    for (const plan of planUnits(this.#project(checked))) {
      for (const path of plan.inputs) within.add(`${plan.kind} ${path}`);
      this.#units.set(plan.path, checkArtefact(buildUnit(plan, artefactsOf), this.#rules, this.#context));
    }
    const alone = checked.filter(({ artefact }) => !within.has(`${artefact.kind} ${artefact.path}`));
    return [...alone, ...this.#units.values()];
  }

  /** What several units say of one place is one finding. */
  #emit(outcomes: readonly Outcome[], emitter: Emitter): readonly Finding[] {
    const places = new Map<string, Claim[]>();
    for (const claim of outcomes.flatMap(({ claims }) => claims)) {
      const { by, report, from } = claim;
      const { path, start, end } = report.at.range;
      if (by.excludes(path) || (report.missing !== undefined && from?.partial)) continue;
      if (this.#paths?.every((prefix) => path !== prefix && !path.startsWith(`${prefix}/`))) continue;
      const key = [by.rule.id, path, start, end, report.missing].join("\0");
      const same = places.get(key);
      if (same) same.push(claim);
      else places.set(key, [claim]);
    }
    return [...places.values()].flatMap((same) => {
      const [first] = same;
      const units = same.flatMap(({ from }) => (from?.inputs ? [from.path] : []));
      return first ? [emitter.finding(first, units)] : [];
    });
  }
}

/** Reads, parses and checks all there is; then `run()` says what is wrong. */
export const openProject = (options: ProjectOptions): Promise<OpenProject> => OpenProject.open(options);

const byPlace = (a: Finding, b: Finding): number =>
  compare(a.path, b.path) || a.start - b.start || a.end - b.end || compare(a.ruleId, b.ruleId);

/** By code unit: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
