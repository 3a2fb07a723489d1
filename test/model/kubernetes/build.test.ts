import { expect, test } from "vitest";
import { parseYaml } from "../../../src/parsers/yaml.ts";
import { sourceFile } from "../../../src/text/source-file.ts";

/** The addresses of the objects in a text. */
function addressesIn(text: string): readonly string[] {
  const { artefacts } = parseYaml(sourceFile("manifest.yaml", text));
  return artefacts
    .flatMap((artefact) => (artefact.kind === "kubernetes" ? artefact.objects : []))
    .map((o) => o.address);
}

test.each(["constructor", "toString", "__proto__"])("a kind may be called %s", (kind) => {
  expect(addressesIn(`apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: a}\n`)).toEqual([`${kind}/a`]);
});

test("a name that a variable decides is not known", () => {
  const { artefacts } = parseYaml(
    sourceFile("manifest.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: '${APP}', namespace: $(NS)}\n"),
  );
  const [object] = artefacts.flatMap((artefact) => (artefact.kind === "kubernetes" ? artefact.objects : []));
  expect([object?.name?.known, object?.namespace?.known, object?.address]).toEqual([false, false, "Pod/?"]);
});
