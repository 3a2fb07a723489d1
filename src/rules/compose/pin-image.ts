import { setting } from "../../model/compose.ts";
import { imageReference } from "../../model/image-reference.ts";
import { child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { DEV_FILES, isDevFile } from "./_service.ts";

const PINNED = "postgres:17.6@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

export default defineRule({
  id: "compose/pin-image",
  title: "Pin images by digest",
  severity: "error",
  preset: "strict",
  category: "supply-chain",
  artefact: "compose",
  why: "A tag can be moved, by a release or by whoever takes over the account; a digest names one image for good.",
  remedy: "Append the digest and keep the tag for readers: `postgres:17.6@sha256:…`. Renovate keeps it up to date.",
  peers: { "compose-lint": ["image digest"] },
  compliance: ["CIS Docker v1.2.0 5.27"],
  options: {
    devFiles: option.strings(DEV_FILES, "Names of files that only change a developer's machine."),
  },
  examples: {
    bad: [
      "services:\n  db:\n    image: ⟦postgres:17.6⟧\n",
      { title: "By default", files: "services:\n  db:\n    image: ⟦postgres:${TAG:-17.6}⟧\n" },
    ],
    good: [
      `services:\n  db:\n    image: ${PINNED}\n`,
      { title: "Built here", files: "services:\n  api:\n    build: .\n    image: registry.example.com/api:1.4\n" },
      { title: "Decided by the environment", files: "services:\n  db:\n    image: ${IMAGE}\n" },
      {
        title: "A developer's own changes",
        files: { "compose.override.yaml": "services:\n  db:\n    image: postgres:17.6\n" },
      },
    ],
  },

  *check(file, { devFiles }) {
    if (isDevFile(file, devFiles)) return;
    for (const { body, address } of file.services) {
      const image = setting(child(body, "image"));
      if (!image?.known || image.value === "" || child(body, "build")) continue;
      if (imageReference(image.value).digest) continue;
      yield { at: image, message: `Image ${clipped(image.value)} is not pinned by digest.`, subject: address };
    }
  },
});
