import { familiarName, type ImageReference, imageReference, isValidReference } from "../../model/image-reference.ts";
import type { Container, Workload } from "../../model/kubernetes/workload.ts";
import { child, type Scalar } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { folderOf, within } from "../../text/path.ts";
import { triggeredIn } from "./_image-triggers.ts";

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
    if (isMeant(reference)) yield { container, image, reference };
  }
}

/** Could it be for a registry to serve? A digest that lacks digits is a slip, not a name for something else. */
const isMeant = (reference: ImageReference): boolean =>
  isValidReference(
    /^sha256:[0-9a-f]+$/i.test(reference.digest?.text ?? "") ? { ...reference, digest: undefined } : reference,
  );

/** An image use, and the object it is in. */
export interface PlacedImageUse extends ImageUse {
  readonly fact: KubernetesFact;
}

/** All images that are deployed as the manifests and builds of a project name them: not those that Skaffold or OpenShift replace. */
export function* deployedImages(project: Pick<Project, "all" | "exists" | "filesIn">): Generator<PlacedImageUse> {
  const skaffold = new Skaffold(project);
  for (const fact of project.all("kubernetes")) {
    if (!fact.object.workload) continue;
    const isTriggered = triggeredIn(fact.object);
    for (const use of imageUsesOf(fact.object.workload)) {
      if (isTriggered(known(use.container.name)) || skaffold.mayReplace(use, fact.range.path)) continue;
      yield { ...use, fact };
    }
  }
}

/** Skaffold writes tag and digest of the images it builds into the manifests it deploys. */
class Skaffold {
  readonly #exists: (path: string) => boolean;
  readonly #images = new Set<string>();
  readonly #isUnread = new Map<string, boolean>();

  constructor(project: Pick<Project, "all" | "exists" | "filesIn">) {
    const isWhole = project.filesIn("") !== undefined;
    this.#exists = isWhole ? () => false : (path) => project.exists(path);
    for (const { by, images } of project.all("image-build")) {
      if (by !== "skaffold") continue;
      for (const image of images) if (image.known) this.#images.add(familiarName(imageReference(image.value)));
    }
  }

  mayReplace({ reference }: ImageUse, path: string): boolean {
    return this.#images.has(familiarName(reference)) || this.#hasUnread(folderOf(path));
  }

  /** Is there one in the folder or above it that was not read, as when a single file is checked? */
  #hasUnread(folder: string): boolean {
    const known = this.#isUnread.get(folder);
    if (known !== undefined) return known;
    const isUnread =
      this.#exists(within(folder, "skaffold.yaml")) || (folder !== "" && this.#hasUnread(folderOf(folder)));
    this.#isUnread.set(folder, isUnread);
    return isUnread;
  }
}
