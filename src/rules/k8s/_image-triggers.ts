import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import type { Container } from "../../model/kubernetes/workload.ts";
import { asString, child, mappings, mayHoldMore, strings } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";

const ANNOTATION = "image.openshift.io/triggers";

/**
 * Does OpenShift write the image, by digest, whenever an image stream changes? A DeploymentConfig lists the containers, an
 * annotation of other workloads has the paths of their images
 * (https://docs.okd.io/latest/openshift_images/triggering-updates-on-imagestream-changes.html).
 */
export function isSetByTrigger({ tree }: KubernetesObject, { name }: Pick<Container, "name">): boolean {
  const own = known(name);
  for (const trigger of mappings(child(tree, "spec", "triggers"))) {
    const names = child(trigger, "imageChangeParams", "containerNames");
    if (!names || !is(asString(child(trigger, "type")), "ImageChange")) continue;
    if (mayHoldMore(names) || strings(names).some((one) => !one.known || one.value === own)) return true;
  }
  const written = asString(child(tree, "metadata", "annotations", ANNOTATION));
  if (!written?.known) return written !== undefined;
  const paths = written.value.replaceAll(/[\\\s]/g, "");
  return /containers\[\d/i.test(paths) || (own !== undefined && namesIt(paths, own));
}

/** `[?(@.name=="web")]`. */
const namesIt = (paths: string, name: string): boolean =>
  paths.includes(`=="${name}"`) || paths.includes(`=='${name}'`);
