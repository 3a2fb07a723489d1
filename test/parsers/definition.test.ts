import { expect, test } from "vitest";
import type { Artefact } from "../../src/model/artefact.ts";
import { entry } from "../../src/model/tree.ts";
import { parseJson, parseYaml, readDocument } from "../../src/parsers/yaml.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const HEAD =
  "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.example.com\n";
const SPEC = "spec:\n  group: example.com\n  names:\n    plural: shops\n    kind: Shop\n  versions: []\n";

const kindsOf = (artefacts: readonly Artefact[]) =>
  artefacts.flatMap((one) => (one.kind === "custom-kinds" ? one.declared : []));
const declared = (text: string, path = "crd.yaml"): readonly string[] =>
  kindsOf((path.endsWith(".json") ? parseJson : parseYaml)(sourceFile(path, text)).artefacts).map(
    ({ group, name, range }) => `${name} of ${group} at ${range.start}-${range.end}`,
  );
/** Is more than the head of the first definition read? */
const isRead = (text: string): boolean =>
  parseYaml(sourceFile("crd.yaml", text)).artefacts.some(
    (one) => one.kind === "kubernetes" && one.objects.some(({ tree }) => entry(tree, "spec") !== undefined),
  );

const ALL = HEAD + SPEC;
const SHOP = [`Shop of example.com at 0-${ALL.length}`];

test("a definition is told by its head, and its body is not read", () => {
  expect(declared(ALL)).toEqual(SHOP);
  expect(isRead(ALL)).toBe(false);
});

test.each([
  ["with CRLF", ALL.replaceAll("\n", "\r\n")],
  ["with comments", ALL.replace("spec:\n", "spec: # long\n  # a shop\n\n").replace("names:", "names: # its names")],
  ["in quotes", ALL.replace("kind: Shop", 'kind: "Shop" # sells')],
  [
    "with its names last",
    HEAD +
      "spec:\n    versions:\n      - schema:\n          names:\n            kind: No\n    names:\n\n        kind: Shop\n",
  ],
  ["with a status", `${ALL}status:\n  names:\n    kind: No\n`],
])("%s", (_, text) => {
  expect(declared(text).map((one) => one.replace(/ at .*/, ""))).toEqual(["Shop of example.com"]);
  expect(isRead(text)).toBe(false);
});

test.each([
  ["a kind that a template decides", ALL.replace("kind: Shop", "kind: {{ .Values.kind }}")],
  ["a name without a group", ALL.replace("shops.example.com", "shops")],
  ["names in braces", ALL.replace(/names:\n {4}plural: shops\n {4}kind: Shop/, "names: {kind: Shop}")],
  ["no spec that can be read", `${HEAD}spec: &a\n  names:\n    kind: Shop\n`],
])("of %s nothing is known", (_, text) => expect(declared(text)).toEqual([]));

test("what must be read for other reasons tells all the same: JSON, Lists, unusual order, comments that hide findings", () => {
  const json =
    '{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "shops.example.com"}, "spec": {"group": "example.com", "names": {"kind": "Shop"}}}';
  expect(declared(json, "crd.json")).toEqual([`Shop of example.com at 0-${json.length}`]);
  const list = `{"apiVersion": "v1", "kind": "List", "items": [${json}, ${json.replaceAll("Shop", "Till")}]}`;
  expect(declared(list, "crd.json")).toHaveLength(2);
  const late = `${SPEC}${HEAD}`;
  expect(declared(late)).toEqual([`Shop of example.com at 0-${late.length}`]);
  expect(declared(`# opsguard-ignore k8s/x -- y\n${ALL}`)).toEqual([`Shop of example.com at 0-${ALL.length + 29}`]);
});

test("of a JSON schema nothing is read, however it ends", () => {
  const text = '{"properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"}';
  expect(parseJson(sourceFile("shop-example-v1.json", text)).artefacts).toEqual([]);
  const object = '{"apiVersion":\n"v1", "kind": "Namespace", "metadata": {"name": "a"}}';
  expect(parseJson(sourceFile("a.json", object)).artefacts).toHaveLength(1);
});

test("a document is read whole when asked, templates masked", () => {
  const text = `kind: a\n---\n${ALL.replace("versions: []", "scope: {{ .Values.scope }}\n  {{- if .Values.more }}\n  versions: []\n  {{- end }}")}---\nkind: b\n`;
  const source = sourceFile("chart/templates/crd.yaml", text);
  const [kind] = kindsOf(parseYaml(source).artefacts);
  const tree = kind && readDocument(source, kind.range);
  const spec = tree && entry(tree, "spec")?.value;
  expect(spec?.type === "mapping" && spec.entries.map(({ key }) => key)).toEqual([
    "group",
    "names",
    "scope",
    "versions",
  ]);
  expect(readDocument(source, { start: 3, end: 5 })).toBeUndefined();
});

test("a head takes time in its length, whatever is in it", () => {
  expect(declared(`${HEAD}spec:\n  names:\n${" ".repeat(300_000)}\n${"   \n".repeat(300_000)}  x: y\n`)).toEqual([]);
  expect(declared(`${HEAD}spec:\n${"\n#".repeat(300_000)}  x: y\n`)).toEqual([]);
});
