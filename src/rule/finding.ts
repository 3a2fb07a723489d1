import type { Place } from "../text/source-file.ts";
import type { RuleMeta } from "./define-rule.ts";
import type { Severity } from "./report.ts";

/** A place as every format wants it: lines and columns count from 1, ends are exclusive. */
export interface Region extends Place {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What of a file is shown where something is said of it. Masked. */
export interface Excerpt {
  /** The first line it touches, at most 1,000 characters of it. */
  readonly excerpt: string;
  /** The column where the excerpt starts, from 1: more only in a line too long to show whole. */
  readonly excerptColumn: number;
}

/** What the user sees. All text in it has passed the masker: no reporter ever holds a secret. */
export interface Finding extends Region, Excerpt {
  readonly ruleId: RuleMeta["id"];
  readonly severity: Severity;
  readonly message: string;
  readonly subject: string | undefined;
  readonly missing: string | undefined;
  readonly peers: readonly string[];
  /** Without path or line, so it survives moves; equal findings are told apart by counting. Empty when not asked for. */
  readonly fingerprint: string;
  /** GitHub's hash of the lines that follow its start, as `hash:count`; absent where it would tell of a secret. */
  readonly lineHash: string | undefined;
  readonly related: readonly RelatedPlace[];
  readonly fix: Fix | undefined;
  /** The image whose digest would fix it, as long as no registry was asked (`--online`). */
  readonly pin?: string | undefined;
  readonly suppression:
    | { readonly by: "annotation" | "baseline" | "comment" | "waiver"; readonly reason: string }
    | undefined;
}

export interface RelatedPlace extends Region, Excerpt {
  readonly message: string;
}

export interface Fix {
  readonly title: string;
  readonly safety: "safe" | "unsafe";
  readonly edits: readonly (Region & { readonly text: string })[];
}

/** A rule that threw. The run went on without it. */
export interface Failure {
  /** `.` when a project rule failed. */
  readonly path: string;
  readonly ruleId: RuleMeta["id"];
  readonly message: string;
}

export interface Result {
  /** How many files were read. */
  readonly files: number;
  /** The rules that found something, suppressed or not, by id: what a reporter may say of them. */
  readonly rules: readonly RuleMeta[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly failures: readonly Failure[];
}
