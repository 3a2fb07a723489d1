import type { Artefact, ArtefactKind } from "../model/artefact.ts";
import type { SuppressionComments } from "../model/suppression.ts";
import type { SyntaxProblem } from "../model/syntax.ts";
import { classify, type Format } from "../parsers/classify.ts";
import { loadParser, type Parsed, type Parser } from "../parsers/parse.ts";
import { references } from "../project/references.ts";
import type { CheckContext, Rule } from "../rule/define-rule.ts";
import type { Finding, Result } from "../rule/finding.ts";
import { peerCodes } from "../rule/peer-code.ts";
import { type SourceFile, sourceFile } from "../text/source-file.ts";
import { buildUnit, planUnits, UNIT_PARTS } from "../units/unit.ts";
import { type Checked, type Claim, checkArtefact, checkProject, type Outcome } from "./check.ts";
import type { Config } from "./config/config.ts";
import { plainConfig } from "./config/plain-config.ts";
import type { ResolvedConfig } from "./config/resolve.ts";
import { Derived } from "./derived.ts";
import type { Content } from "./disk.ts";
import { Emitter, type Statement } from "./emit.ts";
import { type Files, memoryFiles } from "./files.ts";
import { nearest } from "./nearest.ts";
import { ProjectFacts } from "./project-facts.ts";
import { RuleSet } from "./rule-set.ts";
import { type Suppressible, suppress, suppressionsIn } from "./suppress.ts";

/** A project that is nowhere but in memory. */
export interface ProjectOptions {
  /** Content by path. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What is reported, as files and folders; absent means all. */
  readonly paths?: readonly string[];
  readonly config?: Config;
  readonly rules: readonly Rule[];
  readonly now?: Date;
}

/** What a project is opened with once its config is settled. */
export interface ProjectSetup {
  readonly files: Files;
  readonly config: ResolvedConfig;
  /** All rules there are, running or not. */
  readonly rules: readonly Rule[];
  readonly now: Date;
  /** Heed the comments that suppress. */
  readonly useSuppressions: boolean;
  /** Keep the trees of all files, and not only of those that units are built from. */
  readonly keepsArtefacts: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** All that follows from one file alone. */
interface FileState {
  readonly source: SourceFile;
  readonly checked: readonly Checked[];
  readonly comments: SuppressionComments;
  /** How many things its format cannot mean, or nothing can be read of. */
  readonly problems: number;
  /** The files it names that are there and were not read when it was. */
  readonly names: readonly string[];
}

/** A unit, and the states of the files it was built from: while they are the same, so is it. */
interface UnitState {
  readonly inputs: readonly (FileState | undefined)[];
  readonly checked: Checked;
}

/** A file as it was and is. */
export interface Change {
  readonly path: string;
  readonly before: SourceFile | undefined;
  readonly after: SourceFile | undefined;
}

const MOST_SUGGESTIONS = 100;

/** Milliseconds of work after which others get a turn: to show progress, to stop it. */
const TURN = 50;

/** A project held open: tell it what changed, ask it what is wrong. */
export class OpenProject {
  readonly #files: Files;
  readonly #setup: ProjectSetup;
  readonly #rules: RuleSet;
  readonly #context: CheckContext;
  readonly #ids: ReadonlySet<string>;
  readonly #parsers = new Map<Format, Parser>();
  readonly #states = new Map<string, FileState>();
  /** Updated to be no more. */
  readonly #gone = new Set<string>();
  /** As they were when first seen; `undefined` for those that were not there. */
  readonly #originals = new Map<string, SourceFile | undefined>();
  readonly #nearestIds = new Map<string, string | undefined>();
  #units = new Map<string, UnitState>();

  private constructor(setup: ProjectSetup) {
    this.#setup = setup;
    this.#files = setup.files;
    this.#rules = new RuleSet(setup.config.rules, setup.files.isWhole);
    this.#context = { today: setup.now.toISOString().slice(0, 10) };
    this.#ids = new Set(setup.rules.flatMap((rule) => [rule.id, ...peerCodes(rule)]));
  }

  static async open(setup: ProjectSetup): Promise<OpenProject> {
    const project = new OpenProject(setup);
    await project.#read();
    return project;
  }

