import { expect, test } from "vitest";
import { isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import { type Keys, readPlain } from "../../../src/engine/config/plain-yaml.ts";

const PLAIN = [
  "extends: [opsguard:strict]\n",
  "# why\nextends: [opsguard:recommended, 'opsguard:strict']\nfailOn: error # here\nignore:\n  - '**/testdata/**'\n  - \"a\\tb\"\n",
  'rules:\n  docker/pin-base-image: warning\n  "DL3006": off\n  k8s/x: { severity: error, options: { registries: [ghcr.io/acme], most: 3, share: 0.5 } }\n',
  "overrides:\n- files: [a, b]\n  rules:\n    docker/healthcheck: off\n- files: [c]\n  rules: {}\n",
  "---\nsuppressions:\n    requireReason: true\n    honorPeers: False\nbaseline: ~\n",
  '{"extends": ["opsguard:all"], "rules": {"DL3006": "off"}, "n": [1, -2, 0x10, 0o17, 1e3]}',
  "a: yes\nb: on\nc: 1_000\nd: 012\ne: .5\nf: null\ng: some words  \n",
  "a:\n  b: first\n    second\n",
  "a: b\r\nc:\r\n  - d\r\n",
];

test.each(PLAIN)("reads as the parser that is loaded for all else: %j", (text) => {
  const document = parseDocument(text);
  const plain = readPlain(text);
  expect(document.errors).toEqual([]);
  expect(plain?.value).toEqual(document.toJS());
  const told: unknown[] = [];
  const asked: unknown[] = [];
  const look = (node: unknown, keys: Keys): void => {
    if (isNode(node) && node.range) {
      const [start, end] = node.range;
      const found = plain?.find(keys, false);
      told.push([keys, isScalar(node) ? { start, end } : start]);
      asked.push([keys, isScalar(node) ? found : found?.start]);
    }
    if (isSeq(node)) for (const [i, item] of node.items.entries()) look(item, [...keys, i]);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !key.range) throw new Error("A key is no scalar.");
      const below = [...keys, String(key.value)];
      const [start, end] = key.range;
      told.push([below, "key", { start, end }]);
      asked.push([below, "key", plain?.find(below, true)]);
      look(value, below);
    }
  };
  look(document.contents, []);
  expect(asked).toEqual(told);
});

test.each([
  ...["", "# nothing\n", "a: &x b\nc: *x\n", "a: !!str b\n", "a:\nb: c\n", "a: |\n  b\n", "1: a\n", "? [a]\n: b\n"],
  ...[
    "a: b\na: c\n",
    "a: [b\n",
    "a: b: c\n",
    "\ta: b\n",
    "<<: { a: b }\n",
    "%YAML 1.2\n---\na: b\n",
    "a: b\n---\nc: d\n",
  ],
  ...["__proto__: a\n", "'': a\n", "null: a\n".replace("null", "~"), `${"[".repeat(60)}${"]".repeat(60)}\n`],
])("leaves to it what has more to it, or is wrong: %j", (text) => {
  expect(readPlain(text)).toBeUndefined();
});

test("what is not there is where it should stand", () => {
  const plain = readPlain("a: { b: c }\n");
  expect(plain?.find(["a", "x"], true)).toEqual({ start: 3, end: 11 });
  expect(plain?.find(["a", "x"], false)).toBeUndefined();
  expect(plain?.find(["x", "y"], true)).toBeUndefined();
});
