import { type Entry, isForeign, type Mapping, type Node, resolve, type Tree } from "../../../model/tree.ts";
import type { Range } from "../../../text/source-file.ts";
import type { Anchors } from "./anchors.ts";
import { named } from "./unreadable.ts";

const FEW = 8;

/** A mapping of the entries as written: what `<<` brings is merged in, and keys that are there twice are reported. */
export function mapping(range: Range, written: readonly Entry[], anchors: Anchors): Mapping {
  const count = written.length;
  if (count > FEW) reportRepeatedKeys(written, anchors);
  let hasMerge = false;
  for (let i = 0; i < count; i += 1) {
    const entry = written[i];
    if (!entry || entry.key === undefined) continue;
    if (isMerge(entry)) hasMerge = true;
    if (count <= FEW && isRepeated(written, i, entry.key)) report(entry, anchors);
  }
  return hasMerge ? merged(range, written, anchors) : { type: "mapping", range, entries: written };
}

const isMerge = ({ key, keyNode }: Entry): boolean => key === "<<" && keyNode === undefined;

/** Comparing a few keys with each other takes less time than a set does. */
function isRepeated(entries: readonly Entry[], index: number, key: string): boolean {
  for (let i = 0; i < index; i += 1) if (entries[i]?.key === key) return true;
  return false;
}

function reportRepeatedKeys(entries: readonly Entry[], anchors: Anchors): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.key === undefined) continue;
    if (seen.has(entry.key)) report(entry, anchors);
    seen.add(entry.key);
  }
}

function report({ key = "", range }: Entry, anchors: Anchors): void {
  anchors.report("duplicate-key", `The mapping has ${named(key, "this key")} already.`, range);
}

function merged(range: Range, written: readonly Entry[], anchors: Anchors): Mapping {
  const merges = written.filter(isMerge);
  const own = written.filter((entry) => !isMerge(entry));
  const { entries, isOpen } = mergedEntries(own, merges, anchors);
  const mapping: Mapping = { type: "mapping", range, entries: [...own, ...entries], merges };
  return isOpen ? { ...mapping, open: true } : mapping;
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

function notMergeable({ range }: Node, anchors: Anchors): void {
  anchors.report("bad-merge", "Only a mapping, or a list of mappings, can be merged in by <<.", range);
}
