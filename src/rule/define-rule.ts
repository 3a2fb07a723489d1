import type { ArtefactKind, ArtefactOf } from "../model/artefact.ts";
import type { Project } from "../project/project.ts";
import type { Place } from "../text/source-file.ts";
import type { NoOptions, Options, ValuesOf } from "./option.ts";
import type { Report, Severity } from "./report.ts";

export type Category =
  | "correctness"
  | "cost"
  | "maintainability"
  | "operations"
  | "reliability"
  | "security"
  | "supply-chain";
export type Family =
  | "alert"
  | "compose"
  | "deploy-doc"
  | "docker"
  | "dr"
  | "env"
  | "gitlab"
  | "k8s"
  | "migration"
  | "opsguard"
  | "repo"
  | "runbook"
  | "secret"
  | "terraform"
  | "workflow";

/** Any name; so written, an editor still offers the families. */
type PluginName = string & {};

type NonEmpty<T> = readonly [T, ...T[]];

/** Text of one file, or of several by path. `⟦…⟧` marks what a bad example is flagged for. */
export type ExampleFiles = string | Readonly<Record<string, string>>;
export interface GoodExample<O extends Options = Options> {
  readonly title?: string;
  readonly files: ExampleFiles;
  readonly options?: Partial<ValuesOf<O>>;
}
export interface BadExample<O extends Options = Options> extends GoodExample<O> {
  /** What the rule's fix makes of it. */
  readonly fixed?: ExampleFiles;
  /** What registries say, by image as it is named: `sha256:…`. Nobody else is asked. */
  readonly digests?: Readonly<Record<string, string>>;
}

export interface RuleMeta<O extends Options = Options> {
  /** Of ours, the path of its file; of a plugin's, a name after that of the plugin. */
  readonly id: `${Family | PluginName}/${string}`;
  /** Imperative, no full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** The smallest preset that has it; `opt-in` rules are in `all` only. */
  readonly preset: "recommended" | "strict" | "opt-in";
  readonly category: Category;
  /** It finds secrets, which have to be changed: no baseline takes what it finds unless asked. So does the family `secret`. */
  readonly findsSecrets?: true;
  /** Why a team should care: one short paragraph of Markdown. */
  readonly why: string;
  /** What to do about it: imperative Markdown. */
  readonly remedy: string;
  readonly fix?: "safe" | "unsafe";
  readonly options?: O;
  /** What the presets `strict` and `all` set for this rule. */
  readonly strict?: { readonly options?: Partial<ValuesOf<NoInfer<O>>>; readonly severity?: Severity };
  /** The codes other tools have for what it finds, by tool. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
  readonly compliance?: readonly string[];
  /** What a table-driven rule handles, for its docs page and the coverage report. */
  readonly covers?: readonly string[];
  readonly examples: {
    readonly bad: NonEmpty<string | BadExample<NoInfer<O>>>;
    readonly good: NonEmpty<string | GoodExample<NoInfer<O>>>;
  };
}

/** What a rule may know besides what it judges. */
export interface CheckContext {
  /** `YYYY-MM-DD`, given to the engine, so that a run can be repeated. */
  readonly today: string;
}

/** Rules whose checks are loaded together, and not before there is something to check. */
export interface Late {
  /** Where none of these is, the rules have nothing to say. */
  readonly kinds: readonly ArtefactKind[];
  readonly isLoaded: boolean;
  load(): Promise<void>;
}

/** What a rule that joins facts may have besides. */
interface Joining<O extends Options> {
  /** The files and folders that its options name, from the root: they are read too, and nothing found in them is reported. */
  reads?(options: ValuesOf<O>): readonly string[];
  /** What it could not judge, in sentences, for people who ask (`--verbose`). */
  passesOver?(project: Project, options: ValuesOf<O>): Iterable<string>;
}

/** Judges one artefact: of a file, or of a unit built from several. */
export interface FileRule<K extends ArtefactKind = ArtefactKind, O extends Options = Options>
  extends RuleMeta<O>,
    Joining<O> {
  readonly artefact: K | readonly K[];
  /** Set by the product on the rules that come with it. */
  readonly late?: Late;
  check(artefact: ArtefactOf<K>, options: ValuesOf<O>, context: CheckContext): Iterable<Report>;
  /** What only several files together tell, by the options that hold for the whole project. */
  checkProject?(project: Project, options: ValuesOf<O>, context: CheckContext): Iterable<Report<Place>>;
  /** Which of its reports on single artefacts other files show to be wrong: those are taken back. */
  retracts?(project: Project): (report: Report<Place>) => boolean;
}

/** Joins facts of several files, so each of its places names a file. */
export interface ProjectRule<O extends Options = Options> extends RuleMeta<O>, Joining<O> {
  readonly artefact: "project";
  /** Set by the product on the rules that come with it. */
  readonly late?: Late;
  /** It judges that something is nowhere, so it is silent when less than the root was read. */
  readonly needs?: "whole-project";
  check(project: Project, options: ValuesOf<O>, context: CheckContext): Iterable<Report<Place>>;
}
export type Rule = FileRule | ProjectRule;

/** Declares a rule about one kind of artefact, or several. Identity at run time: it exists for its types. */
export const defineRule = <const K extends ArtefactKind, const O extends Options = NoOptions>(
  rule: FileRule<K, O>,
): FileRule<K, O> => rule;

/** Declares a rule that must see several files at once. */
export const defineProjectRule = <const O extends Options = NoOptions>(
  rule: Omit<ProjectRule<O>, "artefact">,
): ProjectRule<O> => ({ ...rule, artefact: "project" });
