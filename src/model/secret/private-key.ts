import { entropy } from "./placeholder.ts";
import type { Doubt } from "./token-format.ts";

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY(?: BLOCK)?-----/y;
const END = /-----END [A-Z0-9 ]{0,20}PRIVATE KEY(?: BLOCK)?-----/y;
const UNENDED_BODY = /[\w+/=\\\s]*/y;
/** An RSA key of 16,384 bits takes 13,000 characters; an OpenPGP key with photographs more. */
const LONGEST_BODY = 100_000;
const SHORTEST_BODY = 64;
/** The start of a key that Vagrant publishes, for machines that are no secret. */
const PUBLISHED = "MIIEogIBAAKCAQEA6NF8iallvQVp22WD";

export interface PrivateKey {
  /** After its END line, or after what of it there is. */
  readonly end: number;
  readonly doubt: Doubt | undefined;
}

/**
 * The key in PEM or OpenPGP armour whose BEGIN line starts at `start`. Its lines may be indented, quoted, commented or
 * joined by `\n` escapes; a marker alone, or around anything but a key, is none.
 */
export function privateKeyAt(text: string, start: number): PrivateKey | undefined {
  BEGIN.lastIndex = start;
  if (!BEGIN.test(text)) return undefined;
  const from = BEGIN.lastIndex;
  const dashes = text.slice(from, from + LONGEST_BODY).indexOf("-----");
  END.lastIndex = from + dashes;
  const isEnded = dashes !== -1 && END.test(text);
  const end = isEnded ? END.lastIndex : endOfBody(text, from);
  const { key, isEncrypted } = body(text.slice(from, isEnded ? from + dashes : end));
  if (!isKey(key)) return undefined;
  return { end, doubt: isEncrypted || text.slice(start, from).includes("ENCRYPTED") ? "encrypted" : undefined };
}

function endOfBody(text: string, from: number): number {
  UNENDED_BODY.lastIndex = from;
  UNENDED_BODY.test(text);
  return from + text.slice(from, Math.min(UNENDED_BODY.lastIndex, from + LONGEST_BODY)).trimEnd().length;
}

/** The base64 of a body, without what its lines are wrapped in, headers and the checksum of OpenPGP. */
function body(text: string): { readonly key: string; readonly isEncrypted: boolean } {
  const lines = text
    .replaceAll(/\\[nrt]/g, "\n")
    .split("\n")
    .map(bare);
  const key = lines.filter((line) => !line.includes(":") && !/^=[\w+/]{4}$/.test(line)).join("");
  return { key, isEncrypted: lines.some((line) => line.startsWith("Proc-Type:") && line.includes("ENCRYPTED")) };
}

const WRAPPING: ReadonlySet<string> = new Set([" ", "\t", "\r", '"', "'", ",", ";", "\\", "#", "*", ">", "|", "."]);

/** A line of a key without indentation, quotes, commas, comment signs and the `+` of a string joined in code. */
function bare(line: string): string {
  let start = 0;
  let end = line.length;
  const isJoin = (at: number): boolean => line[at] === "+" && line[at - 1] === " ";
  while (start < end && WRAPPING.has(line[start] ?? "")) start++;
  while (end > start && (WRAPPING.has(line[end - 1] ?? "") || isJoin(end - 1))) end--;
  return line.slice(start, end);
}

/** By structure: DER (which starts with 0x30), OpenSSH's own format, or a packet of OpenPGP (whose first bit is set). */
function isKey(key: string): boolean {
  if (key.length < SHORTEST_BODY || !/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return false;
  if (!/^(?:M[A-P]|b3BlbnNzaC1rZXktdjE|[g-z0-9+/])/.test(key)) return false;
  return !key.startsWith(PUBLISHED) && entropy(key) > 3.5;
}
