import type { Ranged } from "../text/source-file.ts";
import { type ScalarFault, scalarFault } from "./compose-scalar.ts";
import { type Fields, isForLists, isForMappings, isForScalars, type Shape } from "./compose-schema.ts";
import type { ScalarType } from "./reading.ts";
import {
  type Entry,
  isNull,
  isUnknown,
  lacks,
  type Mapping,
  type Node,
  resolve,
  type Scalar,
  type Sequence,
  type Tree,
} from "./tree.ts";
import { Visits } from "./visits.ts";

/** What the Compose Specification does not know, or no program could read. Its range is that of the key or value. */
export type ComposeFault = Ranged & {
  /** The keys that lead there; an item of a list by its index. */
  readonly path: readonly (string | number)[];
  readonly fault: Fault;
};

type Fault =
  | Exclude<ScalarFault, { readonly kind: "wrong-type" }>
  | { readonly kind: "bad-name"; readonly name: string }
  | { readonly kind: "missing"; readonly of: Fields; readonly key: string }
  | { readonly kind: "repeated" }
  | { readonly kind: "unknown-key"; readonly of: Fields; readonly entry: Entry; readonly key: string }
  | {
      readonly kind: "wrong-type";
      readonly expected: readonly Shape[];
      readonly actual: ScalarType | "list" | "mapping";
      readonly node: Node;
    };

/** All that is wrong in a tree that should have this shape. */
export function composeFaults(tree: Node, shape: Shape): readonly ComposeFault[] {
  const walk = new Walk();
  walk.visit(tree, shape, undefined);
  return walk.faults;
}

class Walk {
  readonly faults: ComposeFault[] = [];
  readonly #path: (string | number)[] = [];
  readonly #visits = new Visits<Shape>();

  /** `entry`: what the value belongs to, when that is a mapping. */
  visit(tree: Tree, shape: Shape, entry: Entry | undefined): void {
    const node = overridden(resolve(tree));
    if (isUnknown(node)) return;
    const alternatives = typeof shape === "object" && shape.is === "either" ? shape.of : [shape];
    if (node.type === "scalar") this.#scalar(node, alternatives, entry);
    else if (node.type === "sequence") this.#sequence(node, alternatives, entry);
    else this.#mapping(node, alternatives, entry);
  }

  #scalar(scalar: Scalar, alternatives: readonly Shape[], entry: Entry | undefined): void {
    if (isNull(scalar)) {
      const mayBeNull = alternatives.some((one) => one === "nothing" || one === "any");
      if (!mayBeNull) this.#wrongType(scalar, alternatives, "null", entry);
      return;
    }
    const shape = alternatives.find(isForScalars);
    const fault = scalarFault(scalar, shape ?? "nothing");
    if (fault?.kind === "wrong-type") this.#wrongType(scalar, alternatives, fault.actual, entry);
    else if (shape === undefined) this.#wrongType(scalar, alternatives, "string", entry);
    else if (fault) this.#report(fault, scalar);
  }

  #sequence(node: Sequence, alternatives: readonly Shape[], entry: Entry | undefined): void {
    const shape = alternatives.find(isForLists);
    if (shape === undefined) this.#wrongType(node, alternatives, "list", entry);
    else if (this.#visits.isNew(node, shape)) {
      for (const [i, item] of node.items.entries()) this.#below(i, item, shape.of, undefined);
      if (shape.isSet) this.#repeated(node);
    }
  }

  #repeated(node: Sequence): void {
    const seen = new Set<string>();
    for (const [i, tree] of node.items.entries()) {
      const item = resolve(tree);
      if (item.type !== "scalar" || !item.known) continue;
      const text = `${item.style} ${item.value}`; // in quotes it may be of another type
      if (!seen.has(text)) seen.add(text);
      else {
        this.#path.push(i);
        this.#report({ kind: "repeated" }, tree);
        this.#path.pop();
      }
    }
  }

  #mapping(node: Mapping, alternatives: readonly Shape[], entry: Entry | undefined): void {
    const shape = alternatives.find(isForMappings);
    if (shape === undefined) this.#wrongType(node, alternatives, "mapping", entry);
    else if (this.#visits.isNew(node, shape)) {
      for (const one of node.entries) {
        const { key } = one;
        if (key === undefined || key.startsWith("x-") || /\$|\{\{/.test(key)) continue;
        if (shape.is === "fields") this.#field(one, key, shape);
        else this.#named(one, key, shape.of, shape.naming !== undefined);
      }
      if (shape.is === "fields") this.#required(node, shape, entry);
    }
  }

  #field(entry: Entry, key: string, of: Fields): void {
    const field = Object.hasOwn(of.fields, key) ? of.fields[key] : undefined;
    if (field !== undefined) this.#below(key, entry.value, field, entry);
    else this.#report({ kind: "unknown-key", of, entry, key }, entry);
  }

  #named(entry: Entry, name: string, shape: Shape, isStrict: boolean): void {
    if (isStrict && !/^[\w.-]+$/.test(name)) this.#report({ kind: "bad-name", name }, entry);
    this.#below(name, entry.value, shape, entry);
  }

  #required(node: Mapping, of: Fields, entry: Entry | undefined): void {
    for (const key of of.required) {
      if (lacks(node, key)) this.#report({ kind: "missing", of, key }, anchorOf(node, entry));
    }
  }

  #below(key: string | number, tree: Tree, shape: Shape, entry: Entry | undefined): void {
    this.#path.push(key);
    this.visit(tree, shape, entry);
    this.#path.pop();
  }

  #wrongType(
    node: Node,
    expected: readonly Shape[],
    actual: ScalarType | "list" | "mapping",
    entry: Entry | undefined,
  ) {
    if (node.type !== "scalar" && !this.#visits.isNew(node, expected[0] ?? "nothing")) return;
    this.#report({ kind: "wrong-type", expected, actual, node }, anchorOf(node, entry));
  }

  #report(fault: Fault, { range }: Ranged): void {
    this.faults.push({ fault, range, path: [...this.#path] });
  }
}

/** As it counts after the merge with what it overrides. */
function overridden(node: Node): Node {
  const { tag, ...rest } = node;
  return tag?.name === "!override" ? rest : node;
}

/** A value on one line stands for itself, any other for its key. */
function anchorOf(node: Node, entry: Entry | undefined): Ranged {
  if (node.type === "scalar" && !isNull(node)) return node;
  return entry ?? (node.type === "mapping" ? node.entries[0] : undefined) ?? node;
}
