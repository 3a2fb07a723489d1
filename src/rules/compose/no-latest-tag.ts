import { interpolate, UNDECIDED } from "../../model/compose-interpolation.ts";
import { imageReference } from "../../model/image-reference.ts";
import { asString, child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { comesFromRegistry } from "./_service.ts";

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
        title: "From a registry that the environment names",
        files: "services:\n  a:\n    image: ⟦${REGISTRY}/api:latest⟧\n  b:\n    image: ⟦$REGISTRY/web⟧\n",
      },
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
      {
        title: "Another service runs what one builds",
        files: "services:\n  web:\n    build: .\n    image: shop\n  worker:\n    image: shop\n    command: work\n",
      },
      {
        title: "What is extended may be built",
        files: "services:\n  api:\n    image: shop\n    extends: { service: base, file: ../base.yaml }\n",
      },
      {
        title: "A variable that may bring a tag",
        files:
          "services:\n  a:\n    image: ${IMAGE}\n  b:\n    image: ${REGISTRY}/${IMAGE}\n  c:\n    image: api${SUFFIX}\n",
      },
      { title: "A tag that the environment brings", files: "services:\n  db:\n    image: postgres:${TAG}\n" },
    ],
  },

  *check({ services }) {
    const isPulled = comesFromRegistry(services);
    for (const one of services) {
      const image = asString(child(one.body, "image"));
      if (!image?.known || image.value === "" || !isPulled(one)) continue;
      const text = interpolate(image.value);
      const { tag, digest } = imageReference(text);
      // A variable may bring a tag of its own, unless a slash stands behind it.
      if (digest || (!tag && text.lastIndexOf(UNDECIDED) > text.lastIndexOf("/"))) continue;
      const name = clipped(text.includes(UNDECIDED) ? image.value : text);
      const subject = one.address;
      if (!tag) yield { at: image, message: `Image ${name} has no tag.`, subject };
      else if (tag.text === "latest" || tag.text === "") {
        yield { at: image, message: `Image ${name} is whatever was pushed last.`, subject };
      }
    }
  },
});
