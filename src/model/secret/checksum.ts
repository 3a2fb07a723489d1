/** CRC-32 as zlib has it (polynomial 0xEDB88320), of ASCII text. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The six base-62 digits that end a GitHub or npm token whose random part is `random`. */
export function base62Checksum(random: string): string {
  let digits = "";
  for (let rest = crc32(random); digits.length < 6; rest = Math.floor(rest / 62)) {
    digits = (BASE62[rest % 62] ?? "0") + digits;
  }
  return digits;
}

/** The eight hexadecimal digits, low byte first, that end a Grafana service account token which starts with `start`. */
export const littleEndianHexChecksum = (start: string): string =>
  crc32(start)
    .toString(16)
    .padStart(8, "0")
    .replace(/^(..)(..)(..)(..)$/, "$4$3$2$1");

const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Do the last six characters of a bech32 text (BIP 173) fit the rest? Either case, not mixed. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const separator = lower.lastIndexOf("1");
  const human = [...lower.slice(0, separator)].map((character) => character.charCodeAt(0));
  const values = [...lower.slice(separator + 1)].map((character) => BECH32.indexOf(character));
  if (separator < 1 || values.includes(-1)) return false;
  let sum = 1;
  for (const value of [...human.map((code) => code >> 5), 0, ...human.map((code) => code & 31), ...values]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of BECH32_GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= generator;
  }
  return sum === 1;
}
