import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { mayShareNamespace, sharesNamespace } from "../../project/kubernetes.ts";
import { folderOf } from "../../text/path.ts";

/**
 * How many folders one has to leave and enter to get from one file to another. In a build all is in one place, whatever
 * files it came from.
 */
export const distance = (a: KubernetesFact, b: KubernetesFact): number =>
  a.unit === "" ? pathDistance(a.range.path, b.range.path) : 0;

function pathDistance(a: string, b: string): number {
  if (a === b) return 0;
  const [one, other] = [folders(a), folders(b)];
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return one.length - shared + other.length - shared;
}

const folders = (path: string): readonly string[] => folderOf(path).split("/").filter(Boolean);

/** From a folder into one beside it. */
const FAR = 2;

/**
 * Will two objects of a unit meet in a cluster? A repository of plain files may hold several deployments, staging beside
 * production, one example beside another, so only what lies near is taken to belong together.
 */
export const meet = (a: KubernetesFact, b: KubernetesFact): boolean =>
  sharesNamespace(a.object.namespace, b.object.namespace) && distance(a, b) <= FAR;

/** Could they meet? The namespace of one may be decided elsewhere. */
export const mayMeet = (a: KubernetesFact, b: KubernetesFact): boolean =>
  mayShareNamespace(a.object.namespace, b.object.namespace) && distance(a, b) <= FAR;

/** Do two files lie so near that what one holds may belong to what the other holds? */
export const areNear = (a: string, b: string): boolean => pathDistance(a, b) <= FAR;
