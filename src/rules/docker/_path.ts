import type { Word } from "../../model/dockerfile.ts";

/** How the path starts as the author wrote it: with a variable, its value may start either way. */
export function startOf(word: Word): "absolute" | "relative" | "unknown" {
  const text = word.isLiteral && word.known ? word.value : word.raw.replace(/^["']/, "");
  if (text === "" || text.startsWith("$")) return "unknown";
  return /^(?:[/\\]|[A-Za-z]:)/.test(text) ? "absolute" : "relative";
}

/** A path without `.`, `..` and doubled slashes; relative ones count from `/`. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
