import { hash } from "node:crypto";
import { Layout } from "../model/yaml-layout.ts";
import type { RuleMeta } from "../rule/define-rule.ts";
import type { Excerpt, Finding, Fix, Region } from "../rule/finding.ts";
import { codesOf } from "../rule/peer-code.ts";
import type { Pin, Report } from "../rule/report.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Place, SourceFile } from "../text/source-file.ts";
import { HiddenLines } from "./hidden-lines.ts";
import { LineHashes } from "./line-hash.ts";
import { mask, secretLines, starred, tellingLines } from "./mask.ts";
import type { RunOptions } from "./run-options.ts";
import type { Statement } from "./statements.ts";

const LONGEST_EXCERPT = 1000;
/** Of a longer text, this much tells it from others. */
const LONGEST_JUDGED = 4000;
/** How much of a longer line is shown before the place itself. */
const EXCERPT_LEAD = 200;

/** What is known of a file that something is said of. */
interface View {
  readonly source: SourceFile | undefined;
  /** Masked; as long as the text itself. */
  readonly text: string;
  readonly lines: LineIndex;
  hashes: LineHashes | undefined;
  layout: Layout | undefined;
}

/** The only door out: turns claims into findings, and nothing passes it unmasked. */
export class Emitter {
  readonly #sourceOf: (path: string) => SourceFile | undefined;
  readonly #with: Required<RunOptions>;
  /** Every line of every secret in the files seen so far: one alone looks like nothing. */
  readonly #secrets = new HiddenLines();
  readonly #read = new Set<string>();
  /** By path: what rules know to be a secret, whatever it looks like. */
  readonly #hidden = new Map<string, Place[]>();
  readonly #views = new Map<string, View>();
  readonly #peers = new Map<RuleMeta, readonly string[]>();
  readonly #digests: ReadonlyMap<string, string> | undefined;

  /** `digests`: what registries say, by image; nothing as long as none was asked. */
  constructor(
    sourceOf: (path: string) => SourceFile | undefined,
    include: Required<RunOptions>,
    digests: ReadonlyMap<string, string> | undefined,
  ) {
    this.#sourceOf = sourceOf;
    this.#with = include;
    this.#digests = digests;
  }

  /** All at once: what one file shows, another may hold the secret of. Only files of which something is said are searched. */
  findings(statements: readonly Statement[]): readonly Finding[] {
    for (const { claim, units } of statements) {
      // A value of a build, which a message may quote, may come from any of its files.
      const { at, related = [], fix } = claim.report;
      this.#learn(at.range.path);
      for (const other of related) this.#learn(other.at.range.path);
      for (const { range } of fix?.edits ?? []) this.#learn(range.path);
      for (const path of units) this.#learn(path);
      for (const path of claim.from?.inputs ?? []) this.#learn(path);
      if (claim.report.isSecret) this.#hide(at.range);
      for (const other of related) if (other.isSecret) this.#hide(other.at.range);
    }
    return statements.map((statement) => this.#finding(statement));
  }

  mask(text: string): string {
    return mask(text, this.#secrets);
  }

  #learn(path: string): void {
    if (this.#read.has(path)) return;
    this.#read.add(path);
    const lines = secretLines(this.#sourceOf(path)?.text ?? "");
    if (lines.length === 0) return;
    for (const line of lines) this.#secrets.add(line);
    this.#views.clear();
  }

  #hide(place: Place): void {
    const written = this.#sourceOf(place.path)?.text.slice(place.start, place.end) ?? "";
    if (EXPRESSION.test(written)) return; // what it makes is the secret
    const others = this.#hidden.get(place.path);
    if (others) others.push(place);
    else this.#hidden.set(place.path, [place]);
    for (const line of tellingLines(bare(written))) this.#secrets.add(line);
    this.#views.clear();
  }

  #finding({ claim: { by, report }, units, severity }: Statement): Finding {
    const { rule } = by;
    const at = report.at.range;
    const builds = units.filter((path) => path !== at.path);
    const related = [
      ...(report.related ?? []).map((other) => ({ place: other.at.range, message: other.message })),
      ...builds.map((path) => ({ place: { path, start: 0, end: 0 }, message: "Found in this build." })),
    ];
    const region = this.#region(at);
    const { excerpt, excerptColumn } = this.#excerpt(at);
    const subject = report.subject && this.mask(report.subject);
    const missing = report.missing && this.mask(report.missing);
    return {
      path: region.path,
      start: region.start,
      end: region.end,
      startLine: region.startLine,
      startColumn: region.startColumn,
      endLine: region.endLine,
      endColumn: region.endColumn,
      ruleId: rule.id,
      severity,
      message: this.mask(report.message),
      subject,
      missing,
      peers: report.peers ?? this.#peersOf(rule),
      fingerprint: this.#with.fingerprints ? this.#fingerprint(rule.id, at, subject, missing) : "",
      excerpt,
      excerptColumn,
      lineHash: this.#with.lineHashes ? this.#lineHash(region) : undefined,
      related: related.map(({ place, message }) => ({
        ...this.#region(place),
        message: this.mask(message),
        ...this.#excerpt(place),
      })),
      fix: report.pin && !report.fix ? this.#pinning(report.pin, at.path) : this.#fix(report.fix, rule.fix),
      pin: report.pin && !report.fix && !this.#digests ? this.#unmasked(report.pin.image) : undefined,
      suppression: undefined,
    };
  }

  #peersOf(rule: RuleMeta): readonly string[] {
    const peers = this.#peers.get(rule) ?? codesOf(rule);
    this.#peers.set(rule, peers);
    return peers;
  }

