import { type ComposeService, setting, settings } from "../../model/compose.ts";
import { child } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { service } from "./_examples.ts";
import { mayRunTogether } from "./_profiles.ts";
import { isSwarm, replicasOf } from "./_replicas.ts";

export default defineRule({
  id: "compose/no-container-name-conflict",
  title: "Container names must be unique and not block scaling",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "compose",
  why: "An engine has one container of a name. The second service with it does not start, and a service with a name of its own cannot be scaled at all.",
  remedy:
    "Remove `container_name`: Compose makes names from those of the project and the service, and services reach each other by their own.",
  peers: { dclint: ["no-duplicate-container-names"] },
  examples: {
    bad: [
      code`
        services:
          api:
            image: api:1
            container_name: shop
          web:
            image: web:1
            container_name: ⟦shop⟧
      `,
      { title: "More than one container", files: service("container_name: ⟦shop-api⟧", "deploy: { replicas: 2 }") },
      { title: "By the older option", files: service("container_name: ⟦shop-api⟧", "scale: 3") },
    ],
    good: [
      service("container_name: shop-api"),
      { title: "One container, or none", files: service("container_name: shop-api", "scale: ${SCALE:-1}") },
      {
        title: "Never at the same time",
        files: code`
          services:
            cpu:
              image: llm:1
              profiles: [cpu]
              container_name: llm
            gpu:
              image: llm:1-gpu
              profiles: [gpu]
              container_name: llm
        `,
      },
      {
        title: "Names that variables tell apart",
        files: code`
          services:
            api:
              image: api:1
              container_name: \${SHOP}-api
            web:
              image: web:1
              container_name: \${OTHER}-api
        `,
      },
      {
        title: "One of which there is no container",
        files:
          "services:\n  old:\n    image: api:1\n    container_name: api\n    scale: 0\n  new:\n    image: api:2\n    container_name: api\n",
      },
      {
        title: "A swarm makes its own names",
        files: service("container_name: shop-api", "deploy: { replicas: 2, placement: { max_replicas_per_node: 1 } }"),
      },
    ],
  },

  *check(file) {
    const byName = new Map<string, Named[]>();
    for (const one of file.services) {
      const name = setting(child(one.body, "container_name"));
      const replicas = replicasOf(one);
      if (!name?.known || replicas?.count === 0) continue;
      const { address: subject } = one;
      const profiles = settings(child(one.body, "profiles"));
      const before = byName.get(name.value) ?? [];
      byName.set(name.value, before.length < MOST ? [...before, { service: one, profiles, name }] : before);
      const other = before.find((same) => mayRunTogether(same.profiles, profiles));
      if (other) {
        const message = `The container of service ${clipped(other.service.name, 40)} has the name ${clipped(name.value, 40)} already.`;
        yield { at: name, message, subject, related: [{ at: other.name, message: "Given here first." }] };
      }
      if (!replicas || replicas.count < 2 || isSwarm(file)) continue;
      const message = `The ${replicas.count} containers of service ${clipped(one.name, 40)} cannot all have the name ${clipped(name.value, 40)}.`;
      yield { at: name, message, subject, related: [{ at: replicas, message: "Set here." }] };
    }
  },
});

interface Named {
  readonly service: ComposeService;
  readonly profiles: readonly Value<string>[];
  readonly name: Value<string>;
}
/** Of one name, more than anybody writes. */
const MOST = 50;
