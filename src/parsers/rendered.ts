import type { RenderedDocument } from "../model/chart.ts";
import { known } from "../model/value.ts";
import { compose } from "./syntax/yaml/compose.ts";
import { documents } from "./syntax/yaml/documents.ts";
import { headOf } from "./syntax/yaml/heads.ts";

/**
 * The documents that `helm template` wrote, in order. Left out is what is empty or cannot be read, and what defines kinds of
 * objects: those are long, and a template says them as they are.
 */
export function parseRendered(text: string): readonly RenderedDocument[] {
  return documents(text).flatMap((document) => {
    if (known(headOf(text, document)?.kind) === "CustomResourceDefinition") return [];
    const { tree } = compose(text, document);
    // Helm says it in the line behind each `---`.
    const [, source] = /^\s*# Source: ([^\r\n]{1,4096})/.exec(text.slice(document.body, document.end)) ?? [];
    return tree ? [{ source: source?.trim(), tree }] : [];
  });
}
