import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs/guide").map((name) => join("docs/guide", name)),
];

test.each(documents)("%s leads nowhere that is not there", (document) => {
  const text = readFileSync(document, "utf8");
  const links = text.matchAll(/\]\((?![a-z]+:)([^)#]+)(?:#([^)]+))?\)/g);
  for (const [link, path = "", anchor] of links) {
    const target = join(dirname(document), path);
    expect(existsSync(target), link).toBe(true);
    if (anchor !== undefined) expect(headings(target), link).toContain(anchor);
  }
  const paths = text.matchAll(/`((?:bench|bin|docs|fixtures|scripts|src|test)\/[\w./-]+)`/g);
  for (const [, path = ""] of paths) expect(existsSync(path), path).toBe(true);
});

/** As GitHub names them in links. */
const headings = (path: string): readonly string[] =>
  Array.from(readFileSync(path, "utf8").matchAll(/^#+ (.*)$/gm), ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
