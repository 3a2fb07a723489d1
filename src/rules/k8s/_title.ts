import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { known } from "../../model/value.ts";
import { clipped } from "../../text/clipped.ts";

/** What a message calls an object: `Deployment web`. */
export function objectTitle({ kind, name }: Pick<KubernetesObject, "kind" | "name">): string {
  const [kindText, nameText] = [known(kind) ?? "Object", known(name)];
  return nameText === undefined ? clipped(kindText) : `${clipped(kindText, 60)} ${clipped(nameText, 60)}`;
}

/** A title within a sentence: `container app` of `Container app`. */
export const inSentence = (title: string): string => title.slice(0, 1).toLowerCase() + title.slice(1);
