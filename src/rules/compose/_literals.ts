import { type ComposeService, composeServices, interpolated } from "../../model/compose.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { child, entries, items, type Mapping, type Node, resolve, type Scalar } from "../../model/tree.ts";
import type { Ranged } from "../../text/source-file.ts";

/** A text that may be, or hold, a credential, with its default in place of a variable. */
export interface Literal {
  /** Of a variable or label. */
  readonly name: string | undefined;
  readonly literal: string;
  readonly kind: "command" | "label" | "settings";
  readonly subject: string | undefined;
  /** The place of a part of the literal. */
  at(start: number, end: number): Ranged["range"];
}

/** All texts of a Compose file that may be, or hold, a credential. */
export function* literalsIn(tree: Mapping): Generator<Literal> {
  for (const one of composeServices(tree)) yield* literalsOf(one);
  for (const { value } of entries(child(tree, "configs"))) {
    const text = textOf(child(value, "content"));
    if (text) yield { ...text, kind: "settings", name: undefined, subject: undefined };
  }
  for (const { value } of entries(child(tree, "volumes"))) {
    yield* mountOptions(child(value, "driver_opts", "o"));
  }
}

const SETTINGS = [
  ["build", "args"],
  ["logging", "options"],
];
const LABELS = [["annotations"], ["build", "labels"], ["deploy", "labels"], ["labels"]];

function* literalsOf({ body, address }: ComposeService): Generator<Literal> {
  const hooks = ["post_start", "pre_stop"].flatMap((key) => items(child(body, key)));
  for (const one of [body, ...hooks]) yield* namedTexts(child(one, "environment"), "settings", address);
  for (const path of SETTINGS) yield* namedTexts(child(body, ...path), "settings", address);
  for (const path of LABELS) yield* namedTexts(child(body, ...path), "label", address);
  for (const node of [child(body, "command"), child(body, "entrypoint"), child(body, "healthcheck", "test")]) {
    const text = node?.type === "sequence" ? joined(items(node)) : textOf(node);
    if (text) yield { ...text, name: undefined, kind: "command", subject: address };
  }
}

/** The words of a list as one text, so that a flag is followed by its value. */
function joined(nodes: readonly Node[]): Pick<Literal, "at" | "literal"> {
  let literal = "";
  const words: { readonly from: number; readonly at: Literal["at"] }[] = [];
  for (const node of nodes) {
    const text = textOf(node) ?? { literal: UNKNOWN, at: () => node.range };
    words.push({ from: literal.length, at: text.at });
    literal += `${text.literal} `;
  }
  return {
    literal,
    at(start, end) {
      const word = words.findLast(({ from }) => from <= start);
      return word ? word.at(start - word.from, end - word.from) : { start, end };
    },
  };
}
/** Reads as what a variable decides. */
const UNKNOWN = "$_";

/** `username=shop,password=…`, as `mount` has them. */
function* mountOptions(node: Node | undefined): Generator<Literal> {
  const text = textOf(node);
  if (!text) return;
  let start = 0;
  for (const option of text.literal.split(",")) {
    const from = start + option.indexOf("=") + 1;
    const name = option.slice(0, Math.max(0, option.indexOf("=")));
    const at = (first: number, last: number) => text.at(first + from, last + from);
    if (name !== "") yield { name, literal: option.slice(name.length + 1), kind: "settings", subject: undefined, at };
    start += option.length + 1;
  }
}

/** `NAME: value` or `- NAME=value`. */
function* namedTexts(node: Node | undefined, kind: Literal["kind"], subject: string | undefined): Generator<Literal> {
  for (const { key, value } of entries(node)) {
    const text = textOf(resolve(value));
    if (key !== undefined && text) yield { name: key, literal: text.literal, kind, subject, at: text.at };
  }
  for (const item of items(node)) {
    const text = textOf(item);
    const equals = text?.literal.indexOf("=") ?? -1;
    if (!text || equals === -1) continue;
    const from = equals + 1;
    yield {
      name: text.literal.slice(0, equals),
      literal: text.literal.slice(from),
      kind,
      subject,
      at: (start, end) => text.at(start + from, end + from),
    };
  }
}

function textOf(node: Node | undefined): Pick<Literal, "at" | "literal"> | undefined {
  if (node?.type !== "scalar" || !node.known) return undefined;
  const value = interpolated(node);
  // Around a variable without a default, what is written may hold a secret all the same.
  const literal = value.known ? value.value : node.value;
  return { literal, at: literal === node.value ? partsOf(node) : () => node.range };
}

function partsOf(scalar: Scalar): Literal["at"] {
  const part = scalarParts(scalar);
  return (start, end) => part({ start, end });
}
