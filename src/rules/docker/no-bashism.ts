import { mentions, runsAfter } from "../../model/docker-run.ts";
import { stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { systemShell } from "./_base-shell.ts";
import { bashismsIn } from "./_bashisms.ts";
import { nodesOf, scriptsOf } from "./_scripts.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-bashism",
  title: "No bash syntax under /bin/sh",
  severity: "warning",
  preset: "strict",
  category: "correctness",
  artefact: "dockerfile",
  why: "RUN uses `/bin/sh`, which is dash on Debian and Ubuntu and BusyBox's ash on Alpine. What only bash knows fails there or, worse, does something else: `cmd &> log` runs `cmd` in the background.",
  remedy: 'Write it as POSIX has it, or ask for bash: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
  peers: {
    shellcheck: [
      ...["SC2039", "SC2112", "SC3001", "SC3003", "SC3004", "SC3005", "SC3006", "SC3008", "SC3009", "SC3010"],
      ...["SC3011", "SC3014", "SC3020", "SC3024", "SC3029", "SC3030", "SC3037", "SC3039", "SC3040", "SC3044"],
      ...["SC3045", "SC3046", "SC3047", "SC3053", "SC3057", "SC3059", "SC3060"],
    ],
  },
  examples: {
    bad: [
      code`
        FROM debian:13
        RUN if ⟦[[ -f /a ]]⟧; then ⟦source⟧ /a; fi && [ "$X" ⟦==⟧ y ]
      `,
      {
        title: "Lists, arrays and strings",
        files: code`
          FROM ubuntu:24.04
          RUN mkdir -p ⟦/srv/{app,log}⟧ && ⟦files=(a b)⟧ && echo ⟦-e⟧ "a\\tb" && printf ⟦$'a\\n'⟧
          RUN V=1.2.3 && echo ⟦\${V//./-}⟧ ⟦\${V:0:1}⟧ ⟦\${V^^}⟧
        `,
      },
      {
        title: "Input, output and functions",
        files: code`
          FROM node:22-slim
          RUN npm ci ⟦&> /tmp/log⟧ && cat ⟦<<< "$X"⟧ && diff a ⟦<(sort b)⟧ && ⟦pushd⟧ /srv && ⟦popd⟧
          RUN ⟦function build⟧ { make; }; build
          RUN ⟦set -o pipefail⟧ && curl -f https://files.acme.com/a | tar -x
        `,
      },
      {
        title: "Alpine's ash does not know these either",
        files: "FROM alpine:3.22\nRUN touch ⟦/a{1,2}⟧ && ⟦list=(a b)⟧ && cat ⟦<<< x⟧ && ⟦pushd⟧ /srv\n",
      },
      {
        title: "Loops, sums and builtins",
        files: code`
          FROM debian:13
          RUN ⟦for⟧ ((i = 0; i < 3; i++)); do make; done; ⟦((i++))⟧; ⟦let⟧ i=1; ⟦declare⟧ -x A=1; ⟦shopt⟧ -s globstar
          RUN CFLAGS=-O2; ⟦CFLAGS+=" -g"⟧; make ⟦|&⟧ tee log; echo ⟦\${!NAME}⟧; trap 'exit 1' ⟦ERR⟧; printf ⟦-v⟧ x y
        `,
      },
      { title: "In a command that sh runs", files: "FROM debian:13\nRUN sh -c '⟦[[ -f a ]]⟧ && true'\n" },
    ],
    good: [
      code`
        FROM debian:13
        RUN if [ -f /a ]; then . /a; fi && mkdir -p /srv/app /srv/log && npm ci > /tmp/log 2>&1
      `,
      {
        title: "What POSIX has",
        files: code`
          FROM debian:13
          RUN i=$((i + 1)); for f in a b; do make $f; done; trap 'exit 1' EXIT; printf '%s\n' -v; export A=1 -f; ((cd /a); true)
        `,
      },
      {
        title: "Run by bash or zsh",
        files: code`
          FROM debian:13
          RUN bash -c '[[ -f a ]] && source a'
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN [[ -f a ]] && source a && echo {a,b}
          RUN <<EOF
          #!/usr/bin/env zsh
          [[ -f a ]]
          EOF
        `,
      },
      {
        title: "/bin/sh is bash",
        files:
          "FROM fedora:42\nRUN [[ -f a ]] && echo {a,b}\nFROM registry.access.redhat.com/ubi9/ubi:9.6\nRUN source a && pushd /srv\nFROM amazonlinux:2023\nRUN list=(a b)\n",
      },
      {
        title: "Alpine's ash knows these",
        files:
          "FROM alpine:3.22\nRUN set -o pipefail && [[ a == b ]] && source a && echo -e \"a\" ${x//a/b} ${x:0:1} $'a\\n' &> log && function f { true; }\n",
      },
      {
        title: "Nobody knows which shell that is",
        files: "ARG BASE\nFROM $BASE\nRUN [[ -f a ]]\nFROM acme/base:1\nRUN [[ -f a ]]\n",
      },
      {
        title: "The link was changed",
        files: "FROM debian:13\nRUN ln -sf /bin/bash /bin/sh\nRUN [[ -f a ]] && source a\n",
      },
      {
        title: "A program that is no part of the shell",
        files: 'FROM debian:13\nRUN /bin/echo -e "a\\tb" && /usr/bin/test a == a && env echo -e a\n',
      },
      {
        title: "In quotes, or an argument",
        files: `FROM debian:13\nRUN echo '[[ a ]] {a,b} <(x)' "{a,b}" && ls "{a,b}"* && find . -exec ls {} + && awk '{print $1,$2}' a && expr a == b && echo a,b {}\n`,
      },
    ],
  },

  *check(dockerfile) {
    const states = stageStates(dockerfile);
    const runs = runsAfter(
      dockerfile.stages,
      isRelinked,
      (state, instruction) => state || mentions(instruction, RELINKS),
    );
    for (const { stage, run, state } of runs) {
      const system = systemShell(states[stage.index]?.root.image);
      if (state || (system !== "ash" && system !== "dash")) continue;
      for (const { node, script } of scriptsOf(run).flatMap((script) => [...nodesOf(script)])) {
        if (script.shell !== "sh") continue;
        for (const { at, what, isKnownToAsh, peer } of bashismsIn(node)) {
          if (system === "ash" && isKnownToAsh) continue;
          const message = `${what} is bash's, and \`/bin/sh\` is ${system} here.`;
          yield { at, message, subject: subjectOf(stage), peers: [peer, "SC2039"] };
        }
      }
    }
  },
});

/** `/bin/sh` is made to be something else. */
const RELINKS = /\bln\b[^\n;&|]{0,80}\/bin\/sh\b|\bdpkg-reconfigure\b[^\n;&|]{0,80}\bdash\b/;
const isRelinked = (parent: boolean | undefined): boolean => parent ?? false;