  source(path: string): SourceFile | undefined {
    return this.#states.get(path)?.source;
  }

  /** Is there such a file, read or not? */
  exists(path: string): boolean {
    return this.#states.has(path) || (!this.#gone.has(path) && this.#files.exists(path));
  }

  /** Is what is found in this file reported? */
  covers(path: string): boolean {
    return this.#files.covers(path);
  }

  /** All artefacts that rules judge, those of units included, as far as they are kept. */
  artefacts(): readonly Artefact[] {
    return this.#judged().flatMap(({ derived }) => derived.artefact ?? []);
  }

  /** How many things its format cannot mean, or nothing can be read of, stand in a file. */
  problemsIn(path: string): number {
    return this.#states.get(path)?.problems ?? 0;
  }

  /** All files that an update made differ from what was first read, in order of path. */
  changes(): readonly Change[] {
    return [...this.#originals]
      .map(([path, before]) => ({ path, before, after: this.source(path) }))
      .filter(({ before, after }) => before?.text !== after?.text || before?.bom !== after?.bom)
      .toSorted((a, b) => compare(a.path, b.path));
  }

  /** The file now holds `content`; `undefined` means it is gone. No other file is parsed or checked again. */
  async update(path: string, content: string | Uint8Array | undefined): Promise<void> {
    if (!this.#originals.has(path)) this.#originals.set(path, this.source(path));
    this.#states.delete(path);
    if (content === undefined) {
      this.#gone.add(path);
      return;
    }
    this.#gone.delete(path);
    await this.#prepare([path]);
    this.#add(path, typeof content === "string" ? content : { bytes: content });
    await this.#readContext([path]);
  }

  /** `lineHashes: false` leaves GitHub's hashes out of the findings; they are the one thing that costs and few need. */
  run({ lineHashes = true }: { readonly lineHashes?: boolean } = {}): Result {
    const judged = this.#judged();
    const joined = checkProject(this.#facts(judged), this.#rules, this.#context);
    const emitter = new Emitter((path) => this.source(path), { lineHashes });

    const found = this.#emit([...judged, joined], emitter);
    const isOwn = ({ finding }: Suppressible): boolean => finding.ruleId.startsWith("opsguard/");
    const verdict = this.#suppress(found.filter((one) => !isOwn(one)));
    const own = verdict.comments.map((artefact) => checkArtefact(artefact, this.#rules, this.#context));
    const ownFindings = [...found.filter(isOwn), ...this.#emit(own, emitter)].map(({ finding }) => finding);

    const findings = [...verdict.findings, ...ownFindings].toSorted(byPlace);
    const reporting = new Set([...findings, ...verdict.suppressed].map(({ ruleId }) => ruleId));
    const failures = [...judged, joined, ...own].flatMap((outcome) => outcome.failures);
    return {
      files: [...this.#states.keys()].filter((path) => this.#files.covers(path)).length,
      rules: this.#rules.all.map(({ rule }) => rule).filter(({ id }) => reporting.has(id)),
      findings,
      suppressed: verdict.suppressed.toSorted(byPlace),
      failures: failures.map((failure) => ({ ...failure, message: emitter.mask(failure.message) })),
    };
  }

  #suppress(found: readonly Suppressible[]) {
    const { useSuppressions, config } = this.#setup;
    const comments = useSuppressions ? this.#ordered().map((state) => state.comments) : [];
    const said = comments.filter(({ suppressions, path }) => suppressions.length > 0 && this.#files.covers(path));
    return suppress(found, said, {
      today: this.#context.today,
      requireReason: config.requireReason.value,
      honorPeers: config.honorPeers.value,
      exists: (id) => this.#ids.has(id),
      nearest: this.#nearest,
      ran: (id, path) => this.#rules.withId(id).some((enabled) => enabled.runsOn(path)),
    });
  }

  /** Of the first unknown names only: a file may hold any number, and each takes a look at all rules. */
  readonly #nearest = (id: string): string | undefined => {
    if (this.#nearestIds.has(id)) return this.#nearestIds.get(id);
    const found = this.#nearestIds.size < MOST_SUGGESTIONS ? nearest(id, [...this.#ids]) : undefined;
    this.#nearestIds.set(id, found);
    return found;
  };

  async #read(): Promise<void> {
    const { signal, onProgress } = this.#setup;
    const paths = this.#files.selected;
    await this.#prepare(paths);
    let turn = performance.now();
    for (const [done, path] of paths.entries()) {
      this.#add(path, this.#files.read(path));
      if (performance.now() - turn < TURN) continue;
      onProgress?.(done + 1, paths.length);
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      turn = performance.now();
    }
    onProgress?.(paths.length, paths.length);
    await this.#readContext(paths);
  }

  /** Reads what the files name, and what those name in turn, without reporting on it. */
  async #readContext(paths: readonly string[]): Promise<void> {
    for (let named = paths; named.length > 0; ) {
      const next = new Set<string>();
      for (const path of named) {
        for (const other of this.#states.get(path)?.names ?? []) if (this.#isUnread(other)) next.add(other);
      }
      named = [...next].filter((path) => this.#files.exists(path));
      await this.#prepare(named);
      for (const path of named) this.#add(path, this.#files.read(path));
    }
  }

  #isUnread(path: string): boolean {
    return !this.#states.has(path) && !this.#gone.has(path);
  }

  /** Loads the parsers that these files need. */
  async #prepare(paths: readonly string[]): Promise<void> {
    for (const format of new Set(paths.map(classify))) {
      if (!this.#parsers.has(format)) this.#parsers.set(format, await loadParser(format));
    }
  }

  #add(path: string, content: Content | string | undefined): void {
    if (content === undefined) return;
    const format = classify(path);
    if (typeof content !== "string" && "unreadable" in content) {
      // A file that means nothing by its name is no loss.
      if (format !== "text") this.#set(sourceFile(path, ""), NOTHING, [problem(0, content.unreadable)]);
      return;
    }
    if (format === "text" && typeof content !== "string" && isBinary(content.bytes)) return;
    const source = sourceFile(path, typeof content === "string" ? content : content.bytes);
    const problems = format === "text" ? [] : encodingProblems(source);
    this.#set(source, this.#parsers.get(format)?.(source) ?? NOTHING, problems);
  }

  #set(source: SourceFile, parsed: Parsed, problems: readonly SyntaxProblem[]): void {
    const { path, text } = source;
    const artefacts: Artefact[] = [{ kind: "text", path, text }, ...parsed.artefacts];
    if (problems.length > 0) artefacts.push({ kind: "syntax", path, problems });
    const isReported = this.#files.covers(path);
    const names = artefacts.flatMap(references).filter((other) => this.#isUnread(other) && this.#files.exists(other));
    const checked = artefacts.map((artefact) =>
      isReported
        ? checkArtefact(artefact, this.#rules, this.#context)
        : { derived: new Derived(artefact), claims: [], failures: [] },
    );
    this.#states.set(path, {
      source,
      checked,
      comments: { kind: "suppressions", path, suppressions: suppressionsIn(source, parsed.comments, artefacts) },
      problems: artefacts.reduce((sum, one) => sum + ("problems" in one ? one.problems.length : 0), 0),
      names,
    });
    if (this.#setup.keepsArtefacts) return;
    for (const { derived } of checked) {
      if (!KEPT.has(derived.from.kind)) derived.release({ keepsFacts: this.#rules.projectRules.length > 0 });
    }
  }

  #ordered(): readonly FileState[] {
    return [...this.#states.values()].toSorted((a, b) => compare(a.source.path, b.source.path));
  }

  #facts(judged: readonly Checked[]): ProjectFacts {
    const paths = [...this.#states.keys()];
    return new ProjectFacts(
      judged.map(({ derived }) => derived),
      { files: this.#files, paths, exists: (path) => this.exists(path) },
    );
  }

  /** Units, and the artefacts that are in none. A unit is what its inputs are: checked again when one of them changes. */
  #judged(): readonly Checked[] {
    const checked = this.#ordered().flatMap((state) => state.checked);
    const known = this.#units;
    this.#units = new Map();
    const within = new Set<string>();
    const artefactsOf = (path: string) =>
      this.#states.get(path)?.checked.flatMap(({ derived }) => derived.artefact ?? []) ?? [];
    for (const plan of planUnits(this.#facts(checked))) {
      for (const path of plan.inputs) within.add(`${plan.kind} ${path}`);
      const inputs = plan.inputs.map((path) => this.#states.get(path));
      const key = [plan.by, plan.path, ...plan.inputs].join("\0");
      const before = known.get(key);
      const isSame = before?.inputs.every((state, i) => state === inputs[i]) === true;
      const unit = isSame ? before.checked : checkArtefact(buildUnit(plan, artefactsOf), this.#rules, this.#context);
      this.#units.set(key, { inputs, checked: unit });
    }
    if (this.#units.size === 0) return checked;
    const alone = checked.filter(({ derived: { from } }) => !within.has(`${from.kind} ${from.path}`));
    return [...alone, ...[...this.#units.values()].map((unit) => unit.checked)];
  }

  /** What several units say of one place is one finding. */
  #emit(outcomes: readonly Outcome[], emitter: Emitter): readonly Suppressible[] {
    const places = new Map<string, { claims: Claim[]; severity: Finding["severity"] }>();
    for (const { claims } of outcomes) {
      for (const claim of claims) {
        const severity = this.#severityOf(claim);
        if (severity === "off") continue;
        const key = keyOf(claim);
        const same = places.get(key);
        if (same) same.claims.push(claim);
        else places.set(key, { claims: [claim], severity });
      }
    }
    const statements: Statement[] = [];
    for (const { claims, severity } of places.values()) {
      const [claim] = claims;
      const units = claims.flatMap(({ from }) => (from?.inputs ? [from.path] : []));
      if (claim) statements.push({ claim, units, severity });
    }
    const findings = emitter.findings(statements);
    return statements.flatMap(({ claim }, i) => {
      const finding = findings[i];
      return finding ? [{ finding, peerAt: claim.report.peerAt?.range }] : [];
    });
  }

  /** `off` also where nothing is reported, or may be missing. */
  #severityOf({ by, report, from }: Claim): Finding["severity"] | "off" {
    const { path } = report.at.range;
    if (!this.#files.covers(path) || (report.missing !== undefined && from?.partial)) return "off";
    return by.severityOf(report, path);
  }
}

/** Opens a project in memory. */
export const openProject = async ({ files, paths, config = {}, rules, now = new Date() }: ProjectOptions) =>
  OpenProject.open({
    files: memoryFiles(files, paths),
    config: plainConfig(rules, config),
    rules,
    now,
    useSuppressions: true,
    keepsArtefacts: true,
  });

/** Parts of units; and text, which is kept as the source anyway. */
const KEPT: ReadonlySet<ArtefactKind> = new Set([...UNIT_PARTS, "text"]);

const NOTHING: Parsed = { artefacts: [], comments: [] };

/** Of one file, a rule may say several things of one place; of several builds, it is the place that counts. */
function keyOf({ by, report: { at, missing, message, peers = [] }, from }: Claim): string {
  const { path, start, end } = at.range;
  const what = from?.inputs ? "" : [message, ...peers].join("\0");
  return [by.rule.id, path, start, end, missing, what].join("\0");
}

function problem(at: number, { code, reason }: { readonly code: string; readonly reason: string }): SyntaxProblem {
  return { range: { start: at, end: at }, message: `This file ${reason}.`, code };
}

/** What a text must not be, whatever its format. */
function encodingProblems({ text, encoding }: SourceFile): readonly SyntaxProblem[] {
  const nul = text.indexOf("\0");
  const lost = encoding === "unknown" ? text.indexOf("\uFFFD") : -1;
  const found = [
    ...(lost === -1
      ? []
      : [
          { at: lost, code: "not-utf-8", message: "This is not valid UTF-8, so the file was read as well as it goes." },
        ]),
    ...(nul === -1 ? [] : [{ at: nul, code: "nul", message: "A NUL character stands here, as in no text." }]),
  ];
  return found.map(({ at, code, message }) => ({ range: { start: at, end: at + 1 }, message, code }));
}

/** As git sees it: a NUL among the first bytes. */
const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8000).includes(0);

const byPlace = (a: Finding, b: Finding): number =>
  compare(a.path, b.path) || a.start - b.start || a.end - b.end || compare(a.ruleId, b.ruleId);

/** By code unit: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
