import type { Dockerfile } from "../../model/dockerfile.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";

export default defineRule({
  id: "docker/syntax",
  title: "The Dockerfile must parse",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "BuildKit refuses the file, or takes the line for something else. The rest of the file is checked all the same.",
  remedy: "Correct the line as the [reference](https://docs.docker.com/reference/dockerfile/) has it.",
  peers: { hadolint: ["DL1000", "DL3061"] },
  examples: {
    bad: [
      {
        title: "No such instruction, and none near enough",
        files: code`
          FROM alpine:3.20
          ⟦RUNN⟧ apk add curl
          ⟦GREET⟧ everybody
        `,
      },
      {
        title: "Flags",
        files: code`
          FROM alpine:3.20
          COPY ⟦--form=build⟧ a /a
          RUN ⟦--mount⟧ true
          COPY ⟦--link=maybe⟧ a /a
        `,
      },
      {
        title: "Values that flags cannot have",
        files: code`
          FROM alpine:3.20
          RUN --network=⟦off⟧ true
          RUN --security=⟦none⟧ true
          RUN --mount=type=⟦volume⟧,target=/data,sharing=⟦exclusive⟧ true
          RUN --mount=type=cache,⟦tgt=/root/.cache⟧,mode=⟦rwx⟧ true
          RUN --mount=type=bind,⟦source⟧ true
          COPY --chmod=⟦799⟧ a /a
          ADD --checksum=⟦sha256:24454f83⟧ https://example.com/a.tgz /a
          HEALTHCHECK --interval=⟦30⟧ --timeout=⟦-1s⟧ --retries=⟦many⟧ CMD ["true"]
        `,
      },
      {
        title: "Arguments that cannot be",
        files: code`
          FROM alpine:3.20
          STOPSIGNAL ⟦SIGTREM⟧
          VOLUME ["/data", ⟦""⟧]
          HEALTHCHECK CMD ⟦[]⟧
        `,
      },
      {
        title: "A digest that lost a part",
        files: "FROM ⟦alpine:3.20@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06⟧\n",
      },
      {
        title: "Too few arguments, and too many",
        files: "FROM alpine:3.20 AS build ⟦again⟧\n⟦RUN⟧\nHEALTHCHECK NONE ⟦curl⟧\n",
      },
      { title: "Something before FROM", files: "⟦RUN⟧ true\nFROM alpine:3.20\n" },
      { title: "No FROM", files: "⟦RUN⟧ true\n" },
      { title: "An image that cannot be", files: "FROM ⟦Acme/App:1⟧\n" },
      { title: "A heredoc that never ends", files: "FROM alpine:3.20\nRUN ⟦<<EOF⟧\ntrue\n" },
      { title: "An escape character that is none", files: "⟦# escape=x⟧\nFROM alpine:3.20\n" },
      {
        title: "With a frontend of its own, which may know more",
        files: "# syntax=acme/frontend:1\nFROM alpine:3.20\n⟦PACKAGE⟧ curl\n",
      },
    ],
    good: [
      "FROM alpine:3.20\nRUN apk add curl\n",
      {
        title: "Values of all kinds, and those that are decided elsewhere",
        files: code`
          FROM alpine:3.20
          ARG NETWORK INTERVAL
          RUN --network=none --security=sandbox true
          RUN --network=$NETWORK true
          RUN --mount=type=cache,target=/root/.cache,sharing=locked,mode=0755,uid=1000,ro true
          RUN --mount=type=secret,id=token,required,env=TOKEN --mount=type=tmpfs,dst=/tmp,size=64m true
          RUN --mount=type=$NETWORK,target=/x --mount=source=.,target=/src,rw=true true
          COPY --chmod=u+x --chown=1000 a /a
          COPY --chmod=0755 a /b
          STOPSIGNAL SIGRTMIN+3
          STOPSIGNAL quit
          STOPSIGNAL 9
          VOLUME /data "$NETWORK"
          HEALTHCHECK --interval=1m30s --timeout=0 --start-period=500ms --retries=0 CMD ["true"]
          HEALTHCHECK --interval=$INTERVAL CMD ["true"]
        `,
      },
      {
        title: "The newest flags",
        files: code`
          # syntax=docker/dockerfile:1-labs
          FROM alpine:3.20 AS build
          COPY --parents --exclude=*.md ./src /src
          ADD --keep-git-dir=true --link https://github.com/acme/site.git#v1 /site
          RUN --device=vendor.com/gpu --security=insecure --network=none true
          FROM scratch
          COPY --from=build --parents /src/./app /
        `,
      },
      { title: "A global ARG first", files: "# comment\n\nARG VERSION=3.20\nFROM alpine:$VERSION\n" },
    ],
  },

  *check(dockerfile) {
    const isForeign = hasOwnFrontend(dockerfile);
    for (const problem of dockerfile.problems) {
      if (isToldElsewhere(problem, dockerfile)) continue;
      yield {
        at: problem,
        message: problem.message,
        severity: isForeign && FRONTEND_DECIDES.has(problem.code) ? "info" : undefined,
        peers: [ORDER.has(problem.code) ? "DL3061" : "DL1000"],
      };
    }
  },
});

const ORDER: ReadonlySet<string> = new Set(["first-instruction", "no-from"]);
const FRONTEND_DECIDES: ReadonlySet<string> = new Set(["unknown-flag", "unknown-instruction"]);

/** `# syntax=` names something other than Docker's own frontend. */
function hasOwnFrontend({ directives }: Dockerfile): boolean {
  const syntax = directives.find(({ name }) => name === "syntax");
  return (
    syntax !== undefined &&
    !/^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(known(syntax.value) ?? "")
  );
}

/** By docker/valid-onbuild, and by docker/undefined-variable where a default makes the reference what it is. */
function isToldElsewhere({ code: kind, range }: SyntaxProblem, { stages }: Dockerfile): boolean {
  if (kind === "invalid-onbuild") return true;
  if (kind !== "invalid-reference") return false;
  const from = stages.find((stage) => stage.from?.image.range.start === range.start)?.from;
  return from?.image.isLiteral === false;
}
