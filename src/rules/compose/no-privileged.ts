import { flagSetting } from "../../model/compose.ts";
import { child, items } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { service } from "./_examples.ts";

export default defineRule({
  id: "compose/no-privileged",
  title: "No privileged containers",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "A privileged container has every capability and all devices of the host: whoever gets into it owns the host.",
  remedy:
    "Remove `privileged`, and give the container the one capability (`cap_add`) or device (`devices`) that it needs.",
  peers: { kics: ["Privileged Containers Enabled"], semgrep: ["privileged-service"] },
  compliance: ["CIS Docker v1.2.0 5.4", "PSS baseline"],
  options: {
    allowServices: option.strings([], "Names of services that may be privileged; `*` stands for anything."),
  },
  examples: {
    bad: [
      service("privileged: ⟦true⟧"),
      { title: "As text, and by default", files: service('privileged: ⟦"${PRIVILEGED:-true}"⟧') },
      {
        title: "In the spellings of earlier YAML, which Compose still reads",
        files: "services:\n  a:\n    image: a:1\n    privileged: ⟦yes⟧\n  b:\n    image: b:1\n    privileged: ⟦True⟧\n",
      },
      { title: "While building", files: "services:\n  api:\n    build:\n      context: .\n      privileged: ⟦true⟧\n" },
      {
        title: "In a hook",
        files: service("post_start:", "  - command: ./prepare.sh", "    privileged: ⟦true⟧"),
      },
    ],
    good: [
      service("privileged: false"),
      { title: "Decided by the environment", files: service("privileged: ${PRIVILEGED}") },
      {
        title: "A service that the team has looked at",
        files: "services:\n  dind:\n    image: docker:28-dind\n    privileged: true\n",
        options: { allowServices: ["dind"] },
      },
    ],
  },

  *check({ services }, { allowServices }) {
    for (const { name, body, address } of services) {
      if (matchesAny(name, allowServices)) continue;
      const hooks = ["post_start", "pre_stop"].flatMap((key) => items(child(body, key)));
      for (const holder of [body, child(body, "build"), ...hooks]) {
        const privileged = flagSetting(child(holder, "privileged"));
        if (!privileged || !is(privileged, true)) continue;
        const what = holder === body ? "runs" : holder === child(body, "build") ? "is built" : "runs a hook";
        yield { at: privileged, message: `Service ${name} ${what} with all rights on the host.`, subject: address };
      }
    }
  },
});
