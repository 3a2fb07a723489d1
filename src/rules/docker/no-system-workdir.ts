import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { isAtOrBelow } from "../../text/path.ts";
import { withTriggers } from "./_instructions.ts";
import { cleanPath } from "./_path.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-system-workdir",
  title: "Do not use system directories as WORKDIR",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "What is built or written there mixes with files that the system and its package manager own, and `/proc/self/fd/N` led out of the container to the host (CVE-2024-21626).",
  remedy: "Work in a folder of your own, such as `/app` or `/srv/app`.",
  peers: { trivy: ["DS-0030"] },
  options: { allow: option.strings([], "Folders to accept, with all that is below them.") },
  examples: {
    bad: [
      "FROM alpine:3.20\nWORKDIR ⟦/proc/self/fd/8⟧\n",
      { title: "The folder itself", files: "FROM alpine:3.20\nWORKDIR ⟦/etc⟧\nWORKDIR ⟦/sbin/⟧\n" },
      { title: "By a detour", files: 'FROM alpine:3.20\nWORKDIR ⟦"/usr/../lib/app"⟧\n' },
      { title: "Kept for the images built on this one", files: "FROM alpine:3.20\nONBUILD WORKDIR ⟦/etc/app⟧\n" },
      {
        title: "Not what is allowed",
        files: "FROM alpine:3.20\nWORKDIR ⟦/etc/nginx2⟧\n",
        options: { allow: ["/etc/nginx"] },
      },
    ],
    good: [
      "FROM alpine:3.20\nWORKDIR /app\n",
      {
        title: "Folders meant for applications",
        files:
          "FROM alpine:3.20\nWORKDIR /usr/src/app\nWORKDIR /usr/local\nWORKDIR /var/lib/app\nWORKDIR /srv\nWORKDIR /library\n",
      },
      { title: "Allowed", files: "FROM nginx:1.27\nWORKDIR /etc/nginx/conf.d\n", options: { allow: ["/etc/nginx"] } },
      { title: "Decided at build time", files: "FROM alpine:3.20\nARG DIR\nWORKDIR $DIR/etc\n" },
    ],
  },

  *check({ stages }, { allow }) {
    const allowed = allow.map(cleanPath);
    for (const stage of stages) {
      for (const { argument } of withTriggers(stage, "WORKDIR")) {
        if (!argument?.known || !argument.value.startsWith("/")) continue;
        const path = cleanPath(argument.value);
        const folder = SYSTEM.find((system) => isAtOrBelow(path, system));
        if (!folder || allowed.some((other) => isAtOrBelow(path, other))) continue;
        yield { at: argument, message: `WORKDIR ${clipped(path)} lies in ${folder}.`, subject: subjectOf(stage) };
      }
    }
  },
});

const SYSTEM = ["/bin", "/boot", "/dev", "/etc", "/lib", "/proc", "/sbin", "/sys"] as const;
