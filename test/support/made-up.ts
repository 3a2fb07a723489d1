const LETTERS = "aQ7xK2mZ9pLw4RtB8vYc3NdH6sJf5GuE1hXoVkTiWqMyCzAnDbPrSeFjUgIl0O";
export const ALPHANUMERIC = LETTERS;
export const HEX = "7a3f9c1e5b8d2064";
export const CAPITALS = "Q7XKJ2MZPLWR4TBVYCNDH6SJF5GUE3";

/**
 * `length` characters as a random generator might give them, always the same: tests need what looks like a secret, and
 * nothing in the repository may.
 */
export function madeUp(length: number, alphabet = ALPHANUMERIC, seed = 1): string {
  let state = seed;
  let text = "";
  while (text.length < length) {
    state = (state * 48271) % 2147483647;
    text += alphabet[state % alphabet.length];
  }
  return text;
}

/** The lines of a key in PEM armour; only its first byte is that of a real one. */
export function madeUpKey(label = "RSA PRIVATE KEY", lines = 6): readonly string[] {
  const body = Array.from({ length: lines }, (_, i) => madeUp(64, ALPHANUMERIC, i + 2));
  return [`-----BEGIN ${label}-----`, `MII${body[0]?.slice(3)}`, ...body.slice(1), `-----END ${label}-----`];
}
