import type { KubernetesObject } from "../../src/model/kubernetes/manifest.ts";
import { parseYaml } from "../../src/parsers/yaml.ts";
import { sourceFile } from "../../src/text/source-file.ts";

/** The objects of a manifest. */
export const objectsIn = (text: string): readonly KubernetesObject[] =>
  parseYaml(sourceFile("manifest.yaml", text)).artefacts.flatMap((artefact) =>
    artefact.kind === "kubernetes" ? artefact.objects : [],
  );

/** The only object of a manifest. */
export function objectIn(text: string): KubernetesObject {
  const [object, ...others] = objectsIn(text);
  if (!object || others.length > 0) throw new Error(`There is not one object in ${text}`);
  return object;
}
