import { isDistroless } from "../../model/base-image.ts";
import { copiesIn } from "../../model/copy-instruction.ts";
import {
  type Dockerfile,
  flag,
  type HealthcheckInstruction,
  instructionsOf,
  lineage,
  type Stage,
} from "../../model/dockerfile.ts";
import { goDuration } from "../../model/duration.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { lacksFlag, programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { commandPlace } from "./_command-place.ts";
import { decisive, sureSuccess } from "./_exit-status.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/meaningful-healthcheck",
  title: "Make HEALTHCHECK able to fail",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  artefact: "dockerfile",
  why: "A check that always succeeds, or that cannot run at all, says nothing: a dead service stays in rotation, or a live one is restarted for ever.",
  remedy: "Call something that exits non-zero when the service cannot serve, such as `curl -f`.",
  examples: {
    bad: [
      { title: "Always healthy", files: "FROM alpine:3.22\nHEALTHCHECK CMD ⟦true⟧\n" },
      { title: "Talks and tests nothing", files: 'FROM alpine:3.22\nHEALTHCHECK CMD ⟦["echo", "ok"]⟧\n' },
      {
        title: "A failure that is swallowed",
        files: "FROM alpine:3.22\nHEALTHCHECK CMD wget -q http://localhost/ || ⟦exit 0⟧\n",
      },
      {
        title: "Whatever came before",
        files: "FROM alpine:3.22\nHEALTHCHECK CMD wget -q http://localhost/; ⟦exit 0⟧\n",
      },
      {
        title: "An error page is a success to curl",
        files: "FROM alpine:3.22\nHEALTHCHECK CMD ⟦curl -s http://localhost/⟧ || exit 1\n",
      },
      {
        title: "Nor does it become one by what is said then",
        files: "FROM alpine:3.22\nHEALTHCHECK CMD ⟦curl -s http://localhost/⟧ && echo ok\n",
      },
      {
        title: "No such program in the image",
        files: 'FROM gcr.io/distroless/static-debian12\nHEALTHCHECK CMD ⟦["wget", "-q", "http://localhost/"]⟧\n',
      },
      { title: "No interval", files: "FROM alpine:3.22\nHEALTHCHECK --interval=⟦0s⟧ CMD wget -q http://localhost/\n" },
    ],
    good: [
      "FROM alpine:3.22\nHEALTHCHECK --interval=30s --timeout=5s CMD curl -fsS http://localhost/ || exit 1\n",
      { title: "A decision", files: "FROM alpine:3.22\nHEALTHCHECK NONE\n" },
      {
        title: "The service's own probe",
        files: 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD ["/app", "healthcheck"]\n',
      },
      {
        title: "curl only has to connect",
        files: "FROM alpine:3.22\nHEALTHCHECK CMD curl -s telnet://localhost:25 < /dev/null\n",
      },
      {
        title: "Something else judges what curl prints",
        files: code`
          FROM alpine:3.22 AS one
          HEALTHCHECK CMD curl -s http://localhost/status | grep -q ok

          FROM alpine:3.22 AS two
          HEALTHCHECK CMD curl -s http://localhost/status > /tmp/status && grep -q ok /tmp/status

          FROM alpine:3.22
          HEALTHCHECK CMD test "$(curl -s -o /dev/null -w '%{http_code}' http://localhost/)" = 200
        `,
      },
      {
        title: "The tool is brought along",
        files: code`
          FROM gcr.io/distroless/static-debian12
          COPY --from=busybox:1.37 /bin/wget /usr/bin/wget
          HEALTHCHECK CMD ["/usr/bin/wget", "-q", "http://localhost/"]
        `,
      },
      {
        title: "The debug variant has them",
        files: "FROM gcr.io/distroless/base:debug\nHEALTHCHECK CMD wget -q http://localhost/\n",
      },
      {
        title: "Decided at build time or when it runs",
        files: code`
          FROM alpine:3.22
          ARG INTERVAL
          HEALTHCHECK --interval=$INTERVAL --timeout=2m CMD curl $CURL_OPTIONS http://localhost/
        `,
      },
      {
        title: "A timeout longer than the interval, which starts when a check has ended",
        files: "FROM alpine:3.22\nHEALTHCHECK --interval=10s --timeout=1m CMD wget -q http://localhost/\n",
      },
    ],
  },

  *check(dockerfile) {
    for (const stage of dockerfile.stages) {
      for (const healthcheck of instructionsOf(stage, "HEALTHCHECK")) {
        if (healthcheck.isNone) continue;
        const subject = subjectOf(stage);
        for (const report of [...timing(healthcheck), ...verdict(dockerfile, stage, healthcheck)])
          yield { ...report, subject };
      }
    }
  },
});

/** A timeout may be longer: an interval starts when a check has ended. https://docs.docker.com/reference/dockerfile/#healthcheck */
function* timing(healthcheck: HealthcheckInstruction): Generator<Report> {
  const interval = flag(healthcheck, "interval")?.value;
  if (interval?.known && goDuration(interval.value) === 0)
    yield { at: interval, message: "An interval of 0 is the default of 30 s." };
}

function* verdict(dockerfile: Dockerfile, stage: Stage, { command }: HealthcheckInstruction): Generator<Report> {
  const body = command?.form === "exec" ? command.command : command?.script?.body;
  const culprit = sureSuccess(body);
  if (culprit) yield { at: commandPlace(command, culprit), message: "This HEALTHCHECK cannot fail." };
  for (const outer of decisive(body)) {
    const run = unwrap(outer);
    const program = programOf(run) ?? "";
    if (program !== "curl" && program !== "wget") continue;
    if (isOutOfReach(dockerfile, stage, run))
      yield {
        at: commandPlace(command, outer),
        message: `The image that this HEALTHCHECK runs in holds no ${program}.`,
      };
    else if (
      !culprit &&
      program === "curl" &&
      !run.args.some(({ raw }) => OTHER_PROTOCOL.test(raw)) &&
      lacksFlag(run, "f", "fail") &&
      lacksFlag(run, undefined, "fail-with-body")
    )
      yield {
        at: commandPlace(command, outer),
        message: "This curl succeeds on error pages too, because it lacks --fail.",
      };
  }
}

/** Only HTTP has error pages. */
const OTHER_PROTOCOL = /^["']?(?!https?:)[a-z]+:\/\//i;

/** Where a program of the PATH lies, and what a copy that may bring one goes to. */
const PROGRAM = /^(?:[^/]+|\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+)$/;
const MAY_BRING = /^(?!\/)|^\/(?:(?:usr\/)?(?:local\/)?s?bin(?:\/|$)|usr\/?$|usr\/local\/?$|$)/;

/** Is the program missing from an image that has none, and not brought into it either? */
function isOutOfReach(dockerfile: Dockerfile, stage: Stage, { name }: ShellCommand): boolean {
  const [root, ...others] = lineage(dockerfile, stage).toReversed();
  if (!root?.isScratch && !(root?.image && isDistroless(root.image))) return false;
  return PROGRAM.test(known(name) ?? "/") && ![root, ...others].some(mayBringPrograms);
}

const mayBringPrograms = (stage: Stage): boolean =>
  stage.instructions.some(({ keyword }) => keyword === "RUN" || keyword === "ONBUILD") ||
  copiesIn(stage).some(({ destination }) => MAY_BRING.test(known(destination) ?? ""));
