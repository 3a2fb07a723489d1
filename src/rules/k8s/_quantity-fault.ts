import { settled } from "../../model/kubernetes/names.ts";
import { amount } from "../../model/kubernetes/resources.ts";
import { asString, type Scalar } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { replaced } from "../../model/yaml-edit.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";

const MEBIBYTE = 2 ** 20;
const MOST_CORES = 1000;
/** `requests.memory` of a quota, too. */
const IN_BYTES = /(?:^|[./])(?:ephemeral-storage|memory|storage)$/;

/** A quantity, and what a message calls it: `PersistentVolumeClaim db has a storage request`. */
export interface WrittenQuantity {
  readonly resource: string;
  readonly value: Scalar;
  readonly named: string;
}

/** What is wrong with an amount of a container by itself. `named`: `Container app has a memory limit`. */
export function quantityFault(written: WrittenQuantity): Report | undefined {
  const { resource, value, named } = written;
  const size = amount(value);
  const fault = writingFault(written);
  if (fault || size === undefined) return fault;
  const text = clipped(known(asString(value)) ?? "", 40);
  if (resource === "cpu" && size > MOST_CORES)
    return { at: value, message: `${named} of ${text}, which counts whole processors.` };
  if (resource !== "memory" || size === 0 || size >= MEBIBYTE) return undefined;
  return { at: value, message: `${named} of ${text}, which is less than a mebibyte.` };
}

/** What no quantity may be, wherever it stands. */
export function writingFault({ resource, value, named }: WrittenQuantity): Report | undefined {
  const text = known(settled(asString(value)))?.trim();
  if (text === undefined) return undefined;
  const size = amount(value);
  const says = `${named} of ${clipped(text, 40)}, which`;
  if (size === undefined) {
    const mended = mend(text, resource);
    const edits = mended === undefined ? undefined : replaced(value, mended);
    const fix = edits && { title: `Write ${mended}`, edits };
    return { at: value, message: `${says} is no quantity.`, fix };
  }
  if (size < 0) return { at: value, message: `${says} is less than nothing.` };
  if (!IN_BYTES.test(resource) || size >= MEBIBYTE || !/^\d+m$/.test(text)) return undefined;
  const edits = replaced(value, text.replace("m", "Mi"));
  const fix = edits && { title: "Write mebibytes", edits };
  return { at: value, message: `${says} counts thousandths of a byte.`, fix };
}

/** The quantity that is plainly meant. */
function mend(text: string, resource: string): string | undefined {
  if (/(?:^|\.)cpu$/.test(resource)) return /^\d+(?:\.\d+)? +m$/.test(text) ? text.replace(/ +/, "") : undefined;
  const [, digits, letter = "", binary = ""] = /^(\d+(?:\.\d+)?) *([kmgtpe])(i?)b?$/i.exec(text) ?? [];
  if (digits === undefined || /m$/.test(text)) return undefined; // thousandths, or millions
  if (binary) return `${digits}${letter.toUpperCase()}i`;
  return `${digits}${letter.toLowerCase() === "k" ? "k" : letter.toUpperCase()}`;
}
