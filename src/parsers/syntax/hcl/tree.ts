import type { Value } from "../../../model/value.ts";
import type { Range, Ranged } from "../../../text/source-file.ts";

/** What a text of HCL 2 says: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. */
export interface HclBody extends Ranged {
  /** In file order; of one that is repeated, which is a problem, the first. */
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** `name = value`; its range is that of its name. */
export interface HclAttribute extends Ranged {
  readonly name: string;
  readonly value: HclValue;
}

/** `type "label" { … }`; its range is that of its type. */
export interface HclBlock extends Ranged {
  readonly type: string;
  readonly labels: readonly HclLabel[];
  readonly body: HclBody;
  /** From its type to its closing brace. */
  readonly extent: Range;
}

/** Quotes belong to its range. */
export interface HclLabel extends Ranged {
  readonly value: string;
}

/** A literal, or that something has to be worked out. */
export type HclValue = HclText | HclPlain | HclList | HclObject | HclExpression;

/** In quotes, which belong to its range, or a heredoc, whose marks do. */
export interface HclText extends Ranged {
  readonly type: "text";
  /** Joined they are the text; an interpolation is unknown. None of an empty text. */
  readonly parts: readonly Value<string>[];
}

/** `text` as written. */
export interface HclPlain extends Ranged {
  readonly type: "boolean" | "null" | "number";
  readonly text: string;
}

export interface HclList extends Ranged {
  readonly type: "list";
  readonly items: readonly HclValue[];
}

export interface HclObject extends Ranged {
  readonly type: "object";
  readonly entries: readonly HclEntry[];
}

/** Its range is that of its key, which has no text when it must be worked out. */
export interface HclEntry extends Ranged {
  readonly key: string | undefined;
  readonly value: HclValue;
}

/** A reference, a call, an operation. */
export interface HclExpression extends Ranged {
  readonly type: "expression";
}

/** As HCL converts it where text is wanted; nothing for what has no text. */
export function textOf(value: HclValue): Value<string> | undefined {
  const { range } = value;
  switch (value.type) {
    case "text": {
      const texts = value.parts.flatMap((part) => (part.known ? [part.value] : []));
      return texts.length < value.parts.length
        ? { known: false, range }
        : { known: true, value: texts.join(""), range };
    }
    case "boolean":
    case "number":
      return { known: true, value: value.text, range };
    case "expression":
      return { known: false, range };
    default:
      return undefined;
  }
}
