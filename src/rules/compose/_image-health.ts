import { bringsHealthcheck, isOfficialImage } from "../../model/base-image.ts";
import { type ImageReference, imageReference } from "../../model/image-reference.ts";
import { builtStages } from "../../project/compose-build.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";

export type ServiceFact = FactOf<"compose">["services"][number];

/**
 * What the image of a service says of health. `official`: none, as all Docker Official Images. `silent`: its Dockerfile
 * has none, nor is its base known to. `unknown`: nobody looked.
 */
export interface ImageHealth {
  readonly is: "command" | "none" | "official" | "silent" | "unknown";
  /** The image that decides, where it is not built here; else what it is built on. */
  readonly image: ImageReference | undefined;
}

export function imageHealths(project: Pick<Project, "all">): (service: ServiceFact) => ImageHealth {
  const stageOf = builtStages(project);
  return ({ build, namedImage: image }) => {
    if (!build) return image?.known ? ofImage(imageReference(image.value), "unknown") : UNKNOWN;
    const stage = stageOf(build)?.stage;
    if (!stage || stage.healthcheck === "trigger") return UNKNOWN;
    if (stage.healthcheck !== "absent") return { is: stage.healthcheck, image: undefined };
    switch (stage.base.kind) {
      case "image":
        return ofImage(imageReference(stage.base.image), "silent");
      case "scratch":
        return { is: "official", image: undefined };
      case "unknown":
        return UNKNOWN;
    }
  };
}

const UNKNOWN: ImageHealth = { is: "unknown", image: undefined };

function ofImage(image: ImageReference, otherwise: "silent" | "unknown"): ImageHealth {
  if (bringsHealthcheck(image)) return { is: "command", image };
  return { is: isOfficialImage(image) ? "official" : otherwise, image };
}
