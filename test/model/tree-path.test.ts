import { expect, test } from "vitest";
import type { Node } from "../../src/model/tree.ts";
import { type Found, foundAt, treePath } from "../../src/model/tree-path.ts";

const range = { start: 0, end: 1 };
const text = (value: string): Node => ({ type: "scalar", style: "plain", known: true, value, range });
const list = (...items: Node[]): Node => ({ type: "sequence", items, range });
const map = (key: string, value: Node): Node => ({ type: "mapping", entries: [{ key, value, range }], range });

const found = (tree: Node, path: string) =>
  treePath(path)
    .reduce<readonly Found[]>((found, step) => found.flatMap(({ node }) => foundAt(node, step)), [{ node: tree }])
    .map(({ node }) => (node.type === "scalar" && node.known ? node.value : node.type));

test("a path goes through keys and into each item of a list", () => {
  const tree = map("rules", list(map("host", text("a")), map("other", text("b")), map("host", text("c"))));
  expect(found(tree, "rules[].host")).toEqual(["a", "c"]);
  expect(found(tree, "rules[]")).toEqual(["mapping", "mapping", "mapping"]);
  expect(found(tree, "")).toEqual(["mapping"]);
});

test("what is no list has no items, and what is no mapping no keys", () => {
  expect(found(map("rules", text("a")), "rules[]")).toEqual([]);
  expect(found(text("a"), "rules.host")).toEqual([]);
});
