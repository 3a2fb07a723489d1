import { settled } from "../../model/kubernetes/names.ts";
import { type Amount, amount, type Bound } from "../../model/kubernetes/resources.ts";
import { asString } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { replaced } from "../../model/yaml-edit.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";

const MEBIBYTE = 2 ** 20;
const MOST_CORES = 1000;

/** What is wrong with an amount by itself. */
export function quantityFault({ resource, value }: Amount, bound: Bound, title: string): Report | undefined {
  const text = known(settled(asString(value)));
  if (text === undefined) return undefined;
  const size = amount(value);
  const named = `${title} has a ${resource} ${bound.slice(0, -1)} of ${clipped(text, 40)}`;
  if (size === undefined) {
    const mended = mend(text.trim(), resource);
    const edits = mended === undefined ? undefined : replaced(value, mended);
    const fix = edits && { title: `Write ${mended}`, edits };
    return { at: value, message: `${named}, which is no quantity.`, fix };
  }
  if (size < 0) return { at: value, message: `${named}, which is less than nothing.` };
  if (resource === "cpu" && size > MOST_CORES)
    return { at: value, message: `${named}, which counts whole processors.` };
  const isInBytes = resource === "memory" || resource === "ephemeral-storage";
  if (isInBytes && size < MEBIBYTE && /^\d+m$/.test(text.trim())) {
    const edits = replaced(value, text.trim().replace("m", "Mi"));
    const fix = edits && { title: "Write mebibytes", edits };
    return { at: value, message: `${named}, which counts thousandths of a byte.`, fix };
  }
  if (resource !== "memory" || size === 0 || size >= MEBIBYTE) return undefined;
  return { at: value, message: `${named}, which is less than a mebibyte.` };
}

/** The quantity that is plainly meant. */
function mend(text: string, resource: string): string | undefined {
  if (resource === "cpu") return /^\d+(?:\.\d+)? +m$/.test(text) ? text.replace(/ +/, "") : undefined;
  const [, digits, letter = "", binary = ""] = /^(\d+(?:\.\d+)?) *([kmgtpe])(i?)b?$/i.exec(text) ?? [];
  if (digits === undefined || /m$/.test(text)) return undefined; // thousandths, or millions
  if (binary) return `${digits}${letter.toUpperCase()}i`;
  return `${digits}${letter.toLowerCase() === "k" ? "k" : letter.toUpperCase()}`;
}
