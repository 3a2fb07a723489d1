import { instructionsOf, shippedStages, type Word } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { LABEL_TYPE, LABEL_TYPES, type LabelType } from "./_label-types.ts";
import { subjectOf } from "./_subject.ts";

/** What image builders set by themselves, and what scanners ask for: https://github.com/opencontainers/image-spec/blob/main/annotations.md. */
const OCI = {
  "org.opencontainers.image.licenses": "spdx",
  "org.opencontainers.image.revision": "hash",
  "org.opencontainers.image.source": "url",
  "org.opencontainers.image.version": "semver",
} as const;

export default defineRule({
  id: "docker/label-schema",
  title: "Require and type-check labels",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Scanners, registries and people on call read from the labels of an image what it is, whose it is and which commit made it. A label that is absent, or in a form nobody can parse, tells them nothing.",
  remedy: "Set each label of the schema in the final stage, in the form that the schema asks for.",
  peers: {
    hadolint: ["DL3049", "DL3050", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"],
  },
  options: {
    preset: option.oneOf(
      ["none", "oci"],
      "none",
      "`oci`: besides those of `schema`, the labels `org.opencontainers.image.source` (`url`), `revision` (`hash`), `version` (`semver`) and `licenses` (`spdx`).",
    ),
    schema: option.record(LABEL_TYPES, {}, "The labels that an image must have, each with the type of its value."),
    strict: option.boolean(false, "Allow no other labels."),
  },
  examples: {
    bad: [
      {
        title: "The labels of the OCI specification",
        files: code`
          ⟦⟦FROM alpine:3.20⟧⟧
          LABEL org.opencontainers.image.source=⟦github.com/acme/shop⟧ \
                org.opencontainers.image.licenses=⟦"Apache 2"⟧
        `,
        options: { preset: "oci" },
      },
      {
        title: "Those, and one of one's own",
        files: "⟦⟦⟦⟦FROM alpine:3.20⟧⟧⟧⟧\nLABEL org.opencontainers.image.version=1.4.0\n",
        options: { preset: "oci", schema: { team: "text" } },
      },
      { title: "Empty", files: 'FROM alpine:3.20\nLABEL team=⟦""⟧\n', options: { schema: { team: "text" } } },
      {
        title: "Of each type",
        files: code`
          FROM alpine:3.20
          LABEL built=⟦2030-02-31T00:00:00Z⟧ \
                owner=⟦ops⟧ \
                revision=⟦main⟧ \
                version=⟦v1.4⟧
        `,
        options: { schema: { built: "rfc3339", owner: "email", revision: "hash", version: "semver" } },
      },
      {
        title: "None but these",
        files: "FROM alpine:3.20\nLABEL team=shop ⟦colour⟧=red\n",
        options: { schema: { team: "text" }, strict: true },
      },
      {
        title: "Set where the image does not come from",
        files: "FROM alpine:3.20 AS build\nLABEL team=shop\n⟦FROM alpine:3.20⟧\nCOPY --from=build /app /app\n",
        options: { schema: { team: "text" } },
      },
    ],
    good: [
      {
        title: "The labels of the OCI specification, one of them decided at build time",
        files: code`
          FROM alpine:3.20
          ARG REVISION
          LABEL org.opencontainers.image.source=https://github.com/acme/shop \
                org.opencontainers.image.licenses="Apache-2.0 OR (MIT AND BSD-3-Clause)" \
                org.opencontainers.image.revision=$REVISION \
                org.opencontainers.image.version=1.4.0-rc.1+build.5
        `,
        options: { preset: "oci", strict: true },
      },
      {
        title: "The schema says more than the preset, or otherwise",
        files: code`
          FROM alpine:3.20
          LABEL org.opencontainers.image.source=https://github.com/acme/shop \
                org.opencontainers.image.licenses=LicenseRef-Acme \
                org.opencontainers.image.revision=f0a1b2c \
                org.opencontainers.image.version=2030.1 \
                team=shop
        `,
        options: {
          preset: "oci",
          schema: {
            "org.opencontainers.image.licenses": "text",
            "org.opencontainers.image.version": "text",
            team: "text",
          },
          strict: true,
        },
      },
      {
        title: "Of each type",
        files:
          'FROM alpine:3.20\nLABEL built=2030-02-28T12:00:00+01:00 owner=ops@example.com revision=f0a1b2c other=""\n',
        options: { schema: { built: "rfc3339", owner: "email", revision: "hash" } },
      },
      {
        title: "Inherited from an earlier stage",
        files: "FROM alpine:3.20 AS base\nLABEL team=shop\nFROM base\n",
        options: { schema: { team: "text" }, strict: true },
      },
      {
        title: "Of a label that is set again, the last value counts",
        files: 'FROM alpine:3.20 AS base\nLABEL team="" version=dev\nLABEL team=shop\nFROM base\nLABEL version=1.4.0\n',
        options: { schema: { team: "text", version: "semver" } },
      },
      {
        title: "A key decided at build time may be the one",
        files: "FROM alpine:3.20\nARG KEY\nLABEL $KEY=shop\n",
        options: { schema: { team: "text" } },
      },
      {
        title: "Another stage may do as it likes",
        files: "FROM alpine:3.20 AS a\nLABEL x=1\nFROM alpine:3.20\n",
        options: { strict: true },
      },
    ],
  },

  *check(dockerfile, { preset, schema: own, strict }) {
    const schema: typeof own = preset === "oci" ? { ...OCI, ...own } : own;
    const final = dockerfile.stages.at(-1);
    if (!final) return;
    const subject = subjectOf(final);
    const pairs = shippedStages(dockerfile)
      .toReversed()
      .flatMap((stage) => instructionsOf(stage, "LABEL"))
      .flatMap((label) => label.pairs);
    const lasting = new Map(pairs.map((pair) => [known(pair.key), pair]));
    const names = new Set(lasting.keys());
    for (const name of names.has(undefined) ? [] : Object.keys(schema)) {
      if (names.has(name)) continue;
      const message = `The image has no label ${name}.`;
      yield { at: final, message, missing: name, subject, peers: ["DL3049"] };
    }
    for (const { key, value } of pairs) {
      const name = known(key);
      if (name === undefined) continue;
      const type = Object.hasOwn(schema, name) ? schema[name] : undefined;
      if (lasting.get(name)?.key !== key) continue;
      if (type) yield* checkValue(name, value, LABEL_TYPE[type], subject);
      else if (strict)
        yield { at: key, message: `Label ${clipped(name)} is not in the schema.`, subject, peers: ["DL3050"] };
    }
  },
});

/** A value with variables is what the build makes of it. */
function* checkValue(name: string, value: Word | undefined, type: LabelType, subject: string): Generator<Report> {
  if (!value?.known || !value.isLiteral) return;
  if (value.value === "") yield { at: value, message: `Label ${name} is empty.`, subject, peers: ["DL3051"] };
  else if (!type.fits(value.value))
    yield { at: value, message: `The value of label ${name} is no ${type.name}.`, subject, peers: [type.peer] };
}
