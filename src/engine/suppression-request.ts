/** A part of what was written; `at`: its offset in the text. */
interface Written {
  readonly text: string;
  readonly at: number;
}

/** What a suppression asks for, wherever it stands. */
export interface SuppressionRequest {
  readonly rules: readonly { readonly id: string; readonly at: number }[];
  /** As written, be it a day or not. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
  /** What stands where the reason should begin. */
  readonly surplus: Written | undefined;
}

/** `RULE[, RULE] [until=YYYY-MM-DD] -- reason`; whatever stands for a rule is taken for one. */
const RULES = /^(?!--(?:\s|$))[^\s,:]+(?:\s*,\s*[^\s,:]+)*/;
const UNTIL = /^\s+until=(\S*)/;
const REASON = /^\s+--\s+(\S.*)/;

/** Reads what stands behind the marker of a comment, or in an annotation. */
export function readRequest(text: string): SuppressionRequest {
  const [names = ""] = RULES.exec(text) ?? [];
  const rules = Array.from(names.matchAll(/[^\s,]+/g), ({ 0: id, index: at }) => ({ id, at }));
  const [written = "", until] = UNTIL.exec(text.slice(names.length)) ?? [];
  const rest = text.slice(names.length + written.length);
  const reason = REASON.exec(names === "" ? ` ${rest}` : rest)?.[1];
  return {
    rules,
    until,
    reason,
    surplus: reason === undefined ? surplusOf(rest, text.length - rest.length) : undefined,
  };
}

/** All up to what may be meant for the dashes, if anything. */
function surplusOf(rest: string, at: number): Written | undefined {
  const start = rest.search(/\S/);
  const dashes = rest.indexOf("--");
  const text = rest.slice(Math.max(0, start), dashes === -1 ? undefined : dashes).trimEnd();
  return text === "" ? undefined : { text, at: at + start };
}
