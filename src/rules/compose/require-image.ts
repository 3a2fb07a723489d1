import { child, isForeign, lacks, type Mapping, mayHoldMore } from "../../model/tree.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { service } from "./_examples.ts";

/** Where a container of a service may come from: `extends` brings what another service has. */
const SOURCES = ["image", "build", "provider", "extends"];

export default defineRule({
  id: "compose/require-image",
  title: "Give each service an image or a build",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "compose",
  why: "Compose refuses the whole project when one service says neither which image it runs nor how to build one.",
  remedy:
    "Name an `image`, or a `build` context. What only an override file sets, and nobody starts alone, may be suppressed.",
  peers: { docker: ["compose config -q"] },
  examples: {
    bad: [
      code`
        services:
          ⟦api⟧:
            environment: {MODE: production}
          db:
            image: postgres:18
      `,
      { title: "Nothing at all", files: "services:\n  ⟦api⟧: {}\n" },
    ],
    good: [
      service("environment: {MODE: production}"),
      "services:\n  api:\n    build: .\n",
      {
        title: "It extends another, or is provided",
        files: code`
          services:
            base:
              image: registry.example.com/base:1
            api:
              extends: base
            model:
              provider: {type: model}
        `,
      },
      {
        title: "An override has it, or overrides what has it",
        files: {
          "compose.yaml": "services:\n  api:\n    environment: {MODE: production}\n  db:\n    image: postgres:18\n",
          "compose.override.yaml":
            "services:\n  api:\n    image: registry.example.com/api:1\n  db:\n    ports: ['5432:5432']\n",
        },
      },
      {
        title: "A file that is meant to be laid over another",
        files: { "compose.prod.yaml": "services:\n  api:\n    environment: {MODE: production}\n" },
      },
      {
        title: "Merged in from elsewhere",
        files: "x-base: &base {image: 'registry.example.com/api:1'}\nservices:\n  api:\n    <<: *base\n    tty: true\n",
      },
      { title: "Taken out again", files: "services:\n  api: !reset null\n" },
    ],
  },

  *check({ services }) {
    for (const { name, range, body, address } of services) {
      if (isForeign(body) || mayHoldMore(body) || !isWithout(body)) continue;
      const message = `Service ${clipped(name)} has neither an image nor a build.`;
      yield { at: { range }, message, subject: address, missing: "image" };
    }
  },
});

const isWithout = (body: Mapping): boolean =>
  SOURCES.every((key) => child(body, key) === undefined && lacks(body, key));
