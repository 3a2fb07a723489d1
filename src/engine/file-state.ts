import type { Artefact } from "../model/artefact.ts";
import type { SuppressionComments } from "../model/suppression.ts";
import type { SyntaxProblem } from "../model/syntax.ts";
import { classify } from "../parsers/classify.ts";
import type { Parsed, Parser } from "../parsers/parse.ts";
import { references } from "../project/references.ts";
import type { Failure } from "../rule/finding.ts";
import { type SourceFile, sourceFile } from "../text/source-file.ts";
import type { Checked } from "./check.ts";
import type { Content } from "./disk.ts";
import { suppressionsIn } from "./suppress.ts";

/** All that follows from one file alone. */
export interface FileState extends Omit<FileContent, "artefacts"> {
  /** Of each artefact in it, in order. */
  readonly checked: readonly Checked[];
}

/** A file as read, before any rule was asked. */
export interface FileContent {
  readonly source: SourceFile;
  readonly artefacts: readonly Artefact[];
  readonly comments: SuppressionComments;
  /** How many things its format cannot mean, or nothing can be read of. */
  readonly problems: number;
  /** The files it names; they need not exist. */
  readonly names: readonly string[];
  /** The parser's own. */
  readonly failures: readonly Failure[];
}

/** Reads a file; nothing when it means nothing by its name and is no text. */
export function readContent(
  path: string,
  content: Content | string,
  parser: Parser | undefined,
): FileContent | undefined {
  const isNamed = classify(path) !== "text";
  if (typeof content !== "string" && "unreadable" in content) {
    if (!isNamed) return undefined;
    const { code, reason } = content.unreadable;
    const problem = { range: { start: 0, end: 0 }, message: `This file ${reason}.`, code };
    return contentOf(sourceFile(path, ""), { ...NOTHING, problems: [problem] });
  }
  if (!isNamed && typeof content !== "string" && isBinary(content.bytes)) return undefined;
  const source = sourceFile(path, typeof content === "string" ? content : content.bytes);
  const read = { ...attempt(source, parser), problems: isNamed ? encodingProblems(source) : [] };
  return contentOf(source, read);
}

type Read = Parsed & { readonly failures: readonly Failure[]; readonly problems: readonly SyntaxProblem[] };
const NOTHING: Read = { artefacts: [], comments: [], failures: [], problems: [] };

/** A parser must not throw. If one does, that is ours to mend, and all other files are checked all the same. */
function attempt(source: SourceFile, parser: Parser | undefined): Omit<Read, "problems"> {
  try {
    return parser ? { ...parser(source), failures: [] } : NOTHING;
  } catch (error) {
    const message = `The parser failed: ${String(error)}`;
    return { ...NOTHING, failures: [{ path: source.path, ruleId: "opsguard/syntax-error", message }] };
  }
}

function contentOf(source: SourceFile, read: Read): FileContent {
  const { path, text } = source;
  const { comments, problems, failures } = read;
  const artefacts: Artefact[] = [{ kind: "text", path, text }, ...read.artefacts];
  if (problems.length > 0) artefacts.push({ kind: "syntax", path, problems });
  return {
    source,
    artefacts,
    comments: { kind: "suppressions", path, suppressions: suppressionsIn(source, comments, artefacts) },
    problems: artefacts.reduce((sum, one) => sum + ("problems" in one ? one.problems.length : 0), 0),
    names: artefacts.flatMap(references),
    failures,
  };
}

/** What a text must not be, whatever its format. */
function encodingProblems({ text, encoding }: SourceFile): readonly SyntaxProblem[] {
  const at = (start: number, code: string, message: string): readonly SyntaxProblem[] =>
    start === -1 ? [] : [{ range: { start, end: start + 1 }, code, message }];
  const lost = encoding === "unknown" ? text.indexOf("\uFFFD") : -1;
  return [
    ...at(lost, "not-utf-8", "This is not valid UTF-8, so the file was read as well as it goes."),
    ...at(text.indexOf("\0"), "nul", "A NUL character stands here, as in no text."),
  ];
}

/** As git sees it: a NUL among the first bytes. */
const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8000).includes(0);
