import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { withTriggers } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/valid-label-key",
  title: "Use valid label keys",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Docker's [guidelines](https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations) keep label keys in one form, so that tools can filter by them and no two clash.",
  remedy:
    "Begin and end the key with a lower-case letter or digit, use single `.`, `-`, `_` or `/` between, and leave Docker's own namespaces alone.",
  peers: { hadolint: ["DL3048"] },
  options: { lax: option.boolean(false, "Accept capital letters.") },
  examples: {
    bad: [
      "FROM alpine:3.20\nLABEL ⟦Vendor⟧=acme ⟦com.acme.buildDate⟧=2030-01-01\n",
      { title: "Edges", files: "FROM alpine:3.20\nLABEL ⟦.version⟧=1 ⟦version-⟧=1\n" },
      { title: "Doubled separators", files: "FROM alpine:3.20\nLABEL ⟦com..acme⟧=1 ⟦com.acme--x⟧=1\n" },
      { title: "Other characters", files: 'FROM alpine:3.20\nLABEL ⟦acme:version⟧=1 ⟦"my key"⟧=1\n' },
      { title: "Docker's own", files: "FROM alpine:3.20\nLABEL ⟦com.docker.version⟧=1 ⟦org.dockerproject.x⟧=1\n" },
      { title: "Kept for the images built on this one", files: "FROM alpine:3.20\nONBUILD LABEL ⟦Vendor⟧=acme\n" },
      { title: "Too lax", files: "FROM alpine:3.20\nLABEL Vendor=acme ⟦Vendor!⟧=acme\n", options: { lax: true } },
    ],
    good: [
      code`
        FROM alpine:3.20
        LABEL version=1 \
              com.acme.build-date=2030-01-01 \
              org.opencontainers.image.source=https://example.com/acme \
              acme/team_x=shop
      `,
      {
        title: "Keys of Kubernetes and OpenShift",
        files: 'FROM alpine:3.20\nLABEL io.k8s.display-name="Shop" io.openshift.expose-services="8080:http"\n',
      },
      { title: "Decided at build time", files: "FROM alpine:3.20\nARG KEY\nLABEL $KEY=1\n" },
      {
        title: "Capitals, where they are wanted",
        files: "FROM alpine:3.20\nLABEL Vendor=acme\n",
        options: { lax: true },
      },
    ],
  },

  *check({ stages }, { lax }) {
    for (const stage of stages) {
      for (const { pairs } of withTriggers(stage, "LABEL")) {
        for (const { key } of pairs) {
          const fault = key.known && key.isLiteral ? faultOf(lax ? key.value.toLowerCase() : key.value) : undefined;
          if (fault) yield { at: key, message: `Label key ${clipped(key.raw)} ${fault}.`, subject: subjectOf(stage) };
        }
      }
    }
  },
});

function faultOf(key: string): string | undefined {
  if (/^io\.(?:k8s|openshift)\./.test(key)) return undefined;
  if (/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key))
    return "is in a namespace that Docker keeps for itself";
  if (/[A-Z]/.test(key)) return "holds capitals";
  if (/[^a-z0-9._/-]/.test(key)) return "holds other characters than a-z, 0-9, dot, dash, underscore and slash";
  if (!/^[a-z0-9]/.test(key) || !/[a-z0-9]$/.test(key)) return "does not start and end with a letter or digit";
  return /\.\.|--/.test(key) ? "repeats a separator" : undefined;
}
