import { type Instruction, type RunInstruction, shippedStages } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/merge-run",
  title: "Merge consecutive RUNs",
  severity: "info",
  preset: "opt-in",
  category: "cost",
  artefact: "dockerfile",
  why: "Each `RUN` of a shipped stage is a layer of the image, so what one creates and the next deletes is stored and pulled all the same.",
  remedy:
    "Join the commands with `&&`, or write them as one heredoc. Keep them apart where the first is slow and the second changes often.",
  peers: { hadolint: ["DL3059"] },
  examples: {
    bad: [
      "FROM debian:13\nRUN mkdir /srv/app\n⟦RUN⟧ chown www-data /srv/app\n",
      {
        title: "With the same flags, and a comment between",
        files: code`
          FROM debian:13
          RUN --mount=type=cache,target=/var/cache/apt apt-get update
          # the tools
          ⟦RUN⟧ --mount=type=cache,target=/var/cache/apt apt-get install -y curl
        `,
      },
    ],
    good: [
      "FROM debian:13\nRUN mkdir /srv/app && chown www-data /srv/app\n",
      {
        title: "One is a chain already",
        files: "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN mkdir /srv/app\n",
      },
      { title: "Other flags", files: "FROM debian:13\nRUN --network=none make\nRUN make upload\n" },
      {
        title: "A build stage, whose layers nobody pulls",
        files: code`
          FROM golang:1.25 AS build
          RUN go mod download
          RUN go build -o /app

          FROM scratch
          COPY --from=build /app /app
        `,
      },
      { title: "Something between them", files: "FROM debian:13\nRUN mkdir /srv/app\nWORKDIR /srv/app\nRUN make\n" },
      { title: "A heredoc", files: "FROM debian:13\nRUN mkdir /srv/app\nRUN <<EOF\nmake\nEOF\n" },
      {
        title: "The exec form, for images that may have no shell to join commands",
        files: 'FROM debian:13\nRUN ["/bin/a"]\nRUN ["/bin/b"]\n',
      },
    ],
  },

  *check(dockerfile) {
    const shipped = shippedStages(dockerfile);
    for (const stage of dockerfile.stages) {
      if (!shipped.includes(stage)) continue;
      for (const [i, instruction] of stage.instructions.entries()) {
        const before = stage.instructions[i - 1];
        if (!isSingle(instruction) || !before || !isSingle(before) || !haveSameFlags(before, instruction)) continue;
        const message = "This `RUN` makes a layer of its own, though it could be part of the one before it.";
        yield { at: { range: instruction.keywordRange }, message, subject: subjectOf(stage) };
      }
    }
  },
});

/** A RUN of one simple command. */
function isSingle(instruction: Instruction): instruction is RunInstruction {
  if (instruction.keyword !== "RUN" || instruction.heredocs.length > 0) return false;
  const [item, ...more] = (instruction.command?.form === "shell" && instruction.command.script?.body.items) || [];
  return item?.type === "command" && more.length === 0;
}

function haveSameFlags(one: RunInstruction, other: RunInstruction): boolean {
  const [a, b] = [one, other].map(({ flags }) => flags.map(({ name, value }) => `${name}=${value?.raw}`).toSorted());
  return a?.join(" ") === b?.join(" ");
}
