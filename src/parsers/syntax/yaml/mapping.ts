import { type Entry, isForeign, type Mapping, type Node, resolve, type Tree } from "../../../model/tree.ts";
import type { Range } from "../../../text/source-file.ts";
import type { Anchors } from "./anchors.ts";

const FEW = 8;

/** A mapping of the entries as written: what `<<` brings is merged in, and keys that are there twice are reported. */
export function mapping(range: Range, written: readonly Entry[], anchors: Anchors): Mapping {
  reportRepeatedKeys(written, anchors);
  if (!written.some(isMerge)) return { type: "mapping", range, entries: written };
  const merges = written.filter(isMerge);
  const own = written.filter((entry) => !isMerge(entry));
  const { entries, isOpen } = mergedEntries(own, merges, anchors);
  const merged: Mapping = { type: "mapping", range, entries: [...own, ...entries], merges };
  return isOpen ? { ...merged, open: true } : merged;
}

const isMerge = ({ key, keyNode }: Entry): boolean => key === "<<" && keyNode === undefined;

function reportRepeatedKeys(entries: readonly Entry[], anchors: Anchors): void {
  const count = entries.length;
  if (count <= FEW) {
    for (let i = 1; i < count; i += 1) {
      const key = entries[i]?.key;
      for (let j = 0; j < i; j += 1) {
        if (key === entries[j]?.key && key !== undefined) {
          report(entries[i], anchors);
          break;
        }
      }
    }
    return;
  }
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.key === undefined) continue;
    if (seen.has(entry.key)) report(entry, anchors);
    seen.add(entry.key);
  }
}

function report(entry: Entry | undefined, { problems }: Anchors): void {
  if (!entry) return;
  const { key, range } = entry;
  problems.push({ code: "duplicate-key", message: `The key "${key}" is in this mapping already.`, range });
}

/** What `<<` adds to a mapping's own entries: of several sources the first that has a key wins. */
function mergedEntries(own: readonly Entry[], merges: readonly Entry[], anchors: Anchors) {
  const taken = new Set(own.map(({ key }) => key));
  const entries: Entry[] = [];
  let isOpen = false;
  for (const source of merges.flatMap(({ value }) => sourcesOf(value))) {
    if (source.type !== "mapping" || isForeign(source)) {
      isOpen = true;
      if (source.type !== "scalar" || source.known) notMergeable(source, anchors);
      continue;
    }
    anchors.mergeBudget -= source.entries.length;
    if (source.open || anchors.mergeBudget < 0) isOpen = true;
    if (anchors.mergeBudget < 0) continue;
    for (const entry of source.entries) {
      if (entry.key !== undefined && taken.has(entry.key)) continue;
      taken.add(entry.key);
      entries.push({ ...entry, merged: true });
    }
  }
  return { entries, isOpen };
}

/** One mapping, or several in a list. */
function sourcesOf(value: Tree): readonly Node[] {
  const node = resolve(value);
  return node.type === "sequence" ? node.items.map((item) => resolve(item)) : [node];
}

function notMergeable({ range }: Node, { problems }: Anchors): void {
  problems.push({
    code: "bad-merge",
    message: "Only a mapping, or a list of mappings, can be merged in by <<.",
    range,
  });
}
