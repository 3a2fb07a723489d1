import { setting, settings } from "./compose.ts";
import { child, isUnknown, items, type Mapping, type Node } from "./tree.ts";
import type { Value } from "./value.ts";

/** An entry of `include`: another project that is made part of this one. */
export interface ComposeInclude {
  /** Files that are merged, in order. */
  readonly paths: readonly Value<string>[];
  /** What paths in them count from; absent means the folder of the first. */
  readonly projectDirectory: Value<string> | undefined;
}

/** The entries of `include`; one that something else decides is a path that nobody knows. */
export function composeIncludes(tree: Mapping): readonly ComposeInclude[] {
  return items(child(tree, "include")).map((item) => {
    const { range } = item;
    if (isUnknown(item)) return { paths: [{ known: false, range }], projectDirectory: undefined };
    const paths = item.type === "mapping" ? child(item, "path") : item;
    const projectDirectory = setting(child(item, "project_directory"));
    return { paths: paths?.type === "sequence" ? settings(paths) : [setting(paths) ?? []].flat(), projectDirectory };
  });
}

/** What a service extends. */
export interface ComposeBase {
  readonly service: Value<string>;
  /** Absent means the same file. */
  readonly file: Value<string> | undefined;
}

/** Nothing when it extends nothing, or does not say which service. */
export function composeBase(body: Node): ComposeBase | undefined {
  const node = child(body, "extends");
  const service = setting(node?.type === "mapping" ? child(node, "service") : node);
  return service && { service, file: setting(child(node, "file")) };
}
