import { settings } from "../../model/compose.ts";
import { child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { service } from "./_examples.ts";

/** What each option switches off. */
const SWITCHES: readonly { readonly pattern: RegExp; readonly what: string; readonly peers: readonly string[] }[] = [
  {
    pattern: /^seccomp[:=]unconfined$/i,
    what: "the filter of system calls",
    peers: ["Default Seccomp Profile Disabled", "seccomp-confinement-disabled"],
  },
  { pattern: /^apparmor[:=]unconfined$/i, what: "AppArmor", peers: [] },
  { pattern: /^label[:=]disable$/i, what: "SELinux", peers: ["selinux-separation-disabled"] },
  { pattern: /^systempaths[:=]unconfined$/i, what: "the mask over /proc and /sys", peers: [] },
];

export default defineRule({
  id: "compose/no-unconfined",
  title: "Do not disable seccomp, AppArmor or SELinux",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "These profiles keep a container from the system calls and files that escapes are made of; most kernel holes of recent years could not be reached through them.",
  remedy: "Remove the option. Where a program needs one more system call, write a profile that allows that one.",
  peers: {
    kics: ["Default Seccomp Profile Disabled"],
    semgrep: ["seccomp-confinement-disabled", "selinux-separation-disabled"],
  },
  compliance: ["CIS Docker v1.2.0 5.1", "CIS Docker v1.2.0 5.2", "CIS Docker v1.2.0 5.21", "PSS baseline"],
  examples: {
    bad: [
      service("security_opt:", "  - ⟦seccomp:unconfined⟧"),
      service("security_opt: [⟦apparmor=unconfined⟧]"),
      service("security_opt:", "  - ⟦label:disable⟧", "  - ⟦systempaths=unconfined⟧"),
    ],
    good: [
      service("security_opt:", "  - seccomp:./profiles/api.json"),
      service("security_opt:", "  - label:type:container_t"),
      { title: "Decided by the environment", files: service("security_opt:", "  - seccomp:${SECCOMP}") },
    ],
  },

  *check({ services }) {
    for (const { name, body, address } of services) {
      for (const option of settings(child(body, "security_opt"))) {
        if (!option.known) continue;
        const off = SWITCHES.find(({ pattern }) => pattern.test(option.value));
        if (!off) continue;
        yield { at: option, message: `Service ${name} runs without ${off.what}.`, subject: address, peers: off.peers };
      }
    }
  },
});
