import { settings } from "../../model/compose.ts";
import { child } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";

/** Capabilities that lead out of a container, or change the host for all; see capabilities(7). */
const DANGEROUS: Readonly<Record<string, "error" | "warning">> = {
  ALL: "error",
  BPF: "error",
  DAC_READ_SEARCH: "error",
  NET_ADMIN: "warning",
  SYS_ADMIN: "error",
  SYS_MODULE: "error",
  SYS_PTRACE: "error",
  SYS_RAWIO: "error",
  SYS_TIME: "error",
};

/** `CAP_sys_admin` is `SYS_ADMIN` to the engine. */
const plain = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");

export default defineRule({
  id: "compose/no-dangerous-capability",
  title: "Do not add dangerous capabilities",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "`SYS_ADMIN` and its like are as good as root on the host: they mount, trace, load kernel modules or read any file.",
  remedy: "Remove the capability. Add the narrowest one that does, such as `NET_BIND_SERVICE` for ports below 1024.",
  compliance: ["CIS Docker v1.2.0 5.3", "PSS baseline"],
  options: { allow: option.strings([], "Capabilities that may be added all the same, without `CAP_`.") },
  examples: {
    bad: [
      service("cap_add: [⟦SYS_ADMIN⟧]"),
      { title: "With prefix, in any case", files: service("cap_add:", "  - ⟦cap_sys_ptrace⟧") },
      { title: "All of them", files: service("cap_add:", "  - ⟦ALL⟧") },
      { title: "A warning, for what VPNs need", files: service("cap_add:", "  - ⟦NET_ADMIN⟧") },
    ],
    good: [
      service("cap_add: [NET_BIND_SERVICE, CHOWN, SETUID, SETGID]"),
      { title: "Looked at", files: service("cap_add: [NET_ADMIN]"), options: { allow: ["NET_ADMIN"] } },
      { title: "Taken away", files: service("cap_drop: [ALL]") },
      { title: "Decided by the environment", files: service("cap_add:", "  - ${EXTRA_CAPABILITY}") },
    ],
  },

  *check({ services }, { allow }) {
    const allowed = new Set(allow.map(plain));
    for (const { name, body, address } of services) {
      for (const capability of settings(child(body, "cap_add"))) {
        if (!capability.known) continue;
        const added = plain(capability.value);
        const severity = Object.hasOwn(DANGEROUS, added) ? DANGEROUS[added] : undefined;
        if (!severity || allowed.has(added)) continue;
        const message = `Service ${name} gets the capability ${added}.`;
        yield { at: capability, message, severity, subject: address };
      }
    }
  },
});
