import { closest } from "../text/did-you-mean.ts";

/** The name that was probably meant: misspelt, begun, or without its family. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const misspelt = closest(word, names, Math.min(3, word.length >> 1));
  if (misspelt !== undefined || word.length < 3) return misspelt;
  return names.find((name) => name.startsWith(word) || name.endsWith(`/${word}`));
}
