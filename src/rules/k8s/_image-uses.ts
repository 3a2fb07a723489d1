import { familiarName, type ImageReference, imageReference, isValidReference } from "../../model/image-reference.ts";
import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import type { Container, Workload } from "../../model/kubernetes/workload.ts";
import { asString, child, mappings, type Scalar } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { folderOf, within } from "../../text/path.ts";

/** An image that a container runs, as the manifest names it. */
export interface ImageUse {
  readonly container: Container;
  readonly image: Scalar & { readonly known: true };
  readonly reference: ImageReference;
}

/**
 * The images of a workload that are written out. What no registry could serve, such as `$IMAGE` or `ko://…`, is there for
 * another program to replace; so is `auto`, which Istio does when it injects its sidecar.
 */
export function* imageUsesOf({ containers }: Workload): Generator<ImageUse> {
  for (const container of containers) {
    const image = child(container.body, "image");
    if (image?.type !== "scalar" || !image.known || image.value === "auto") continue;
    const reference = imageReference(image.value);
    if (isValidReference(reference)) yield { container, image, reference };
  }
}

/** An image use, and the object it is in. */
export interface PlacedImageUse extends ImageUse {
  readonly fact: KubernetesFact;
}

/** All images that are deployed as the manifests and builds of a project name them: not those that Skaffold replaces. */
export function* deployedImages(project: Pick<Project, "all" | "exists">): Generator<PlacedImageUse> {
  const facts = project.all("kubernetes");
  const skaffold = new Skaffold(project, facts);
  for (const fact of facts) {
    if (!fact.object.workload) continue;
    for (const use of imageUsesOf(fact.object.workload)) {
      if (!skaffold.mayReplace(use, fact.range.path)) yield { ...use, fact };
    }
  }
}

/** Skaffold writes tag and digest of the images it builds into the manifests it deploys. */
class Skaffold {
  readonly #project: Pick<Project, "exists">;
  readonly #paths = new Set<string>();
  readonly #images = new Set<string>();
  readonly #isUnread = new Map<string, boolean>();

  constructor(project: Pick<Project, "exists">, facts: readonly KubernetesFact[]) {
    this.#project = project;
    for (const { object, range } of facts) {
      if (groupOf(object) !== "skaffold" || kindOf(object) !== "Config") continue;
      this.#paths.add(range.path);
      for (const artifact of mappings(child(object.tree, "build", "artifacts"))) {
        const image = known(asString(child(artifact, "image")));
        if (image !== undefined) this.#images.add(familiarName(imageReference(image)));
      }
    }
  }

  mayReplace({ reference }: ImageUse, path: string): boolean {
    return this.#images.has(familiarName(reference)) || this.#hasUnread(folderOf(path));
  }

  /** Is there one above the folder that was not read, as when a single file is checked? */
  #hasUnread(folder: string): boolean {
    const known = this.#isUnread.get(folder);
    if (known !== undefined) return known;
    const path = within(folder, "skaffold.yaml");
    const isUnread =
      (!this.#paths.has(path) && this.#project.exists(path)) || (folder !== "" && this.#hasUnread(folderOf(folder)));
    this.#isUnread.set(folder, isUnread);
    return isUnread;
  }
}
