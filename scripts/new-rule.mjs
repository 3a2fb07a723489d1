import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const id = process.argv[2] ?? "";
const [family, name] = id.split("/");
if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id)) stop("Usage: npm run new docker/my-rule");

/** What a family's rules judge, and the smallest file of its kind. */
const FAMILIES = {
  compose: { artefact: "compose", example: "services:\n  ⟦api⟧: {}\n", destructured: "services" },
  docker: { artefact: "dockerfile", example: "⟦FROM alpine:3.22⟧\n", destructured: "stages" },
  k8s: { artefact: "kubernetes", example: "apiVersion: v1\nkind: ⟦Pod⟧\n", destructured: "objects" },
};
const { artefact, example, destructured } = FAMILIES[family] ?? FAMILIES.docker;

const path = `src/rules/${family}/${name}.ts`;
if (existsSync(path)) stop(`${path} exists.`);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(
  path,
  `import { defineRule } from "../../rule/define-rule.ts";

export default defineRule({
  id: "${id}",
  title: "Say what to do, without a full stop",
  severity: "warning",
  preset: "opt-in",
  category: "correctness",
  artefact: "${artefact}",
  why: "Why a team should care.",
  remedy: "What to do about it.",
  examples: {
    bad: [${JSON.stringify(example)}],
    good: [${JSON.stringify(example.replaceAll(/[⟦⟧]/g, ""))}],
  },

  *check({ ${destructured} }) {
    for (const one of ${destructured}) {
      yield { at: one, message: "Name the thing and what is wrong with it." };
    }
  },
});
`,
);
console.log(
  `${path} is written. Next: RULE=${id} npx vitest run test/rules.test.ts test/laws.test.ts, then npm run gen.`,
);

function stop(message) {
  console.error(message);
  process.exit(2);
}
