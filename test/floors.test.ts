import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Each room may import its own files, the rooms listed, and the packages listed. */
const FLOORS: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages?: readonly string[] }>> = {
  text: { rooms: [] },
  model: { rooms: ["text"] },
  parsers: { rooms: ["model", "text"], packages: ["js-yaml", "unbash", "yaml"] },
  project: { rooms: ["model", "text"] },
  units: { rooms: ["project", "model", "text"] },
  rule: { rooms: ["project", "model", "text"] },
  rules: { rooms: ["rule", "project", "model", "text"] },
  reporters: { rooms: ["rule", "text"], packages: ["sarif", "string-width"] },
  engine: {
    rooms: ["rule", "project", "units", "parsers", "model", "text"],
    packages: ["node:", "yaml"],
  },
  cli: {
    rooms: ["engine", "reporters", "rules", "rule", "parsers", "text"],
    packages: ["node:", "chalk", "commander", "diff"],
  },
  testing: { rooms: ["engine", "rule", "parsers", "model", "text"], packages: ["node:assert"] },
  "testing.ts": { rooms: ["testing", "rule"] },
  "index.ts": { rooms: ["engine", "reporters", "rules", "rule", "text"] },
};

const imports = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => {
    const specifiers = [...readFileSync(join("src", file), "utf8").matchAll(/(?: from |^import |import\()"([^"]+)"/gm)];
    return specifiers.map(([, specifier = ""]) => ({ file: file.replaceAll("\\", "/"), specifier }));
  });

test.each(Object.entries(FLOORS))("%s imports only what lies below", (room, { rooms, packages = [] }) => {
  for (const { file, specifier } of imports.filter((one) => one.file.split("/")[0] === room)) {
    if (specifier.startsWith(".")) expect([room, ...rooms], file).toContain(roomOf(file, specifier));
    else
      expect(
        packages.filter((name) => specifier.startsWith(name)),
        `${file}: ${specifier}`,
      ).not.toEqual([]);
  }
});

test("every room has a floor", () => {
  expect(Object.keys(FLOORS).toSorted()).toEqual(
    [...new Set(imports.map(({ file }) => file.split("/")[0]))].toSorted(),
  );
});

test("a family imports no other family, and only one module touches the disk, one starts processes, and one opens connections", () => {
  const rules = imports.filter(({ file, specifier }) => file.split("/").length === 3 && specifier.startsWith("./"));
  expect(rules.filter(({ file, specifier }) => file.startsWith("rules/") && !specifier.startsWith("./_"))).toEqual([]);
  expect(imports.filter(({ specifier }) => specifier === "node:fs").map(({ file }) => file)).toEqual([
    "engine/disk.ts",
  ]);
  expect(imports.filter(({ specifier }) => specifier === "node:child_process").map(({ file }) => file)).toEqual([
    "engine/helm.ts",
  ]);
  const opening = new Set(["node:dgram", "node:http", "node:http2", "node:https", "node:tls"]);
  expect(new Set(imports.filter(({ specifier }) => opening.has(specifier)).map(({ file }) => file))).toEqual(
    new Set(["engine/web.ts"]),
  );
});

const roomOf = (file: string, specifier: string): string => join(dirname(file), specifier).split(/[/\\]/)[0] ?? "";
