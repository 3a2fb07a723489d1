import type { IgnorePattern } from "../model/dockerignore.ts";
import type { Comment } from "../model/suppression.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import type { Parsed } from "./parse.ts";

/** One pattern a line; a `#` starts a comment at the very start of a line only. */
export function parseDockerignore({ path, text }: SourceFile): Parsed {
  const patterns: IgnorePattern[] = [];
  const comments: Comment[] = [];
  let pending: Range[] = [];
  for (const { index, 0: line } of text.matchAll(/[^\n]+/g)) {
    const range = trimmed(line, index);
    if (range.start === range.end) continue;
    if (line.startsWith("#")) {
      pending.push(range);
      continue;
    }
    patterns.push(ignorePattern(text.slice(range.start, range.end), range));
    comments.push(...pending.map((comment) => commentAbout(text, comment, range)));
    pending = [];
  }
  comments.push(...pending.map((comment) => commentAbout(text, comment, comment)));
  return { artefacts: [{ kind: "dockerignore", path, patterns }], comments };
}

function trimmed(line: string, index: number): Range {
  const start = index + line.length - line.trimStart().length;
  return { start, end: Math.max(start, index + line.trimEnd().length) };
}

function ignorePattern(text: string, range: Range): IgnorePattern {
  const isNegated = text.startsWith("!");
  return { text, isNegated, pattern: cleaned(isNegated ? text.slice(1).trim() : text), range };
}

/** As Go's `filepath.Clean` does, and without the leading slash. */
function cleaned(pattern: string): string {
  if (pattern === "") return "";
  const isRooted = pattern.startsWith("/");
  const parts: string[] = [];
  for (const part of pattern.split("/")) {
    const isAbove = part === ".." && (parts.length === 0 || parts.at(-1) === "..");
    if (isAbove && !isRooted) parts.push(part);
    else if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/") || (isRooted ? "/" : ".");
}

/** A comment is about the pattern below it. */
function commentAbout(text: string, { start, end }: Range, scope: Range): Comment {
  const said = text.slice(start + 1, end).trimStart();
  return { range: { start: end - said.length, end }, scope };
}
