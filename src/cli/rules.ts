import { peerCodes } from "../rule/peer-code.ts";
import { RULES } from "../rules/index.generated.ts";
import { docsUrl } from "./docs.ts";
import type { World } from "./world.ts";

/** Lists all rules; with `json`, in the form that is promised to tools. */
export function listRules(world: World, { json }: { readonly json: boolean }): number {
  world.stdout.write(json ? `${JSON.stringify(RULES.map(entry), undefined, 2)}\n` : table());
  return 0;
}

type Rule = (typeof RULES)[number];

function entry({ id, title, severity, preset, category, fix, peers = {}, compliance = [] }: Rule) {
  const [family] = id.split("/");
  return { id, title, severity, preset, category, family, fix: fix ?? null, peers, compliance, docs: docsUrl(id) };
}

function table(): string {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const rows = RULES.map((rule) => {
    const { id, severity, preset, title, fix } = rule;
    const codes = peerCodes(rule).join(" ");
    const aside = [codes, fix && `${fix} fix`].filter(Boolean).join(", ");
    return `${id.padEnd(width)}  ${severity.padEnd(7)}  ${preset.padEnd(11)}  ${title}${aside ? ` (${aside})` : ""}\n`;
  });
  return `${rows.join("")}\n${RULES.length} rules. opsguard explain RULE for details.\n`;
}
