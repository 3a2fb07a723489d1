import type { ImageBuild, ImageBuilds } from "../../model/image-build.ts";
import { type Placed, placed } from "../../text/placed.ts";

/** A build that a workflow or build file asks for. */
export type ImageBuildFact = Placed<{ readonly kind: "image-build" } & ImageBuild>;

export const imageBuildFacts = ({ path, builds }: ImageBuilds): readonly ImageBuildFact[] =>
  builds.map((build) => placed({ kind: "image-build" as const, ...build }, path));
