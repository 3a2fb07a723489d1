import type { Content } from "./disk.ts";
import type { Files } from "./files.ts";

/** A path, and what stands there, if anything does. */
export interface NamedContent {
  readonly path: string;
  readonly content: Content | string | undefined;
}

/** Files that are checked together, and how long they may be: their trees are in memory at once. */
const MOST_TOGETHER = 16;
const LARGEST_TOGETHER = 256 * 1024;

/** The contents of files, a few small ones or one large one at a time: what is not read yet takes no memory. */
export function* batchesOf(
  paths: readonly string[],
  files: Pick<Files, "read">,
): Generator<readonly NamedContent[], void, undefined> {
  let batch: NamedContent[] = [];
  let size = 0;
  for (const path of paths) {
    const content = files.read(path);
    batch.push({ path, content });
    size += sizeOf(content);
    if (batch.length < MOST_TOGETHER && size < LARGEST_TOGETHER) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}

function sizeOf(content: NamedContent["content"]): number {
  if (content === undefined || typeof content === "string") return content?.length ?? 0;
  return "bytes" in content ? content.bytes.length : 0;
}
