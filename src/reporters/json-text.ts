/** What a terminal obeys or hides, and what a CI runner reads as a command: as escapes, which JSON reads as the same text. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|#(?=#(?:vso)?\[)/gi;

/** JSON that is safe to print, whatever text of strangers it holds. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
