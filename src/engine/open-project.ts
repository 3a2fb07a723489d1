import type { Artefact, ArtefactKind, Unit } from "../model/artefact.ts";
import type { Suppression } from "../model/suppression.ts";
import type { Node } from "../model/tree.ts";
import { classify, type Format } from "../parsers/classify.ts";
import {
  type DocumentReader,
  loadDocumentReader,
  loadParser,
  MEANINGS,
  OF_ANY_FORMAT,
  type Parser,
} from "../parsers/parse.ts";
import type { CheckContext, Rule } from "../rule/define-rule.ts";
import type { Finding, Result } from "../rule/finding.ts";
import { peerCodes, peerNames } from "../rule/peer-code.ts";
import { folderOf, isWithin } from "../text/path.ts";
import type { Place, SourceFile } from "../text/source-file.ts";
import { buildUnit, planUnits, UNIT_PARTS } from "../units/unit.ts";
import { batchesOf, type NamedContent } from "./batches.ts";
import { BuildAnnotations } from "./build-annotations.ts";
import { type Checked, type Claim, checkArtefacts, checkProject, type Outcome } from "./check.ts";
import { dayOf, milliseconds } from "./clock.ts";
import type { Config } from "./config/config.ts";
import { plainConfig } from "./config/plain-config.ts";
import type { ResolvedConfig } from "./config/resolve.ts";
import { Derived, type Provenance } from "./derived.ts";
import { Emitter } from "./emit.ts";
import { type FileContent, type FileState, readContent } from "./file-state.ts";
import { type Files, memoryFiles } from "./files.ts";
import { nearest } from "./nearest.ts";
import { byPlace, compare } from "./order.ts";
import { namedToBuildOn, OtherKustomizations } from "./other-kustomizations.ts";
import { ProjectFacts } from "./project-facts.ts";
import { RuleSet } from "./rule-set.ts";
import type { RunOptions } from "./run-options.ts";
import { type HidingOf, statementsOf } from "./statements.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { isEffective, type Suppressible, suppress } from "./suppress.ts";

/** A project that is nowhere but in memory. */
export interface ProjectOptions {
  /** Content by path. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What is reported, as files and folders; absent means all. */
  readonly paths?: readonly string[];
  readonly config?: Config;
  readonly rules: readonly Rule[];
  readonly now?: Date;
  /** What registries are known to say, by image as it is named: `sha256:…`. */
  readonly digests?: Readonly<Record<string, string>>;
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
  readonly stopwatch?: Stopwatch | undefined;
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
  #ids: ReadonlySet<string> | undefined;
  readonly #parsers = new Map<Format, Parser>();
  readonly #readers = new Map<Format, DocumentReader | undefined>();
  readonly #states = new Map<string, FileState>();
  /** Updated to be no more. */
  readonly #gone = new Set<string>();
  /** As they were when first seen; `undefined` for those that were not there. */
  readonly #originals = new Map<string, SourceFile | undefined>();
  readonly #nearestIds = new Map<string, string | undefined>();
  #units = new Map<string, UnitState>();
  /** By folder. */
  readonly #adopted = new Map<string, readonly Checked[]>();
  #digests: ReadonlyMap<string, string> | undefined;

  private constructor(setup: ProjectSetup) {
    this.#setup = setup;
    this.#files = setup.files;
    this.#rules = new RuleSet(setup.config.rules, setup.files.isWhole);
    this.#context = { today: dayOf(setup.now) };
  }

  static async open(setup: ProjectSetup): Promise<OpenProject> {
    const project = new OpenProject(setup);
    await project.#read();
    return project;
  }

  source(path: string): SourceFile | undefined {
    return this.#states.get(path)?.source;
  }

