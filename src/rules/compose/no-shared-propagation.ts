import { composeMounts } from "../../model/compose-mount.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { service } from "./_examples.ts";

export default defineRule({
  id: "compose/no-shared-propagation",
  title: "No shared mount propagation",
  severity: "warning",
  preset: "recommended",
  category: "security",
  artefact: "compose",
  why: "What the container mounts below a shared mount appears on the host, and stays when the container is gone.",
  remedy: "Remove the propagation, or use `rslave` where the container must see what the host mounts later.",
  peers: { kics: ["Volume Mounted In Multiple Containers"] },
  compliance: ["CIS Docker v1.2.0 5.19"],
  examples: {
    bad: [
      service("volumes:", "  - ⟦/mnt/media:/media:rshared⟧"),
      {
        title: "In long form",
        files: service(
          "volumes:",
          "  - type: bind",
          "    source: /mnt/media",
          "    target: /media",
          "    bind:",
          "      propagation: ⟦shared⟧",
        ),
      },
    ],
    good: [
      service("volumes:", "  - /mnt/media:/media:rslave"),
      { title: "Only receives", files: service("volumes:", "  - /mnt/media:/media:ro,slave") },
      {
        title: "Decided by the environment",
        files: service(
          "volumes:",
          "  - type: bind",
          "    source: /mnt/media",
          "    target: /media",
          "    bind: { propagation: '${MODE}' }",
        ),
      },
    ],
  },

  *check({ services }) {
    for (const one of services) {
      for (const { propagation } of composeMounts(one)) {
        if (!propagation?.known || !/^r?shared$/.test(propagation.value)) continue;
        const message = `What service ${one.name} mounts here appears on the host.`;
        yield { at: propagation, message, subject: one.address };
      }
    }
  },
});
