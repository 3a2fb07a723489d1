import type { CustomKind } from "../model/kubernetes/schema-definition.ts";
import { known } from "../model/value.ts";
import type { YamlDocument } from "./syntax/yaml/documents.ts";
import { type DocumentHead, headOf } from "./syntax/yaml/heads.ts";

/** A CustomResourceDefinition of which no more need be read than what stands in front of its `spec`. */
interface Definition {
  /** Where `spec` starts, and with it all that is long. */
  readonly body: number;
  /** What it declares; nothing where only reading can tell. */
  readonly kind: Omit<CustomKind, "range"> | undefined;
}

/** Tells a CustomResourceDefinition in block style, whose `spec` comes last but for a `status`, without reading it. */
export function definitionIn(text: string, document: YamlDocument): Definition | undefined {
  const head = headOf(text, document);
  if (known(head?.kind) !== "CustomResourceDefinition") return undefined;
  const part = text.slice(document.body, document.end);
  const spec = /^spec:/m.exec(part);
  if (!spec || !isAllBefore(head, document.body + spec.index)) return undefined;
  return { body: document.body + spec.index, kind: declared(part.slice(spec.index), known(head?.name)) };
}

/** Each key of a head that was told stands there once, so none stands behind `at` when all stand before it. */
const isAllBefore = (head: DocumentHead | undefined, at: number): boolean =>
  [head?.apiVersion, head?.kind, head?.name].every((value) => value !== undefined && value.range.start < at);

/** A key of `spec` starts in the column of its first one, and nothing within a value does. */
const FIRST_KEY = /^spec:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( +)[A-Za-z]/;

/** Such a definition's name is that of its kind in the plural, a dot, and its group. */
function declared(spec: string, name: string | undefined): Definition["kind"] {
  const indent = FIRST_KEY.exec(spec)?.[1]?.length;
  const group = name?.slice(name.indexOf(".") + 1);
  if (indent === undefined || group === undefined || group === name) return undefined;
  const pad = " ".repeat(indent);
  const start = spec.indexOf(`\n${pad}names:`) + 1;
  if (start === 0) return undefined;
  const names = new RegExp(`${pad}names:[ \\t]*(?:#[^\\n]*)?\\r?\\n((?:${pad} [^\\n]*\\n|[ \\t]*\\r?\\n)*)`, "y");
  names.lastIndex = start;
  const block = names.exec(spec)?.[1] ?? "";
  const kind = /^ +kind:[ \t]+(["']?)([A-Za-z][A-Za-z0-9]*)\1[ \t]*(?:#[^\n]*)?\r?$/m.exec(block)?.[2];
  return kind === undefined ? undefined : { group, name: kind };
}
