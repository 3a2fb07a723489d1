import { settings } from "../../model/compose.ts";
import { child, entry, mayHoldMore } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";
import { DEV_FILES, isComplete, isDevFile, serviceLacks } from "./_service.ts";

export default defineRule({
  id: "compose/no-new-privileges",
  title: "Set no-new-privileges",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "compose",
  why: "Without it a process that is no longer root becomes root again through any setuid program of the image.",
  remedy: 'Set `security_opt: ["no-new-privileges:true"]`.',
  peers: { kics: ["No New Privileges Not Set", "Security Opt Not Set"], semgrep: ["no-new-privileges"] },
  compliance: ["CIS Docker v1.2.0 5.25", "PSS restricted"],
  options: { devFiles: option.strings(DEV_FILES, "Names of files that only change a developer's machine.") },
  examples: {
    bad: [
      "services:\n  ⟦api⟧:\n    image: api:1\n",
      { title: "Other options do not count", files: service('⟦security_opt⟧: ["label:type:app"]') },
      { title: "Switched off", files: service("security_opt:", "  - ⟦no-new-privileges:false⟧") },
    ],
    good: [
      service('security_opt: ["no-new-privileges:true"]'),
      service("security_opt:", "  - no-new-privileges=true"),
      service("security_opt:", "  - no-new-privileges"),
      { title: "A part that another file completes", files: "services:\n  api:\n    ports: ['8080:80']\n" },
      { title: "A developer's own changes", files: { "compose.override.yaml": service() } },
      { title: "Decided by the environment", files: service("security_opt:", "  - ${SECURITY_OPTION}") },
    ],
  },

  *check(file, { devFiles }) {
    if (isDevFile(file, devFiles)) return;
    for (const one of file.services) {
      const { name, body, address } = one;
      const list = child(body, "security_opt");
      const options = settings(list);
      const off = options.find((value) => value.known && /^no-new-privileges[:=]false$/i.test(value.value));
      if (off) {
        yield { at: off, message: `Service ${name} lets its processes gain privileges.`, subject: address };
        continue;
      }
      if (!isComplete(one) || child(body, "extends")) continue;
      if (list ? mayHoldMore(list) || list.type !== "sequence" : !serviceLacks(one, "security_opt")) continue;
      if (options.some((value) => !value.known || /^no-new-privileges(?:[:=]true)?$/i.test(value.value))) continue;
      const message = `Service ${name} does not set no-new-privileges.`;
      yield { at: entry(body, "security_opt") ?? one, message, missing: "no-new-privileges", subject: address };
    }
  },
});
