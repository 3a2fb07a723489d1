import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export interface Folder {
  /** Absolute, without links. */
  readonly path: string;
  /** The content of a file in it; `undefined` when there is none. */
  read(path: string): string | undefined;
}

/** A folder on disk, as the top of a git work tree, that is gone when the test is. */
export function folder(files: Readonly<Record<string, string>>): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "opsguard-cli-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  mkdirSync(join(path, ".git"));
  writeFileSync(join(path, ".git", "HEAD"), "ref: refs/heads/main\n");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, read: (name) => (existsSync(join(path, name)) ? readFileSync(join(path, name), "utf8") : undefined) };
}
