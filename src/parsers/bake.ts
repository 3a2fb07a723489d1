import type { BakeFile, BakeTarget, NamedContext } from "../model/bake.ts";
import { nameAtStart } from "../model/image-reference.ts";
import { entry, type Node } from "../model/tree.ts";
import { known, type Value } from "../model/value.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import type { Parsed } from "./parse.ts";
import { commentsOf } from "./syntax/hcl/comment-scopes.ts";
import { blocksIn } from "./syntax/hcl/from-json.ts";
import { readHcl } from "./syntax/hcl/read-hcl.ts";
import { type HclEntry, type HclValue, textOf } from "./syntax/hcl/tree.ts";

/** The names that `docker buildx bake` looks for. */
export const isBakeJson = (path: string): boolean => /(?:^|\/)docker-bake(?:\.override)?\.json$/.test(path);

/** Reads a bake file in native syntax. */
export function parseBake({ path, text }: SourceFile): Parsed {
  const document = readHcl(text);
  const { body, problems } = document;
  const blocks = body.blocks.flatMap(({ type, labels, body: { attributes } }) => {
    const [label] = labels;
    if (!label) return [];
    const settings = attributes.map(({ name, range, value }) => ({ key: name, range, value }));
    return [{ type, name: label.value, range: label.range, settings }];
  });
  const bake = bakeFile(path, blocks, problems.length > 0);
  const comments = commentsOf(text, document);
  return { artefacts: problems.length > 0 ? [bake, { kind: "syntax", path, problems }] : [bake], comments };
}

/** One in JSON; nothing when it is none. */
export function bakeFromJson(path: string, tree: Node): BakeFile | undefined {
  if (!isBakeJson(path) || !["group", "target", "variable"].some((key) => entry(tree, key))) return undefined;
  const blocks = ["group", "target"].flatMap((type) =>
    blocksIn(tree, type).map(({ key, range, value }) => ({
      type,
      name: key,
      range,
      settings: value.type === "object" ? value.entries : [],
    })),
  );
  return bakeFile(path, blocks, false);
}

/** A group or a target; the range is that of its name. */
interface Block {
  readonly type: string;
  readonly name: string;
  readonly range: Range;
  readonly settings: readonly HclEntry[];
}

function bakeFile(path: string, blocks: readonly Block[], partial: boolean): BakeFile {
  const groups = blocks.filter(({ type }) => type === "group");
  return {
    kind: "bake",
    path,
    ...(partial && { partial }),
    targets: blocks.filter(({ type }) => type === "target").map(bakeTarget),
    grouped: groups.flatMap(({ settings }) => (texts(settings, "targets") ?? []).flatMap((name) => known(name) ?? [])),
  };
}

function bakeTarget({ name, range, settings }: Block): BakeTarget {
  return {
    name,
    range,
    inherits: texts(settings, "inherits") ?? [],
    context: text(settings, "context"),
    dockerfile: text(settings, "dockerfile"),
    inline: settings.find(({ key, value }) => key === "dockerfile-inline" && value.type !== "null"),
    target: text(settings, "target"),
    images: items(settings, "tags")?.map(imageName),
    contexts: contextsOf(settings),
  };
}

/** What is set to null is not set. */
function settingOf(settings: readonly HclEntry[], name: string): HclValue | undefined {
  const value = settings.find(({ key }) => key === name)?.value;
  return value?.type === "null" ? undefined : value;
}

const asText = (value: HclValue): Value<string> => textOf(value) ?? { known: false, range: value.range };

function text(settings: readonly HclEntry[], name: string): Value<string> | undefined {
  const value = settingOf(settings, name);
  return value && asText(value);
}

/** Those of a list; of anything else, one that nobody knows. */
function items(settings: readonly HclEntry[], name: string): readonly HclValue[] | undefined {
  const value = settingOf(settings, name);
  if (!value) return undefined;
  return value.type === "list" ? value.items : [{ type: "expression", range: value.range }];
}

const texts = (settings: readonly HclEntry[], name: string): readonly Value<string>[] | undefined =>
  items(settings, name)?.map(asText);

/** Of a name that ends in something unknown the part that is known, if that is all but the tag. */
function imageName(value: HclValue): Value<string> {
  const whole = asText(value);
  const { range } = value;
  const start = value.type === "text" ? known(value.parts[0]) : undefined;
  const name = whole.known || start === undefined ? undefined : nameAtStart(start);
  return name === undefined ? whole : { known: true, value: name, range };
}

function contextsOf(settings: readonly HclEntry[]): readonly NamedContext[] {
  const value = settingOf(settings, "contexts");
  if (value?.type !== "object") return [];
  return value.entries.flatMap(({ key, range, value: source }) =>
    key === undefined ? [] : [{ name: key, range, source: asText(source) }],
  );
}
