import { flagSetting } from "../../model/compose.ts";
import { child, entry } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { service } from "./_examples.ts";
import { DEV_FILES, hasImageNamed, isComplete, isDevFile, serviceLacks } from "./_service.ts";

export default defineRule({
  id: "compose/read-only-root",
  title: "Mount the root filesystem read-only",
  severity: "info",
  preset: "strict",
  category: "security",
  artefact: "compose",
  why: "Whoever gets into a container with a writable root can change its programs and leave tools behind.",
  remedy: "Set `read_only: true`, and give what must be written a `tmpfs` or a volume.",
  peers: { semgrep: ["writable-filesystem-service"] },
  compliance: ["CIS Docker v1.2.0 5.12"],
  options: {
    allowImages: option.strings(
      ["postgres", "mysql", "mariadb", "mongo", "redis", "rabbitmq"],
      "Images that may write to their root, without registry and tag; `*` stands for anything.",
    ),
    devFiles: option.strings(DEV_FILES, "Names of files that only change a developer's machine."),
  },
  examples: {
    bad: ["services:\n  ⟦api⟧:\n    image: api:1\n", service("read_only: ⟦false⟧"), service("read_only: ⟦no⟧")],
    good: [
      service("read_only: true", "tmpfs: [/tmp]"),
      { title: "A datastore", files: "services:\n  db:\n    image: postgres:17.6\n" },
      {
        title: "A datastore whose tag, or registry, the environment decides",
        files: "services:\n  db:\n    image: postgres:${TAG}\n  cache:\n    image: ${REGISTRY}/redis:8\n",
      },
      { title: "A part that another file completes", files: "services:\n  api:\n    ports: ['8080:80']\n" },
      { title: "A developer's own changes", files: { "compose.local.yaml": service() } },
      { title: "Decided by the environment", files: service("read_only: ${READ_ONLY}") },
    ],
  },

  *check(file, { allowImages, devFiles }) {
    if (isDevFile(file, devFiles)) return;
    for (const one of file.services) {
      const { name, body, address } = one;
      if (hasImageNamed(one, allowImages)) continue;
      const message = `Service ${name} may write to its root file system.`;
      const readOnly = flagSetting(child(body, "read_only"));
      if (readOnly && is(readOnly, false)) yield { at: readOnly, message, subject: address };
      else if (isComplete(one) && serviceLacks(one, "read_only")) {
        yield { at: entry(body, "read_only") ?? one, message, missing: "read_only", subject: address };
      }
    }
  },
});
