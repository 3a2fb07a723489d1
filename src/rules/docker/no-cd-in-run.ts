import { runsOf } from "../../model/docker-run.ts";
import { commandsOf, type RunInstruction } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellNode } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-cd-in-run",
  title: "Use WORKDIR instead of cd",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "A `cd` is forgotten at the end of its `RUN`, so the reader of a long chain must keep track of where each command works, and a `RUN` that is nothing but `cd` does nothing at all.",
  remedy: "Write `WORKDIR` before the step, or `( cd folder && command )` where it concerns one command only.",
  options: {
    onlyWhole: option.boolean(false, "Flag only a `RUN` that is nothing but `cd`, which has no effect."),
  },
  peers: { hadolint: ["DL3003"], trivy: ["DS-0013"] },
  examples: {
    bad: [
      "FROM debian:13\nRUN ⟦cd /usr/src/app⟧ && make\n",
      {
        title: "Once for each RUN",
        files: "FROM debian:13\nRUN ⟦cd /src⟧ && make; cd /doc && make\nRUN ⟦cd /src⟧ && make install\n",
      },
      {
        title: "In a block, and in a heredoc",
        files: code`
          FROM debian:13
          RUN if [ -d /src ]; then ⟦cd /src⟧ && make; fi
          RUN <<EOF
          ⟦cd /src⟧
          make
          EOF
        `,
      },
      {
        title: "Nothing but cd",
        files: "FROM debian:13\nRUN ⟦cd /src⟧\nRUN cd /src && make\n",
        options: { onlyWhole: true },
      },
    ],
    good: [
      "FROM debian:13\nWORKDIR /usr/src/app\nRUN make\n",
      {
        title: "A subshell, which forgets it at once",
        files: "FROM debian:13\nRUN make && ( cd /doc && make ) && make install\n",
      },
      {
        title: "A substitution is a subshell too",
        files: 'FROM debian:13\nRUN here="$(cd /src && pwd)" && echo "$here"\n',
      },
      {
        title: "What the container runs",
        files: 'FROM debian:13\nCMD cd /srv && ./run\nENTRYPOINT ["sh", "-c", "cd /srv && ./run"]\n',
      },
      { title: "pushd, which comes back", files: "FROM debian:13\nRUN bash -c 'pushd /src && make && popd'\n" },
    ],
  },

  *check({ stages }, { onlyWhole }) {
    for (const { stage, run } of runsOf(stages)) {
      const [first] = run.command?.form === "shell" && run.command.script ? moves(run.command.script.body) : [];
      if (!first?.name || (onlyWhole && !isOnlyMoves(run))) continue;
      const end = first.args.at(-1)?.range.end ?? first.name.range.end;
      const range = { start: first.name.range.start, end };
      yield {
        at: { range },
        message: "`cd` is used where `WORKDIR` would say where the step works.",
        subject: subjectOf(stage),
      };
    }
  },
});

const isMove = (command: ShellCommand): boolean => programOf(command) === "cd";

const isOnlyMoves = (run: RunInstruction): boolean => commandsOf(run).every(isMove);

/** The `cd`s that change where the commands after them work: those in no subshell. */
function* moves(node: ShellNode): Generator<ShellCommand, void, undefined> {
  switch (node.type) {
    case "command":
      if (isMove(node)) yield node;
      return;
    case "pipeline":
      return; // each part of one is a subshell
    case "compound":
      if (node.form === "subshell") return;
      for (const list of [...node.conditions, ...node.bodies]) yield* moves(list);
      return;
    case "and-or":
    case "list":
      for (const item of node.items) yield* moves(item);
  }
}
