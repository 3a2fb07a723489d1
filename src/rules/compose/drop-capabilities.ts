import { flagSetting, settings } from "../../model/compose.ts";
import { child, entry, mayHoldMore } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";
import { DEV_FILES, isComplete, isDevFile, serviceLacks } from "./_service.ts";

export default defineRule({
  id: "compose/drop-capabilities",
  title: "Drop all capabilities",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "compose",
  why: "An engine gives every container a dozen capabilities, and hardly any service needs one of them.",
  remedy: "Set `cap_drop: [ALL]`, and add back the few that are needed with `cap_add`.",
  peers: { kics: ["Container Capabilities Unrestricted"], "compose-lint": ["cap_drop"] },
  compliance: ["CIS Docker v1.2.0 5.3", "PSS restricted"],
  options: { devFiles: option.strings(DEV_FILES, "Names of files that only change a developer's machine.") },
  examples: {
    bad: [
      "services:\n  ⟦api⟧:\n    image: api:1\n",
      { title: "Not all of them", files: service("⟦cap_drop⟧: [NET_RAW]") },
    ],
    good: [
      service("cap_drop: [ALL]", "cap_add: [CHOWN]"),
      { title: "In any case", files: service("cap_drop: [all]") },
      { title: "Privileged ones have a finding already", files: service("privileged: true") },
      { title: "A part that another file completes", files: "services:\n  api:\n    ports: ['8080:80']\n" },
      { title: "It may come with what is extended", files: service("extends: { service: base, file: base.yaml }") },
      { title: "A developer's own changes", files: { "compose.dev.yaml": service() } },
    ],
  },

  *check(file, { devFiles }) {
    if (isDevFile(file, devFiles)) return;
    for (const one of file.services) {
      const { name, body, address } = one;
      if (!isComplete(one) || is(flagSetting(child(body, "privileged")), true)) continue;
      const list = child(body, "cap_drop");
      const dropped = settings(list);
      if (list ? mayHoldMore(list) || list.type !== "sequence" : !serviceLacks(one, "cap_drop")) continue;
      if (child(body, "extends") || dropped.some((value) => !value.known || /^(?:cap_)?all$/i.test(value.value)))
        continue;
      const message = `Service ${name} does not drop all capabilities.`;
      yield { at: entry(body, "cap_drop") ?? one, message, missing: "cap_drop", subject: address };
    }
  },
});
