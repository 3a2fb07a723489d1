import {
  asString,
  child,
  type Entry,
  entries,
  items,
  type Mapping,
  mappings,
  type Node,
  type Scalar,
} from "../../model/tree.ts";
import { known, type Value } from "../../model/value.ts";
import { fileNameOf } from "../../text/path.ts";

/** The ConfigMaps and Secrets that generators make. Their names are the ones the kustomization writes, without hashes. */
export function generated(kustomization: Mapping): readonly Mapping[] {
  const options = child(kustomization, "generatorOptions");
  return [
    ...mappings(child(kustomization, "configMapGenerator")).map((item) => made("ConfigMap", "data", item, options)),
    ...mappings(child(kustomization, "secretGenerator")).map((item) => made("Secret", "stringData", item, options)),
  ];
}

/** `behavior`: does it change an object that another kustomization made? */
export const isAddition = (item: Node): boolean => {
  const behavior = known(asString(child(item, "behavior")));
  return behavior === "merge" || behavior === "replace";
};

function made(kind: string, field: string, item: Mapping, options: Node | undefined): Mapping {
  const { range } = item;
  const text = (value: string): Scalar => ({ type: "scalar", style: "double", range, known: true, value });
  const literals = items(child(item, "literals")).flatMap((literal) => pair(asString(literal)) ?? []);
  const files = items(child(item, "files")).flatMap((file) => fileKey(asString(file)) ?? []);
  const fromElsewhere = items(child(item, "envs")).length > 0 || child(item, "env") !== undefined;
  const data: Mapping = {
    type: "mapping",
    range,
    entries: [...literals, ...files],
    ...(fromElsewhere || isAddition(item) ? { open: true as const } : {}),
  };
  const name = child(item, "name");
  const namespace = child(item, "namespace");
  const metadata: Mapping = {
    type: "mapping",
    range,
    entries: [
      ...(name ? [{ key: "name", range: name.range, value: name }] : []),
      ...(namespace ? [{ key: "namespace", range: namespace.range, value: namespace }] : []),
      ...["labels", "annotations"].flatMap((key) => pairs(key, options, child(item, "options"))),
    ],
  };
  const start = { ...range, end: range.start };
  return {
    type: "mapping",
    range,
    entries: [
      { key: "apiVersion", range: start, value: text("v1") },
      { key: "kind", range: start, value: text(kind) },
      { key: "metadata", range: start, value: metadata },
      { key: field, range: start, value: data },
    ],
  };
}

/** What all generated objects get, and what this one gets besides, under one key. */
function pairs(key: string, ...sources: readonly (Node | undefined)[]): readonly Entry[] {
  const given = sources.flatMap((source) => child(source, key) ?? []);
  const [first] = given;
  if (!first) return [];
  return [{ key, range: first.range, value: { type: "mapping", range: first.range, entries: given.flatMap(entries) } }];
}

/** `key=value`, the value at its place in the literal when that is written as it is meant. */
function pair(literal: Value<string> | undefined): Entry | undefined {
  if (!literal?.known) return undefined;
  const equals = literal.value.indexOf("=");
  if (equals === -1) return undefined;
  const key = literal.value.slice(0, equals);
  const value = literal.value.slice(equals + 1).replace(/^(["'])(.*)\1$/, "$2");
  return {
    key,
    range: literal.range,
    value: { type: "scalar", style: "double", range: literal.range, known: true, value },
  };
}

/** `name=path`, or a path whose last part is the key; what the file holds is not read. */
function fileKey(file: Value<string> | undefined): Entry | undefined {
  if (!file?.known) return undefined;
  const equals = file.value.indexOf("=");
  const key = equals === -1 ? fileNameOf(file.value) : file.value.slice(0, equals);
  return { key, range: file.range, value: { type: "scalar", style: "plain", range: file.range, known: false } };
}
