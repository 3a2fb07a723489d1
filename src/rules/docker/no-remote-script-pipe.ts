import { runsOf } from "../../model/docker-run.ts";
import { commandsOf } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { programOf, unwrap } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { pipeEndsOf } from "./_pipelines.ts";
import { pipedDownload, substitutedDownload } from "./_remote-script.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-remote-script-pipe",
  title: "Do not pipe a download into a shell",
  severity: "warning",
  preset: "strict",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "Whatever the server sends at that moment runs as the user of the build, mostly root, and nobody can tell later what it was. A connection that breaks off runs half a script.",
  remedy:
    "Download a named version to a file, check its digest (`ADD --checksum=sha256:…`, or `sha256sum -c`), then run it; or install the package of the distribution.",
  peers: { scorecard: ["downloadThenRun"], semgrep: ["dockerfile curl pipe"] },
  compliance: ["CIS Docker v1.2.0 4.11"],
  options: {
    allow: option.strings([], "Hosts, with `*` for any run of characters, whose scripts may be run as they come."),
  },
  examples: {
    bad: [
      code`
        FROM debian:13
        RUN ⟦curl -fsSL https://get.acme.com | bash⟧
      `,
      {
        title: "With something around it",
        files: code`
          FROM debian:13
          RUN ⟦curl -fsSL https://deb.acme.com/setup_22.x | sudo -E bash -⟧ && apt-get install -y acme
          RUN ⟦wget -qO- https://get.acme.com | sed 's/a/b/' | sh -s -- --yes⟧
          RUN ⟦curl -sSL https://get.acme.com/poetry.py | python3 -⟧
          RUN ⟦curl -s https://get.acme.com/list | xargs -n1 sh -c⟧
        `,
      },
      {
        title: "Substituted",
        files: code`
          FROM debian:13
          SHELL ["/bin/bash", "-c"]
          RUN ⟦bash -c "$(curl -fsSL https://get.acme.com)"⟧
          RUN ⟦bash <(curl -s https://get.acme.com)⟧ && ⟦. <(wget -qO- https://get.acme.com)⟧ && ⟦eval "$(curl -s https://get.acme.com)"⟧
        `,
      },
      {
        title: "Not even encrypted, which is an error",
        files: "FROM debian:13\nRUN ⟦curl http://get.acme.com | sh⟧\n",
      },
      {
        title: "Of a host that is not on the list",
        files: "FROM debian:13\nRUN ⟦curl https://get.acme.com | sh⟧\n",
        options: { allow: ["sh.rustup.rs"] },
      },
      {
        title: "As its input",
        files:
          'FROM debian:13\nRUN ⟦bash < <(curl -sSL https://get.acme.com/install)⟧ && ⟦sh <<< "$(wget -qO- https://get.acme.com/b)"⟧\n',
      },
    ],
    good: [
      code`
        FROM debian:13
        RUN curl -fsSLO https://get.acme.com/install-1.2.sh && sha256sum -c install-1.2.sha256 && sh install-1.2.sh
      `,
      {
        title: "What it is piped into does not run it",
        files: code`
          FROM debian:13
          RUN curl -fsSL https://files.acme.com/a.tar.gz | tar -xz && curl https://keys.acme.com/a.asc | gpg --dearmor > a.gpg
          RUN curl -s https://api.acme.com/v1 | jq -r .version && curl https://keys.acme.com/a.asc | apt-key add -
        `,
      },
      {
        title: "A script of the build's own reads it",
        files: code`
          FROM python:3.13
          RUN curl -s https://api.acme.com/v1 | python3 -c 'import json, sys; print(json.load(sys.stdin))'
          RUN curl -s https://api.acme.com/v1 | python3 -m json.tool && curl -s https://api.acme.com/v1 | bash read.sh
          RUN curl -s https://api.acme.com/v1 | perl -ne 'print if /a/' && curl -s https://api.acme.com/v1 | node parse.js
        `,
      },
      {
        title: "Checked on the way",
        files:
          "FROM debian:13\nRUN curl -s https://get.acme.com | tee i.sh | sha256sum -c i.sha256 | sh -c 'cat > /dev/null' && sh i.sh\n",
      },
      {
        title: "A version, asked for",
        files:
          'FROM debian:13\nRUN VERSION="$(curl -s https://api.acme.com/v1)" && sh build.sh "$VERSION" && echo "$(curl -s https://api.acme.com/v2)"\n',
      },
      {
        title: "A host the team trusts",
        files: "FROM debian:13\nRUN curl --proto '=https' -sSf https://sh.rustup.rs | sh -s -- -y\n",
        options: { allow: ["sh.rustup.rs"] },
      },
    ],
  },

  *check({ stages }, { allow }) {
    for (const { stage, run } of runsOf(stages)) {
      const pipes = pipeEndsOf(run);
      for (const written of commandsOf(run)) {
        const piped = pipedDownload(written, pipes.get(written));
        const download = piped ?? substitutedDownload(written);
        if (!download || isAllowed(download, allow)) continue;
        yield { ...reportOf(download, written, piped !== undefined), subject: subjectOf(stage) };
      }
    }
  },
});

function reportOf(download: ShellCommand, runner: ShellCommand, isPiped: boolean): Report {
  const program = programOf(unwrap(runner)) ?? "shell";
  const isPlain = urlsOf(download).some((url) => url.startsWith("http://"));
  const start = isPiped ? Math.min(download.range.start, runner.range.start) : runner.range.start;
  return {
    at: { range: { start, end: runner.range.end } },
    message: `\`${program}\` runs what ${hostOf(download) ?? "a server"} sends, whatever it is${isPlain ? ", over a connection that anyone can change" : ""}.`,
    severity: isPlain ? "error" : undefined,
  };
}

const urlsOf = (download: ShellCommand): readonly string[] =>
  download.args.map(({ pattern, prefix }) => pattern ?? prefix).filter((text) => /^https?:\/\//.test(text));

const hostOf = (download: ShellCommand): string | undefined => {
  const [url] = urlsOf(download);
  return /^https?:\/\/(?:[^/@]*@)?([\w.-]+)(?=[/:?#]|$)/.exec(url ?? "")?.[1];
};

/** A host that a variable decides may be one of them. */
function isAllowed(download: ShellCommand, allow: readonly string[]): boolean {
  if (allow.length === 0) return false;
  const host = hostOf(download);
  return host === undefined || matchesAny(host, allow);
}
