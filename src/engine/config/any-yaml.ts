import { isMap, isNode, isScalar, parseDocument } from "yaml";
import type { Range } from "../../text/source-file.ts";
import type { Keys, Written } from "./plain-yaml.ts";

/** Something that YAML does not allow. */
export interface Mistake {
  readonly range: Range;
  readonly message: string;
}

/** Reads any YAML, or says what is wrong with it. This takes longer to load than most files to check. */
export function readAny(text: string): Written | { readonly mistakes: readonly Mistake[] } {
  const document = parseDocument(text, { prettyErrors: false });
  const mistakes = document.errors.map(({ pos: [start, end], message }) => ({
    range: { start, end },
    message: sentence(message),
  }));
  if (mistakes.length > 0) return { mistakes };
  const find = (keys: Keys, isKey: boolean): Range | undefined => {
    const holder = isKey ? document.getIn(keys.slice(0, -1), true) : document.getIn(keys, true);
    const pair =
      isKey && isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === keys.at(-1)) : 0;
    const found = pair ? pair.key : holder;
    return isNode(found) && found.range ? { start: found.range[0], end: found.range[1] } : undefined;
  };
  try {
    return { value: document.toJS(), find };
  } catch {
    // Aliases that multiply: the parser stops counting at a hundred.
    return { mistakes: [{ range: { start: 0, end: 0 }, message: "This configuration repeats itself without end." }] };
  }
}

function sentence(message: string): string {
  const [first = ""] = message.split("\n");
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
