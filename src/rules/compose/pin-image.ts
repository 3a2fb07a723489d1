import { setting } from "../../model/compose.ts";
import { imageReference } from "../../model/image-reference.ts";
import { textEnd } from "../../model/scalar-part.ts";
import { child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { comesFromRegistry, DEV_FILES, isDevFile } from "./_service.ts";

const DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const OTHER = "sha256:8e1c0a7f6b2d4935c5d7e90ab1f3842760cfd95e3ab81724d60fe29b7c4a5813";
const PINNED = `postgres:17.6@${DIGEST}`;

export default defineRule({
  id: "compose/pin-image",
  title: "Pin images by digest",
  severity: "error",
  preset: "strict",
  category: "supply-chain",
  artefact: "compose",
  why: "A tag can be moved, by a release or by whoever takes over the account; a digest names one image for good.",
  remedy:
    "Append the digest and keep the tag for readers: `postgres:17.6@sha256:…`. `opsguard --fix=unsafe --online` does so, and Renovate keeps it up to date.",
  peers: { "compose-lint": ["image digest"] },
  compliance: ["CIS Docker v1.2.0 5.27"],
  fix: "unsafe",
  options: {
    devFiles: option.strings(DEV_FILES, "Names of files that only change a developer's machine."),
  },
  examples: {
    bad: [
      {
        files: "services:\n  db:\n    image: ⟦postgres:17.6⟧ # as in production\n  web:\n    image: ⟦'nginx'⟧\n",
        fixed: `services:\n  db:\n    image: ${PINNED} # as in production\n  web:\n    image: 'nginx@${OTHER}'\n`,
        digests: { "postgres:17.6": DIGEST, nginx: OTHER },
      },
      { title: "By default", files: "services:\n  db:\n    image: ⟦postgres:${TAG:-17.6}⟧\n" },
    ],
    good: [
      `services:\n  db:\n    image: ${PINNED}\n`,
      { title: "Built here", files: "services:\n  api:\n    build: .\n    image: registry.example.com/api:1.4\n" },
      {
        title: "Built by another service, or by what is extended",
        files:
          "services:\n  api:\n    build: .\n    image: shop\n  worker:\n    image: shop\n  job:\n    image: job\n    extends: { service: base, file: ../base.yaml }\n",
      },
      { title: "Decided by the environment", files: "services:\n  db:\n    image: ${IMAGE}\n" },
      {
        title: "A developer's own changes",
        files: { "compose.override.yaml": "services:\n  db:\n    image: postgres:17.6\n" },
      },
    ],
  },

  *check(file, { devFiles }) {
    if (isDevFile(file, devFiles)) return;
    const isPulled = comesFromRegistry(file.services);
    for (const one of file.services) {
      const { body, address } = one;
      const written = child(body, "image");
      const image = setting(written);
      if (!image?.known || image.value === "" || !isPulled(one)) continue;
      if (imageReference(image.value).digest) continue;
      const message = `Image ${clipped(image.value)} is not pinned by digest.`;
      // A default may give way to another image.
      const isLiteral = written?.type === "scalar" && written.known && written.value === image.value;
      const offset = isLiteral ? textEnd(written) : undefined;
      const pin = offset === undefined ? undefined : { image: image.value, offset };
      yield { at: image, message, subject: address, pin };
    }
  },
});
