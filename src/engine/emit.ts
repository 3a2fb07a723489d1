import { createHash } from "node:crypto";
import type { Excerpt, Finding, Fix, Region } from "../rule/finding.ts";
import type { Report } from "../rule/report.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Place, SourceFile } from "../text/source-file.ts";
import type { Claim } from "./check.ts";
import { mask } from "./mask.ts";

const LONGEST_EXCERPT = 1000;
/** How much of a longer line is shown before the place itself. */
const EXCERPT_LEAD = 200;

/** The only door out: turns claims into findings, and nothing passes it unmasked. */
export class Emitter {
  readonly #sources: ReadonlyMap<string, SourceFile>;
  readonly #secrets: ReadonlySet<string>;
  readonly #views = new Map<string, { readonly text: string; readonly lines: LineIndex }>();

  constructor(sources: readonly SourceFile[], secrets: ReadonlySet<string>) {
    this.#sources = new Map(sources.map((source) => [source.path, source]));
    this.#secrets = secrets;
  }

  /** `units`: the builds in which it was found. */
  finding({ by, report }: Claim, units: readonly string[]): Finding {
    const { rule } = by;
    const at = report.at.range;
    const builds = units.filter((path) => path !== at.path);
    const related = [
      ...(report.related ?? []).map((other) => ({ place: other.at.range, message: other.message })),
      ...builds.map((path) => ({ place: { path, start: 0, end: 0 }, message: "Found in this build." })),
    ];
    return {
      ...this.#region(at),
      ruleId: rule.id,
      severity: by.severityOf(report),
      message: this.mask(report.message),
      subject: report.subject && this.mask(report.subject),
      missing: report.missing,
      peers: report.peers ?? Object.values(rule.peers ?? {}).flat(),
      fingerprint: this.#fingerprint(rule.id, report),
      ...this.#excerpt(at),
      lineHash: undefined,
      related: related.map(({ place, message }) => ({
        ...this.#region(place),
        message: this.mask(message),
        ...this.#excerpt(place),
      })),
      fix: this.#fix(report, rule.fix),
      suppression: undefined,
    };
  }

  mask(text: string): string {
    return mask(text, this.#secrets);
  }

  /** A fix that would show a secret is not shown at all: applied with stars in it, it would destroy the file. */
  #fix({ fix }: Report<Place>, safety: Fix["safety"] = "unsafe"): Fix | undefined {
    if (!fix || fix.edits.some(({ newText }) => this.mask(newText) !== newText)) return undefined;
    const edits = fix.edits.map(({ range, newText }) => ({ ...this.#region(range), text: newText }));
    return { title: this.mask(fix.title), safety, edits };
  }

  /** What is missing, or what is there: never both, so a new base image is not a new "no USER". */
  #fingerprint(ruleId: string, { at, missing, subject = "" }: Report<Place>): string {
    const { path, start, end } = at.range;
    const judged = missing ?? this.#view(path).text.slice(start, end).replace(/\s+/g, " ").trim();
    const parts = this.mask([ruleId, subject, missing === undefined ? "value" : "missing", judged].join("\0"));
    return createHash("sha256").update(parts).digest("hex").slice(0, 16);
  }

  /** The first line touched; of one too long to show, what stands around the place. */
  #excerpt({ path, start }: Place): Excerpt {
    const { text, lines } = this.#view(path);
    const { line, column } = lines.positionAt(start);
    const skipped = column + EXCERPT_LEAD > LONGEST_EXCERPT ? column - 1 - EXCERPT_LEAD : 0;
    const from = lines.offsetAt({ line, column: 1 }) + skipped;
    const excerpt = text.slice(from, from + LONGEST_EXCERPT).split(/\r?\n/, 1)[0] ?? "";
    const whole = excerpt.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "\uFFFD"); // halves of a character cut in two
    return { excerpt: whole.trimEnd(), excerptColumn: skipped + 1 };
  }

  #region({ path, start, end }: Place): Region {
    const { lines } = this.#view(path);
    const from = lines.positionAt(start);
    const to = lines.positionAt(end);
    return { path, start, end, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }

  #view(path: string): { readonly text: string; readonly lines: LineIndex } {
    const known = this.#views.get(path);
    if (known) return known;
    const text = this.mask(this.#sources.get(path)?.text ?? "");
    const view = { text, lines: new LineIndex(text) };
    this.#views.set(path, view);
    return view;
  }
}
