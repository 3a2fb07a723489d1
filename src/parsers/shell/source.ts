import type * as Unbash from "unbash";
import type { ShellList } from "../../model/shell.ts";

const NONE: readonly never[] = [];

/** What an unclosed compound starts with. */
export function openerOf(node: Unbash.CompoundCommand): string {
  switch (node.type) {
    case "ArithmeticCommand":
      return "((";
    case "ArithmeticFor":
      return "for";
    case "BraceGroup":
      return "{";
    case "Subshell":
      return "(";
    case "TestCommand":
      return "[[";
    case "While":
      return node.kind;
    default:
      return node.type.toLowerCase();
  }
}

/** `;` or a newline after a statement; a comment is part of the newline. */
export function separatorAt(text: string, end: number): ShellList["separators"][number] {
  for (let i = end; i < text.length; i += 1) {
    const char = text[i];
    if (char === " " || char === "\t" || char === "\r") continue;
    if (char === "\\" && text[i + 1] === "\n") i += 1;
    else if (char === ";") return text[i + 1] === ";" || text[i + 1] === "&" ? undefined : ";";
    else if (char === "\n") return "newline";
    else return char === "#" && text.includes("\n", i) ? "newline" : undefined;
  }
  return undefined;
}

/** `name=value` as `export` and its like take it. */
export function wordOfAssignment({ name, value, append, text, pos, end }: Unbash.Assignment): Unbash.Word {
  const before = `${name}${append ? "+" : ""}=`;
  if (value.type === "ArrayValue") {
    const parts = value.elements.flatMap((element) => element.parts ?? NONE);
    return { type: "Word", text, pos, end, value: text, parts: [{ type: "BraceExpansion", pos, end, text, parts }] };
  }
  const literal = { type: "Literal", pos, end: value.pos, value: before, text: before } as const;
  return {
    type: "Word",
    text,
    pos,
    end,
    value: before + value.value,
    parts: value.parts && [literal, ...value.parts],
  };
}

export function operandsOfTest(expression: Unbash.TestExpression): readonly Unbash.Word[] {
  switch (expression.type) {
    case "TestUnary":
      return [expression.operand];
    case "TestBinary":
      return [expression.left, expression.right];
    case "TestLogical":
      return expression.operands.flatMap(operandsOfTest);
    case "TestNot":
      return operandsOfTest(expression.operand);
    case "TestGroup":
      return operandsOfTest(expression.expression);
  }
}
