import { type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { clipped } from "../../text/clipped.ts";
import { objectTitle } from "./_title.ts";

/** What a message calls the pods that an object is or makes: `Pod web`, `A pod of Deployment web`. */
export const podTitle = (object: KubernetesObject): string =>
  clipped(`${kindOf(object) === "Pod" ? "" : "A pod of "}${objectTitle(object)}`, 90);
