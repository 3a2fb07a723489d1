import { runsOf } from "../../model/docker-run.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { maskedErrors } from "./_masked-errors.ts";
import { scriptsOf } from "./_scripts.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/run-error-masked",
  title: "Do not let a later command hide a failure",
  severity: "warning",
  preset: "strict",
  category: "correctness",
  artefact: "dockerfile",
  why: "A RUN fails when its last command does. What fails before a `;` or at the end of a line is forgotten, so the image is built without what the command should have brought.",
  remedy: "Join commands with `&&`, or start with `set -e`. Leave `|| true` to what may really fail.",
  peers: { shellcheck: ["SC2164"] },
  examples: {
    bad: [
      code`
        FROM debian:13
        RUN ⟦apt-get update⟧; apt-get install -y curl; rm -rf /var/lib/apt/lists/*
      `,
      {
        title: "In the lines of a heredoc",
        files: code`
          FROM debian:13
          RUN <<EOF
          ⟦apt-get update && apt-get install -y curl⟧
          echo done
          EOF
        `,
      },
      { title: "cd", files: "FROM debian:13\nRUN ⟦cd /srv/app⟧; make install\n" },
      {
        title: "An installation or a download that may fail",
        files: code`
          FROM debian:13
          RUN apt-get update && ⟦apt-get install -y curl || true⟧
          RUN set -e; ⟦curl -fsSLO https://files.acme.com/a.tar.gz || :⟧; ⟦pip install shop || echo "no shop"⟧
        `,
      },
      { title: "Switched off again", files: "FROM debian:13\nRUN set -e; make; set +e; ⟦make check⟧; make install\n" },
      { title: "A script of its own", files: "FROM debian:13\nRUN bash -c '⟦make⟧; make install'\n" },
      {
        title: "A download that may fail, since the end says that all is well",
        files:
          "FROM debian:13\nRUN ⟦curl -fO https://files.acme.com/a⟧; exit 0\nRUN ⟦apt-get update && apt-get install -y curl⟧; exit 0\n",
      },
    ],
    good: [
      { title: "The end says that all is well", files: "FROM debian:13\nRUN make check; exit 0\nRUN make; exit $?\n" },
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
      {
        title: "set -e first, in any form",
        files: code`
          FROM debian:13
          RUN set -e; apt-get update; apt-get install -y curl
          RUN set -eux; \\
            make; \\
            make install
          RUN set -o errexit && make; make install
          RUN <<EOF
          #!/bin/bash -e
          make
          make install
          EOF
          RUN <<EOF
          set -euo pipefail
          make
          make install
          EOF
        `,
      },
      {
        title: "A shell that stops",
        files:
          'FROM debian:13\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN make; make install\nRUN ["sh", "-ec", "make; make install"]\n',
      },
      {
        title: "What cannot fail, and what is handled",
        files: code`
          FROM debian:13
          RUN export A=b; umask 022; echo start; make && make install
          RUN make || exit 1; cd /srv || exit; make install; 
          RUN make; status=$?; make clean; exit $status
          RUN mysqld & sleep 5; mysql -e 'select 1'
        `,
      },
      {
        title: "The bodies of if and for",
        files:
          "FROM debian:13\nRUN for f in a b; do make $f; make install; done; if [ -f c ]; then make c; make install; fi\n",
      },
      {
        title: "What may fail",
        files: "FROM debian:13\nRUN rm -f a || true; find / -name b -delete || true && apt-get clean || true\n",
      },
    ],
  },

  *check({ stages }) {
    for (const { stage, run } of runsOf(stages)) {
      for (const { at, message } of scriptsOf(run).flatMap(maskedErrors)) {
        yield { at, message, subject: subjectOf(stage) };
      }
    }
  },
});
