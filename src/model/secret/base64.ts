/** The text that base64 stands for, U+FFFD in place of bytes that are none; nothing when it is no base64. */
export function fromBase64(encoded: string): string | undefined {
  const plain = encoded.replaceAll(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.replaceAll("=", "").length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
