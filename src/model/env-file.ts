import type { Ranged } from "../text/source-file.ts";

/** A line `NAME=value` of an env file; its range is that of the value, less quotes. */
export interface EnvFileEntry extends Ranged {
  readonly name: string;
  readonly value: string;
}

const LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*[=:][ \t]*(.*)$/;

/** The entries of an env file, as Compose and Docker read it; quotes end on their line. */
export function envFileEntries(text: string): readonly EnvFileEntry[] {
  const found: EnvFileEntry[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const written = line.trimEnd();
    const [, name, rest = ""] = LINE.exec(written) ?? [];
    if (name !== undefined) {
      const value = valueIn(rest);
      const start = at + written.length - rest.length + value.offset;
      found.push({ name, value: value.text, range: { start, end: start + value.text.length } });
    }
    at += line.length + 1;
  }
  return found;
}

/** Less its quotes, or the comment behind it. */
function valueIn(rest: string): { readonly text: string; readonly offset: number } {
  const quote = rest[0];
  if (quote === '"' || quote === "'") {
    const end = rest.indexOf(quote, 1);
    if (end !== -1) return { text: rest.slice(1, end), offset: 1 };
  }
  const comment = rest.search(/(?:^|[ \t])#/);
  return { text: (comment === -1 ? rest : rest.slice(0, comment)).trimEnd(), offset: 0 };
}
