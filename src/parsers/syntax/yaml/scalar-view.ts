import type { Scalar } from "../../../model/tree.ts";
import { type TextView, TextViewBuilder } from "../../../text/text-view.ts";
import { DASH, DOUBLE, isBlank, isBreak, PLUS, SINGLE, SPACE } from "./characters.ts";
import { type BlockBody, writeBlockText, writeFlowText } from "./scalar-text.ts";

/**
 * The text of a scalar, each character with its place in `text`, the file it stands in. Made when somebody asks for a
 * place inside a scalar: the tree itself is plain data.
 */
export function scalarView(text: string, scalar: Scalar): TextView {
  const { style, range } = scalar;
  const { start, end } = range;
  const builder = new TextViewBuilder();
  switch (style) {
    case "plain":
      writeFlowText(text, start, end, 0, builder);
      return builder.build(start);
    case "single":
    case "double":
      writeFlowText(text, start + 1, end - 1, style === "double" ? DOUBLE : SINGLE, builder);
      return builder.build(start + 1);
    case "literal":
    case "folded": {
      const body = bodyOf(text, scalar);
      writeBlockText(text, body, builder);
      return builder.build(body.start);
    }
  }
}

function bodyOf(text: string, { style, range, indent = 0, body }: Scalar): BlockBody {
  let chomping = 0;
  for (let at = range.start + 1; !isBlank(text.charCodeAt(at)) && !isBreak(text.charCodeAt(at)); at += 1) {
    if (at >= text.length) break;
    const c = text.charCodeAt(at);
    if (c === DASH || c === PLUS) chomping = c;
  }
  const start = body ?? behindLine(text, range.start);
  return { start, end: bodyEnd(text, start, indent), indent, chomping, isFolded: style === "folded" };
}

function behindLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found === -1 ? text.length : found + 1;
}

/** The end of the lines that are empty or indented deep enough. */
function bodyEnd(text: string, start: number, indent: number): number {
  let line = start;
  while (line < text.length) {
    let at = line;
    while (at - line < indent && text.charCodeAt(at) === SPACE) at += 1;
    const isEmpty = isBreak(text.charCodeAt(at)) || at >= text.length;
    if (!isEmpty && (at - line < indent || (indent === 0 && isMarker(text, line)))) return line;
    line = behindLine(text, at);
  }
  return line;
}

const isMarker = (text: string, at: number): boolean => /^(?:---|\.\.\.)(?:[ \t\r\n]|$)/.test(text.slice(at, at + 4));
