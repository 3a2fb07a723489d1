import { type ComposeService, setting, stated } from "../../model/compose.ts";
import { child, entries } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";

/** `root`, `0`, with any group behind; the kernel reads `00` as 0. */
const ROOT = /^(?:root|0+)(?::|$)/;

export default defineRule({
  id: "compose/no-root-user",
  title: "Do not run services as root",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "A process that escapes from a container as root is root on the host, and root may write to every mounted file.",
  remedy: 'Remove `user` where the image has a user of its own, or name one by number: `user: "10001:10001"`.',
  peers: { "compose-lint": ["runs as root"] },
  compliance: ["CIS Docker v1.2.0 4.1"],
  options: {
    allowJobs: option.boolean(true, "Leave alone what runs once: services that others wait for to complete."),
  },
  examples: {
    bad: [
      service("user: ⟦root⟧"),
      { title: "By number", files: service("user: ⟦0⟧") },
      { title: "With a group", files: service('user: ⟦"0:1000"⟧') },
      { title: "By default", files: service("user: ⟦${APP_USER:-root}⟧") },
    ],
    good: [
      service('user: "10001:10001"'),
      { title: "Decided by the environment", files: service("user: ${APP_USER}") },
      {
        title: "Prepares a volume, and is done",
        files: `services:
  init:
    image: busybox:1.37
    user: root
  api:
    image: registry.example.com/api:1.4.2
    depends_on:
      init:
        condition: service_completed_successfully
`,
      },
    ],
  },

  *check({ services }, { allowJobs }) {
    const jobs = allowJobs ? jobsOf(services) : new Set<string>();
    for (const { name, body, address } of services) {
      const user = setting(child(body, "user"));
      if (!user?.known || !ROOT.test(user.value) || jobs.has(name)) continue;
      yield { at: user, message: `Service ${name} runs as root.`, subject: address };
    }
  },
});

/** Services that others wait for to complete. */
function jobsOf(services: readonly ComposeService[]): ReadonlySet<string> {
  const jobs = new Set<string>();
  for (const { body } of services) {
    for (const { key, value } of entries(child(body, "depends_on"))) {
      if (key !== undefined && stated(child(value, "condition")) === "service_completed_successfully") jobs.add(key);
    }
  }
  return jobs;
}
