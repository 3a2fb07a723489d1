import { imageReference } from "../../model/image-reference.ts";
import { asString, child, items, type Mapping, mappings, type Node, resolve, type Scalar } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { put } from "./put.ts";

const CONTAINER_LISTS: ReadonlySet<string> = new Set(["containers", "ephemeralContainers", "initContainers"]);

/** Images are found where kustomize finds them: in any list of containers, however deep. */
export function imaged(objects: readonly Node[], kustomization: Mapping): readonly Node[] {
  const images = mappings(child(kustomization, "images"));
  if (images.length === 0) return objects;
  const visit = (node: Node, depth: number): Node => {
    if (node.type !== "mapping" || depth > 12) return node;
    let hasChanged = false;
    const done = node.entries.map((one) => {
      const before = resolve(one.value);
      const after = CONTAINER_LISTS.has(one.key ?? "") ? withImages(before, images) : visit(before, depth + 1);
      if (after === before) return one;
      hasChanged = true;
      return { ...one, value: after };
    });
    return hasChanged ? { ...node, entries: done } : node;
  };
  return objects.map((object) => visit(object, 0));
}

function withImages(list: Node, images: readonly Mapping[]): Node {
  if (list.type !== "sequence") return list;
  const done = items(list).map((container) => {
    const image = child(container, "image");
    if (image?.type !== "scalar") return container;
    const other = images.reduce(newImage, image);
    return other === image ? container : put(container, ["image"], other);
  });
  return { ...list, items: done };
}

/** The image that an item of `images` makes of another, at the place of what decided it. */
function newImage(image: Scalar, item: Mapping): Scalar {
  const [wanted, newName, newTag, tagSuffix, digest] = ["name", "newName", "newTag", "tagSuffix", "digest"].map((key) =>
    child(item, key),
  );
  const decisive = [digest, newTag, tagSuffix, newName].find((node) => node?.type === "scalar");
  const text = (node: Node | undefined): string | undefined => known(asString(node));
  if (!image.known || decisive?.type !== "scalar" || !isImage(image.value, text(wanted))) return image;
  const { range } = decisive;
  // Releases of kustomize differ in how often they append the suffix.
  const isUndecided =
    tagSuffix !== undefined || [newName, newTag, digest].some((node) => node?.type === "scalar" && !node.known);
  if (isUndecided) return { type: "scalar", style: "plain", range, known: false };
  const reference = imageReference(image.value);
  const base = text(newName) ?? withoutVersion(image.value);
  const version = versionOf(text(newTag), text(digest), reference.tag?.text, reference.digest?.text);
  return { type: "scalar", style: "plain", range, known: true, value: base + version };
}

/** Names are compared as they are written: `busybox` is not `docker.io/library/busybox`. */
const isImage = (image: string, name: string | undefined): boolean =>
  name !== undefined &&
  image.startsWith(name) &&
  /^(?::[\w.{}-]*)?(?:@sha256:[\w.{}-]*)?$/.test(image.slice(name.length));

function versionOf(newTag?: string, newDigest?: string, oldTag?: string, oldDigest?: string): string {
  if (newDigest !== undefined) return `${newTag === undefined ? "" : `:${newTag}`}@${newDigest}`;
  if (newTag !== undefined) return `:${newTag}`;
  return `${oldTag === undefined ? "" : `:${oldTag}`}${oldDigest === undefined ? "" : `@${oldDigest}`}`;
}

function withoutVersion(image: string): string {
  const { tag, digest } = imageReference(image);
  const end = tag?.range.start ?? digest?.range.start;
  return end === undefined ? image : image.slice(0, end - 1);
}
