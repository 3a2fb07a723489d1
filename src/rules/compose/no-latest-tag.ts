import { setting } from "../../model/compose.ts";
import { imageReference } from "../../model/image-reference.ts";
import { child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";

export default defineRule({
  id: "compose/no-latest-tag",
  title: "Tag images, never latest",
  severity: "warning",
  preset: "recommended",
  category: "supply-chain",
  artefact: "compose",
  why: "`latest`, written or implied, is whatever was pushed last: two machines that start the same file may run different programs.",
  remedy: "Name the release you tested with, such as `postgres:17.6`.",
  peers: {
    dclint: ["service-image-require-explicit-tag"],
    kics: ["Image Version Not Explicit"],
    "compose-lint": ["mutable tag"],
  },
  examples: {
    bad: [
      "services:\n  db:\n    image: ⟦postgres⟧\n",
      { title: "Latest by name", files: "services:\n  db:\n    image: ⟦postgres:latest⟧\n" },
      { title: "Latest by default", files: 'services:\n  db:\n    image: ⟦"postgres:${TAG:-latest}"⟧\n' },
      {
        title: "The port of a registry is no tag",
        files: "services:\n  api:\n    image: ⟦registry.example.com:5000/api⟧\n",
      },
    ],
    good: [
      "services:\n  db:\n    image: postgres:17.6\n",
      {
        title: "What is built here is tagged by the build",
        files: "services:\n  api:\n    build: .\n    image: api\n",
      },
      {
        title: "A digest cannot move",
        files:
          "services:\n  db:\n    image: postgres@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
      },
      { title: "A tag that the environment brings", files: "services:\n  db:\n    image: postgres:${TAG}\n" },
    ],
  },

  *check({ services }) {
    for (const { body, address } of services) {
      const image = setting(child(body, "image"));
      if (!image?.known || image.value === "" || child(body, "build")) continue;
      const { tag, digest } = imageReference(image.value);
      if (digest) continue;
      if (!tag) yield { at: image, message: `Image ${clipped(image.value)} has no tag.`, subject: address };
      else if (tag.text === "latest" || tag.text === "") {
        yield { at: image, message: `Image ${clipped(image.value)} is whatever was pushed last.`, subject: address };
      }
    }
  },
});