  /**
   * A fix that would show a secret is not shown at all: applied with stars in it, it would destroy the file. Nor is one
   * that nobody knows how to lay out.
   */
  #fix(fix: Report<Place>["fix"], safety: Fix["safety"] = "unsafe"): Fix | undefined {
    if (!fix) return undefined;
    const edits: Fix["edits"][number][] = [];
    for (const edit of fix.edits) {
      const { range, newText } = this.#layout(edit.range.path).edit(edit) ?? {};
      if (!range || newText === undefined || this.mask(newText) !== newText) return undefined;
      edits.push({ ...this.#region(range), text: this.#withLineEnds(edit.range.path, newText) });
    }
    return { title: this.mask(fix.title), safety, edits };
  }

  /** Line ends are those of the file, whatever the rule writes: whoever applies the edit need not know. */
  #withLineEnds(path: string, newText: string): string {
    const text = this.#sourceOf(path)?.text ?? "";
    const isCrlf = text[text.indexOf("\n") - 1] === "\r";
    return isCrlf ? newText.replace(/\r?\n/g, "\r\n") : newText;
  }

  /** Tomorrow the tag may stand for another image, so nobody can say that this is the one which was meant. */
  #pinning({ image, offset }: Pin, path: string): Fix | undefined {
    const digest = this.#digests?.get(image);
    if (digest === undefined) return undefined;
    const range = { path, start: offset, end: offset };
    return this.#fix({ title: "Append the digest that it has now", edits: [{ range, newText: `@${digest}` }] });
  }

  /** What is asked of a registry leaves the machine. */
  #unmasked(text: string): string | undefined {
    return this.mask(text) === text ? text : undefined;
  }

  /** What is missing, or what is there: never both, so a new base image is not a new "no USER". All of it is masked. */
  #fingerprint(ruleId: string, { path, start, end }: Place, subject = "", missing?: string): string {
    const text = this.#view(path).text;
    const judged =
      missing ??
      text
        .slice(start, Math.min(end, start + LONGEST_JUDGED))
        .replace(/\s+/g, " ")
        .trim();
    const parts = [ruleId, subject, missing === undefined ? "value" : "missing", judged];
    return hash("sha256", parts.join("\0"), "hex").slice(0, 16);
  }

  /** Even as a number, text that is hidden is not told of. */
  #lineHash({ path, startLine }: Region): string | undefined {
    const view = this.#view(path);
    const { source, text, lines } = view;
    if (!source) return undefined;
    view.hashes ??= new LineHashes((source.bom ? "\uFEFF" : "") + source.text);
    const found = view.hashes.of(startLine);
    if (!found) return undefined;
    const start = lines.offsetAt({ line: startLine, column: 1 });
    const end = found.end - (source.bom ? 1 : 0);
    return text === source.text || text.slice(start, end) === source.text.slice(start, end) ? found.hash : undefined;
  }

  /** The first line touched; of one too long to show, what stands around the place. */
  #excerpt({ path, start }: Place): Excerpt {
    const { text, lines } = this.#view(path);
    const { line, column } = lines.positionAt(start);
    const skipped = column + EXCERPT_LEAD > LONGEST_EXCERPT ? column - 1 - EXCERPT_LEAD : 0;
    const from = lines.offsetAt({ line, column: 1 }) + skipped;
    const end = text.indexOf("\n", from);
    const rest = text.slice(from, Math.min(end === -1 ? text.length : end, from + LONGEST_EXCERPT));
    return {
      excerpt: skipped > 0 || rest.length === LONGEST_EXCERPT ? whole(rest) : rest.trimEnd(),
      excerptColumn: skipped + 1,
    };
  }

  #layout(path: string): Layout {
    const view = this.#view(path);
    view.layout ??= new Layout(view.source?.text ?? "");
    return view.layout;
  }

  #region({ path, start, end }: Place): Region {
    const { lines } = this.#view(path);
    const from = lines.positionAt(start);
    const to = lines.positionAt(end);
    return { path, start, end, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }

  #view(path: string): View {
    const known = this.#views.get(path);
    if (known) return known;
    const source = this.#sourceOf(path);
    const text = source ? starred(this.mask(source.text), this.#hidden.get(path) ?? []) : "";
    const view = { source, text, lines: new LineIndex(text), hashes: undefined, layout: undefined };
    this.#views.set(path, view);
    return view;
  }
}

/** Of a template, and nothing besides: it holds no text of its own. */
const EXPRESSION = /^["']?\{\{[^{}"'`]*\}\}["']?$/;

/** Without quotes, and of `${NAME:-default}` the default. */
function bare(written: string): string {
  const text = written.replace(/^(["'])(.*)\1$/s, "$2");
  return /^\$\{\w{1,80}:?-(.*)\}$/s.exec(text)?.[1] ?? text;
}

/** Without the halves of characters cut in two. */
const whole = (text: string): string => text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "\uFFFD").trimEnd();