  /** What rules could not judge, in sentences, for people who ask. */
  passedOver(): readonly string[] {
    const project = this.#facts(this.#judged());
    return this.#rules.projectRules.flatMap((enabled) => [
      ...(enabled.rule.passesOver?.(project, enabled.optionsFor(".")) ?? []),
    ]);
  }

  /** Is there such a file, read or not? */
  exists(path: string): boolean {
    return this.#states.has(path) || (!this.#gone.has(path) && this.#files.exists(path));
  }

  /** Is what is found in this file reported? */
  covers(path: string): boolean {
    return this.#files.covers(path);
  }

  /** The paths of all files that were read, whether they are reported on or not. */
  paths(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Reads files that are there, without reporting on what was not asked for. */
  async consult(paths: readonly string[]): Promise<void> {
    await this.#readBesides(paths.filter((path) => this.#isUnread(path)));
  }

  /** Units that no plan tells of, in place of what they are built from: until a file in the folder changes. */
  async adopt(folder: string, units: readonly Unit[]): Promise<void> {
    this.#adopted.set(folder, this.#check(units));
    await this.#rules.load(["suppressions"]); // annotations that no file shows may be among what was rendered
  }

  /** What registries say of images that findings name (`pin`), `sha256:…` by image. From now on that makes fixes. */
  learnDigests(digests: ReadonlyMap<string, string>): void {
    this.#digests = digests;
  }

  /** All artefacts that rules judge, those of units included, as far as they are kept. */
  artefacts(): readonly Artefact[] {
    return this.#judged().flatMap(({ derived }) => derived.artefact ?? []);
  }

  /** Where all of them come from, and of what kind they are: that is known of those that were let go as well. */
  provenances(): readonly Provenance[] {
    return this.#judged().map(({ derived }) => derived.from);
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
    for (const folder of this.#adopted.keys()) if (isWithin(folder, path)) this.#adopted.delete(folder);
    this.#states.delete(path);
    if (content === undefined) {
      this.#gone.add(path);
      return;
    }
    this.#gone.delete(path);
    await this.#prepare([path]);
    await this.#add([{ path, content: typeof content === "string" ? content : { bytes: content } }]);
    await this.#readContext([path]);
  }

  run({ lineHashes = true, fingerprints = true }: RunOptions = {}): Result {
    const judged = this.#judged();
    const joined = checkProject(this.#facts(judged), judged, this.#rules, this.#context, this.#setup.stopwatch);
    const emitter = new Emitter((path) => this.source(path), { lineHashes, fingerprints }, this.#digests);

    const annotations = this.#annotations(judged);
    const found = this.#emit([...judged, joined], emitter, annotations.hidingOf, joined.retracted);
    const isOwn = ({ finding }: Suppressible): boolean => finding.ruleId.startsWith("opsguard/");
    const verdict = this.#suppress(
      found.filter((one) => !isOwn(one)),
      annotations,
      judged,
    );
    const own = this.#check(verdict.comments);
    const ownFindings = [...found.filter(isOwn), ...this.#emit(own, emitter)].map(({ finding }) => finding);

    const findings = [...verdict.findings, ...ownFindings].toSorted(byPlace);
    const reporting = new Set([...findings, ...verdict.suppressed].map(({ ruleId }) => ruleId));
    const failures = [...this.#ordered(), ...judged, joined, ...own].flatMap((outcome) => outcome.failures);
    return {
      files: [...this.#states.keys()].filter((path) => this.#files.covers(path)).length,
      rules: this.#rules.all.map(({ rule }) => rule).filter(({ id }) => reporting.has(id)),
      findings,
      suppressed: verdict.suppressed.map((one) => withMaskedReason(one, emitter)).toSorted(byPlace),
      failures: failures.map((failure) => ({ ...failure, message: emitter.mask(failure.message) })),
    };
  }

  /** What annotations of built objects hide, besides all that files say themselves. */
  #annotations(judged: readonly Checked[]): BuildAnnotations {
    if (!this.#setup.useSuppressions) return new BuildAnnotations([], [], () => false);
    return new BuildAnnotations(
      judged.flatMap(({ derived: { artefact, from } }) => (from.inputs && artefact ? [artefact] : [])),
      this.#ordered().map((state) => state.comments),
      (suppression) => isEffective(suppression, this.#terms()),
    );
  }

  #terms() {
    const { requireReason, honorPeers } = this.#setup.config;
    return { today: this.#context.today, requireReason: requireReason.value, honorPeers: honorPeers.value };
  }

  #suppress(found: readonly Suppressible[], annotations: BuildAnnotations, judged: readonly Checked[]) {
    const said = annotations.files.filter(
      ({ suppressions, path }) => suppressions.length > 0 && this.#files.covers(path),
    );
    const ran = (id: string, path: string): boolean => this.#rules.withId(id).some((enabled) => enabled.runsOn(path));
    // What is made of a template that was not rendered, and so what is of use in it, nobody knows.
    const templates = new Set(
      judged.flatMap(({ derived: { artefact: one } }) =>
        one?.kind === "kubernetes" && one.chart !== undefined ? one.path : [],
      ),
    );
    const isJudged = (path: string, one: Suppression): boolean =>
      !templates.has(path) && annotations.isJudged(path, one);
    const context = {
      ...this.#terms(),
      exists: (id: string) => this.#allIds().has(id),
      nearest: this.#nearest,
      ran: (id: string, path: string, one: Suppression) => isJudged(path, one) && ran(id, path),
    };
    return suppress(found, said, context, annotations.used);
  }

  #allIds(): ReadonlySet<string> {
    this.#ids ??= new Set(this.#setup.rules.flatMap((rule) => [rule.id, ...peerCodes(rule)]));
    return this.#ids;
  }

  /** Of the first unknown names only: a file may hold any number, and each takes a look at all rules. */
  readonly #nearest = (id: string): string | undefined => {
    if (this.#nearestIds.has(id)) return this.#nearestIds.get(id);
    const found = this.#nearestIds.size < MOST_SUGGESTIONS ? nearest(id, [...this.#allIds()]) : undefined;
    this.#nearestIds.set(id, found);
    return found;
  };

  async #read(): Promise<void> {
    const { signal, onProgress } = this.#setup;
    const paths = this.#files.selected;
    onProgress?.(0, paths.length);
    await this.#prepare(paths);
    let turn = milliseconds();
    let done = 0;
    for (const batch of batchesOf(paths, this.#files)) {
      await this.#add(batch);
      done += batch.length;
      if (milliseconds() - turn < TURN) continue;
      onProgress?.(done, paths.length);
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      turn = milliseconds();
    }
    onProgress?.(paths.length, paths.length);
    const named = this.#rules.reads().flatMap((path) => this.#files.named(path));
    await this.#readBesides([...new Set(named)].filter((path) => classify(path) !== "text" && this.#isUnread(path)));
    await this.#readContext(paths);
    if (!this.#files.isWhole) await this.#readBuilds();
  }

  /** Reads the kustomizations elsewhere that build on what was read: they may set what it lacks. */
  async #readBuilds(): Promise<void> {
    const provenances = this.#ordered().flatMap(({ checked }) => checked.map(({ derived }) => derived.from));
    let wanted = new Set(provenances.flatMap(namedToBuildOn));
    if (wanted.size === 0) return;
    const others = new OtherKustomizations(this.#files, (path) => this.#isUnread(path));
    while (wanted.size > 0) {
      const read = await this.#readBesides(others.take(wanted));
      await this.#readContext(read);
      wanted = new Set(read.map(folderOf));
    }
  }

  /** Reads what the files name, and what those name in turn, without reporting on it. */
  async #readContext(paths: readonly string[]): Promise<void> {
    for (let named = paths; named.length > 0; ) {
      const next = new Set<string>();
      for (const path of named) {
        for (const other of this.#states.get(path)?.names ?? []) if (this.#isUnread(other)) next.add(other);
      }
      named = await this.#readBesides([...next]);
    }
  }

  /** Those of them that exist. */
  async #readBesides(paths: readonly string[]): Promise<readonly string[]> {
    const existing = paths.filter((path) => this.#files.exists(path));
    await this.#prepare(existing);
    for (const batch of batchesOf(existing, this.#files)) await this.#add(batch);
    return existing;
  }

  #document(place: Place): Node | undefined {
    const source = this.source(place.path);
    return source && this.#readers.get(classify(place.path))?.(source, place);
  }

  #isUnread(path: string): boolean {
    return !this.#states.has(path) && !this.#gone.has(path);
  }

  /** Loads the parsers that these files need, and the rules about what they may mean; those about faults and suppressions when there is one. */
  async #prepare(paths: readonly string[]): Promise<void> {
    for (const format of new Set(paths.map(classify))) {
      if (this.#parsers.has(format)) continue;
      this.#parsers.set(format, await loadParser(format));
      this.#readers.set(format, await loadDocumentReader(format));
      await this.#rules.load(MEANINGS[format].filter((kind) => !OF_ANY_FORMAT.includes(kind)));
    }
  }

  /** Reads and checks files, all of them together. */
  async #add(files: readonly NamedContent[]): Promise<void> {
    const read = files.flatMap(({ path, content }) => {
      const file = content === undefined ? undefined : readContent(path, content, this.#parserOf(path));
      return file ? [{ file, isReported: this.#files.covers(path) }] : [];
    });
    if (read.some(({ file }) => file.artefacts.some(isFault))) await this.#rules.load(["syntax"]);
    if (read.some(({ file }) => maySuppress(file))) await this.#rules.load(["suppressions"]);
    const checked = this.#check(read.flatMap(({ file, isReported }) => (isReported ? file.artefacts : [])));
    let taken = 0;
    for (const { file, isReported } of read) {
      const { artefacts, ...state } = file;
      const own = isReported ? checked.slice(taken, taken + artefacts.length) : artefacts.map(unchecked);
      if (isReported) taken += artefacts.length;
      this.#states.set(file.source.path, { ...state, checked: own });
      if (!this.#setup.keepsArtefacts) this.#release(own);
    }
  }

  #release(checked: readonly Checked[]): void {
    for (const { derived } of checked) {
      if (!KEPT.has(derived.from.kind)) derived.release({ keepsFacts: this.#rules.projectRules.length > 0 });
    }
  }

  #parserOf(path: string): Parser | undefined {
    const parser = this.#parsers.get(classify(path));
    const { stopwatch } = this.#setup;
    return parser && stopwatch ? (source) => stopwatch.phase("parse", () => parser(source)) : parser;
  }

  #check(artefacts: readonly Artefact[]): readonly Checked[] {
    return checkArtefacts(artefacts, this.#rules, this.#context, this.#setup.stopwatch);
  }

  #ordered(): readonly FileState[] {
    return [...this.#states.values()].toSorted((a, b) => compare(a.source.path, b.source.path));
  }

  #facts(judged: readonly Checked[]): ProjectFacts {
    const paths = [...this.#states.keys()];
    return new ProjectFacts(
      judged.map(({ derived }) => derived),
      { files: this.#files, paths, exists: (path) => this.exists(path), read: (place) => this.#document(place) },
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
      const [unit] = isSame ? [before.checked] : this.#check([buildUnit(plan, artefactsOf)]);
      if (unit) this.#units.set(key, { inputs, checked: unit });
    }
    const adopted = [...this.#adopted.keys()].toSorted().flatMap((folder) => this.#adopted.get(folder) ?? []);
    for (const { derived } of adopted) {
      for (const path of derived.from.inputs ?? []) within.add(`${derived.from.kind} ${path}`);
    }
    if (within.size === 0) return checked;
    const alone = checked.filter(({ derived: { from } }) => !within.has(`${from.kind} ${from.path}`));
    return [...alone, ...[...this.#units.values()].map((unit) => unit.checked), ...adopted];
  }

  #emit(
    outcomes: readonly Outcome[],
    emitter: Emitter,
    hidingOf?: HidingOf,
    retracted?: ReadonlySet<Claim>,
  ): readonly Suppressible[] {
    const statements = statementsOf(outcomes, this.#files, hidingOf, retracted);
    const findings = emitter.findings(statements);
    return statements.flatMap(({ claim: { by, report }, hiding }, i) => {
      const finding = findings[i];
      const names = (): readonly string[] => peerNames(by.rule, report);
      return finding ? [{ finding, peerAt: report.peerAt?.range, peerNames: names, hiding }] : [];
    });
  }
}

/** Opens a project in memory. */
export async function openProject(options: ProjectOptions): Promise<OpenProject> {
  const { files, paths, config = {}, rules, now = new Date(), digests } = options;
  const project = await OpenProject.open({
    files: memoryFiles(files, paths),
    config: plainConfig(rules, config),
    rules,
    now,
    useSuppressions: true,
    keepsArtefacts: true,
  });
  if (digests) project.learnDigests(new Map(Object.entries(digests)));
  return project;
}

const isFault = ({ kind }: Artefact): boolean => kind === "syntax";

/** What a kustomization builds may carry annotations that no file shows. */
const maySuppress = ({ artefacts, comments }: FileContent): boolean =>
  comments.suppressions.length > 0 || artefacts.some(({ kind }) => kind === "kustomization");

const unchecked = (artefact: Artefact): Checked => ({ derived: new Derived(artefact), claims: [], failures: [] });

/** Parts of units; and text, which is kept as the source anyway. */
const KEPT: ReadonlySet<ArtefactKind> = new Set([...UNIT_PARTS, "text"]);

/** A reason is copied from the file, so it passes the masker as all else does. */
const withMaskedReason = (finding: Finding, emitter: Emitter): Finding =>
  finding.suppression
    ? { ...finding, suppression: { ...finding.suppression, reason: emitter.mask(finding.suppression.reason) } }
    : finding;
