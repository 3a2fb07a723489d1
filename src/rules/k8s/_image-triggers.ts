import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { asString, child, mappings, mayHoldMore, strings } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";

const ANNOTATION = "image.openshift.io/triggers";
/** `containers[?(@.name=="web")]`, the quotes escaped or not: the annotation is JSON. */
const NAMED = /\[\?\(@\.name={1,2}\\?["']([\w.-]{1,253})\\?["']\)\]/g;

/**
 * Tells whose images OpenShift writes, by digest, whenever an image stream changes: a DeploymentConfig lists the containers,
 * an annotation of other workloads has the paths of their images
 * (https://docs.okd.io/latest/openshift_images/triggering-updates-on-imagestream-changes.html).
 */
export function triggeredIn({ tree }: Pick<KubernetesObject, "tree">): (container: string | undefined) => boolean {
  const names = new Set<string | undefined>();
  for (const trigger of mappings(child(tree, "spec", "triggers"))) {
    const list = child(trigger, "imageChangeParams", "containerNames");
    if (!list || !is(asString(child(trigger, "type")), "ImageChange")) continue;
    if (mayHoldMore(list)) return () => true;
    for (const name of strings(list)) names.add(known(name));
  }
  const written = asString(child(tree, "metadata", "annotations", ANNOTATION));
  if (written && (!written.known || /containers\[\d/i.test(written.value))) return () => true;
  for (const [, name] of written?.value.matchAll(NAMED) ?? []) names.add(name);
  return names.has(undefined) ? () => true : (name) => names.has(name);
}
