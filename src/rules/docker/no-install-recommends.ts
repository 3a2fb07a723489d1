import { brings, mentions, type PackageStep, packageStepsOf, runsAfter } from "../../model/docker-run.ts";
import { type Instruction, shippedStages } from "../../model/dockerfile.ts";
import { isGiven, type PackageCommand } from "../../model/package-manager.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { insertedFlag } from "./_insert-flag.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-install-recommends",
  title: "Use --no-install-recommends",
  severity: "info",
  preset: "strict",
  category: "cost",
  artefact: "dockerfile",
  why: "Debian's recommended packages suit a desktop: documentation, mail servers, X libraries. In an image they are weight to pull and code to patch.",
  remedy:
    "Add `--no-install-recommends`, and name the recommended packages that are needed after all (often `ca-certificates`).",
  fix: "unsafe",
  peers: { hadolint: ["DL3015"], trivy: ["DS-0029"] },
  compliance: ["CIS Docker v1.2.0 4.3"],
  examples: {
    bad: [
      {
        files: "FROM debian:13\nRUN apt-get update && apt-get ⟦install⟧ -y curl\n",
        fixed: "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      },
      {
        title: "After the flags that stand there, in the layout that stands there",
        files: code`
          FROM debian:13
          RUN apt-get -y ⟦install⟧ \
                  curl \
              && apt-get ⟦install⟧ -yq -t trixie-backports \
                  git
        `,
        fixed: code`
          FROM debian:13
          RUN apt-get -y install --no-install-recommends \
                  curl \
              && apt-get install -yq -t trixie-backports --no-install-recommends \
                  git
        `,
      },
    ],
    good: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      {
        title: "As an option, in its spellings",
        files:
          "FROM debian:13\nRUN apt-get install -y -o APT::Install-Recommends=false a && apt-get install -y -oAPT::Install-Recommends=0 b && apt-get --option=APT::Install-Recommends=0 install -y c\n",
      },
      {
        title: "Set earlier in the stage, or in one it is built from",
        files: code`
          FROM debian:13 AS base
          RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/90lean

          FROM base
          RUN apt-get update && apt-get install -y curl
        `,
      },
      {
        title: "Perhaps set by a file of unknown content",
        files: "FROM debian:13\nCOPY apt.conf /etc/apt/apt.conf.d/90lean\nRUN apt-get install -y curl\n",
      },
      {
        title: "A stage that is not shipped",
        files: code`
          FROM debian:13 AS build
          RUN apt-get update && apt-get install -y make

          FROM debian:13
          COPY --from=build /app /app
        `,
      },
      { title: "What a package is built with", files: "FROM debian:13\nRUN apt-get build-dep -y curl\n" },
      { title: "Perhaps in a variable", files: "FROM debian:13\nARG OPTIONS\nRUN apt-get install -y $OPTIONS curl\n" },
    ],
  },

  *check(dockerfile) {
    const shipped = new Set(shippedStages(dockerfile));
    for (const { stage, run, state: isSet } of runsAfter(dockerfile.stages, (parent = false) => parent, isLean)) {
      if (isSet || !shipped.has(stage)) continue;
      for (const step of packageStepsOf(run)) {
        if (!pullsRecommended(step)) continue;
        yield {
          at: step.verb,
          message: `\`${step.tool} ${step.subcommand}\` also installs all recommended packages.`,
          missing: "--no-install-recommends",
          subject: subjectOf(stage),
          fix: {
            title: "Add --no-install-recommends",
            edits: [insertedFlag(run, endOfFlags(step), "--no-install-recommends")],
          },
        };
      }
    }
  },
});

const SETTING = /APT::Install-Recommends/i;

const isLean = (isSet: boolean, instruction: Instruction): boolean =>
  isSet || brings(instruction, /apt\.conf/) || (mentions(instruction, SETTING) && mentions(instruction, /apt\.conf/));

function pullsRecommended(step: PackageCommand): boolean {
  if (step.subcommand !== "install" || (step.tool !== "apt-get" && step.tool !== "apt")) return false;
  if (step.operands.length === 0 || step.isOpen || isGiven(step, "no-install-recommends")) return false;
  return !step.flags.some(
    ({ value }) => value?.known && SETTING.test(value.value) && !/=(?:1|true|yes)$/i.test(value.value),
  );
}

/** Where the flags that follow the subcommand end. */
function endOfFlags({ command: { args }, verb, operands }: PackageStep): number {
  const before = args.findLast(({ range }) => range.end <= (operands[0]?.range.start ?? 0));
  return Math.max(before?.range.end ?? 0, verb.range.end);
}
