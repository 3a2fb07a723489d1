import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { fromBase64 } from "../../model/secret/base64.ts";
import { child, entries, resolve, type Scalar } from "../../model/tree.ts";

/** A value of a Secret or ConfigMap that is written out. */
export interface DataValue {
  readonly key: string;
  readonly node: Scalar & { readonly known: true };
  /** What it stands for: base64 is decoded. */
  readonly text: string;
  readonly isEncoded: boolean;
}

/** The values under a field of an object, such as `stringData`; `isEncoded`: in base64, unless a value is none. */
export function* dataValues({ tree }: KubernetesObject, field: string, isEncoded: boolean): Generator<DataValue> {
  for (const { key, value } of entries(child(tree, field))) {
    const node = resolve(value);
    if (key === undefined || node.type !== "scalar" || !node.known) continue;
    const decoded = isEncoded ? fromBase64(node.value) : undefined;
    yield { key, node, text: decoded ?? node.value, isEncoded: decoded !== undefined };
  }
}
