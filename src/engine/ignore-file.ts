import { type Glob, matchesSegments, parseGlob } from "../text/glob.ts";
import { folderOf, within } from "../text/path.ts";

/** The lines of one `.gitignore`, or of a file like it: https://git-scm.com/docs/gitignore */
export interface IgnoreFile {
  readonly patterns: readonly IgnorePattern[];
}

interface IgnorePattern {
  readonly glob: Glob;
  /** `!`: what it matches is not ignored after all. */
  readonly isNegated: boolean;
  /** Ends with `/`: it matches folders only. */
  readonly isForFolders: boolean;
}

/** What is longer is no path, and would only cost time. */
const LONGEST = 4096;

export const parseIgnoreFile = (text: string): IgnoreFile => ({ patterns: text.split("\n").flatMap(parseLine) });

function parseLine(line: string): readonly IgnorePattern[] {
  const written = withoutTrailingBlanks(line.endsWith("\r") ? line.slice(0, -1) : line);
  if (written === "" || written.startsWith("#") || written.length > LONGEST) return [];
  const isNegated = written.startsWith("!");
  const pattern = isNegated ? written.slice(1) : written;
  const isForFolders = pattern.endsWith("/");
  const body = isForFolders ? pattern.slice(0, -1) : pattern;
  if (body === "" || /(?:^|[^\\])(?:\\\\)*\\$/.test(body)) return [];
  // A slash before its end binds a pattern to the folder of its file; without one it holds at any depth.
  const anywhere = body.includes("/") ? "" : "**/";
  // `a/**` means what is in `a`, and so not `a` itself.
  const inside = body.endsWith("/**") ? "/*" : "";
  return [{ glob: parseGlob(anywhere + body + inside), isNegated, isForFolders }];
}

/** Blanks at the end do not count, unless a backslash comes before. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === " " && line[end - 2] !== "\\") end -= 1;
  return line.slice(0, end);
}

/**
 * Does the file say that a path, counted from its own folder, is ignored? `undefined` when no line of it tells. The last one
 * that matches wins. What lies in an ignored folder is for the caller to know: git never looks there.
 */
export function ignores(file: IgnoreFile, segments: readonly string[], isFolder: boolean): boolean | undefined {
  for (let i = file.patterns.length - 1; i >= 0; i -= 1) {
    const pattern = file.patterns[i];
    if (!pattern || (pattern.isForFolders && !isFolder)) continue;
    if (matchesSegments(pattern.glob, segments)) return !pattern.isNegated;
  }
  return undefined;
}

/** All files of one name in a tree of folders, of which the deepest that says anything wins. */
export class IgnoreFiles {
  readonly #name: string;
  readonly #read: (path: string) => string | undefined;
  readonly #files = new Map<string, IgnoreFile | undefined>();
  readonly #folders = new Map<string, boolean>();
  readonly #last: IgnoreFile;

  /** `read` gives the text at a path, or nothing; `last` is asked when no file says anything: `.git/info/exclude`. */
  constructor(name: string, read: (path: string) => string | undefined, last = "") {
    this.#name = name;
    this.#read = read;
    this.#last = parseIgnoreFile(last);
  }

  /** Spares a look for a file where a listing of the folder shows there is none. */
  hasNone(folder: string): void {
    this.#files.set(folder, undefined);
  }

  /** What the files say of a path itself; `undefined` when they say nothing. Those above `top` folders are not asked. */
  verdict(path: string, isFolder: boolean, top = 0): boolean | undefined {
    const segments = path.split("/");
    for (let depth = segments.length - 1; depth >= top; depth -= 1) {
      const file = this.#fileIn(segments.slice(0, depth).join("/"));
      const said = file && ignores(file, segments.slice(depth), isFolder);
      if (said !== undefined) return said;
    }
    return top === 0 ? ignores(this.#last, segments, isFolder) : undefined;
  }

  /** Is it ignored, itself or with a folder above it? */
  isIgnored(path: string, isFolder = false): boolean {
    return this.#isFolderIgnored(folderOf(path)) || this.verdict(path, isFolder) === true;
  }

  #isFolderIgnored(folder: string): boolean {
    if (folder === "") return false;
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const ignored = this.isIgnored(folder, true);
    this.#folders.set(folder, ignored);
    return ignored;
  }

  #fileIn(folder: string): IgnoreFile | undefined {
    if (this.#files.has(folder)) return this.#files.get(folder);
    const text = this.#read(within(folder, this.#name));
    const file = text === undefined ? undefined : parseIgnoreFile(text);
    this.#files.set(folder, file);
    return file;
  }
}
