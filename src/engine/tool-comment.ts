import type { Comment, Suppression } from "../model/suppression.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import { suppressedRule } from "./pragma.ts";

/** What a comment of another tool is about, and which of its rules: `*` for all. */
interface ToolComment {
  readonly by: "dclint" | "kics";
  readonly about: "block" | "file" | "line" | "next line";
  readonly rules: readonly string[];
}

/** `# dclint disable`, `# dclint disable-line no-version-field`: https://github.com/zavoloklom/docker-compose-linter */
const DCLINT = /^dclint\s+disable(?<line>-line)?(?=\s|$)(?<rules>.*)$/;
/** `# kics-scan ignore-line`: https://docs.kics.io/latest/running-kics/#using_commands_on_scanned_files_as_comments */
const KICS = /^kics-scan\s+ignore(?:-(?<what>block|line))?\s*$/;

/** The suppressions that name rules in words, or all that a tool would find. */
export function toolComments({ text }: SourceFile, comments: readonly Comment[]): readonly Suppression[] {
  const found = comments.flatMap((comment) => {
    const told = readComment(text.slice(comment.range.start, comment.range.end));
    return told ? [{ comment, told }] : [];
  });
  if (found.length === 0) return [];
  const head = endOfHead(text);
  return found.flatMap(({ comment, told: { by, about, rules } }) => {
    const { range } = comment;
    if (about === "file" && range.start >= head) return [];
    const named = rules.map((id) => suppressedRule(id, range.start));
    const scope = scopeOf(text, comment, about);
    return [{ by, range, rules: named, scope, cut: undefined, until: undefined, reason: "" }];
  });
}

function scopeOf(text: string, { range, scope }: Comment, about: ToolComment["about"]): Range {
  switch (about) {
    case "block":
      return scope;
    case "file":
      return { start: 0, end: text.length };
    case "line":
      return lineAt(text, range.start);
    case "next line":
      return lineAt(text, text.indexOf("\n", range.end) + 1);
  }
}

function readComment(text: string): ToolComment | undefined {
  const dclint = DCLINT.exec(text)?.groups;
  if (dclint) {
    const rules = dclint["rules"]?.match(/[\w-]+/g) ?? ["*"];
    return { by: "dclint", about: dclint["line"] ? "line" : "file", rules };
  }
  const kics = KICS.exec(text);
  if (!kics) return undefined;
  const what = kics.groups?.["what"];
  return { by: "kics", about: what === "block" ? "block" : what === "line" ? "next line" : "file", rules: ["*"] };
}

/** The line that holds an offset. */
function lineAt(text: string, offset: number): Range {
  const end = text.indexOf("\n", offset);
  return { start: text.lastIndexOf("\n", offset - 1) + 1, end: end === -1 ? text.length : end };
}

/** Where the comments and blank lines end that stand in front of all else. */
function endOfHead(text: string): number {
  const line = /[^\S\n]*(?:#[^\n]*)?\n/y;
  let end = 0;
  while (line.test(text)) end = line.lastIndex;
  return end;
}
