/**
 * GitHub's `primaryLocationLineHash`, as its action for uploading SARIF documents and computes it: of the 100 characters that
 * follow the start of a line, blanks and tabs not counted, the polynomial with base 37 modulo 2^64; then `:` and which of the
 * lines with that hash it is. Line ends are one line feed each, and the end of the file is one character with the code 65535.
 */
export interface LineHash {
  /** `hash:count`. */
  readonly hash: string;
  /** The text it tells of: from the start of the line up to here. */
  readonly end: number;
}

const WINDOW = 100;
const BASE = 37;
const END_OF_FILE = 0xffff;
const TWO_32 = 2 ** 32;

/** 37^100 modulo 2^64, as its upper and lower half: what the oldest character has been multiplied by when it leaves. */
const [LEAVING_HIGH, LEAVING_LOW] = powerOfBase(WINDOW);

function powerOfBase(exponent: number): readonly [number, number] {
  let high = 0;
  let low = 1;
  for (let i = 0; i < exponent; i += 1) {
    const product = low * BASE;
    low = product % TWO_32;
    high = (high * BASE + Math.floor(product / TWO_32)) % TWO_32;
  }
  return [high, low];
}

/**
 * The hashes of the lines of a text, which is as the file has it, a byte order mark included. The window is a ring; a line is
 * settled when its first character is about to leave it.
 */
export class LineHashes {
  readonly #window = new Uint16Array(WINDOW);
  /** For each character in the window, the line it starts, from 1; 0 when it starts none. */
  readonly #lines = new Uint32Array(WINDOW);
  /** By line, from 0: both halves of the hash, its count, and the end of what it tells of. */
  readonly #settled: { readonly high: number; readonly low: number; readonly count: number; readonly end: number }[] =
    [];
  readonly #counts = new Map<string, number>();
  #at = 0;
  #high = 0;
  #low = 0;

  constructor(text: string) {
    let line = 0;
    let isStart = true;
    let wasReturn = false;
    for (let i = 0; i < text.length; i += 1) {
      let code = text.charCodeAt(i);
      const isSkipped = code === 32 || code === 9 || (wasReturn && code === 10);
      wasReturn = code === 13;
      if (isSkipped) continue;
      if (wasReturn) code = 10;
      if (isStart) line += 1;
      this.#push(code, isStart ? line : 0, i);
      isStart = code === 10;
    }
    this.#push(END_OF_FILE, isStart ? line + 1 : 0, text.length);
    for (let i = 0; i < WINDOW; i += 1) this.#push(0, 0, text.length);
  }

  /** `line` counts from 1. */
  of(line: number): LineHash | undefined {
    const found = this.#settled[line - 1];
    if (!found) return undefined;
    const low = found.low.toString(16);
    const hash = found.high === 0 ? low : found.high.toString(16) + low.padStart(8, "0");
    return { hash: `${hash}:${found.count}`, end: found.end };
  }

  #push(code: number, line: number, offset: number): void {
    const at = this.#at;
    const settled = this.#lines[at] ?? 0;
    if (settled > 0) this.#settle(settled, offset);
    const leaving = this.#window[at] ?? 0;
    this.#window[at] = code;
    this.#lines[at] = line;
    this.#at = at + 1 === WINDOW ? 0 : at + 1;
    // The products stay below 2^48, so doubles hold them; what exceeds 32 bits of the lower half goes to the upper one.
    const low = this.#low * BASE + code - leaving * LEAVING_LOW;
    const carry = Math.floor(low / TWO_32);
    this.#low = low - carry * TWO_32;
    this.#high = (Math.imul(this.#high, BASE) - Math.imul(leaving, LEAVING_HIGH) + carry) >>> 0;
  }

  #settle(line: number, end: number): void {
    const [high, low] = [this.#high, this.#low];
    const key = String.fromCharCode(high >>> 16, high & 0xffff, low >>> 16, low & 0xffff);
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    this.#settled[line - 1] = { high, low, count, end };
  }
}
