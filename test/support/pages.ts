import type { ExampleFiles, Rule } from "../../src/rule/define-rule.ts";
import { exampleFiles } from "../../src/rule/example-files.ts";

const GENERATED = "Generated from the rules' source by `npm run gen`.";
const FENCES: readonly (readonly [RegExp, string])[] = [
  [/Dockerfile/, "dockerfile"],
  [/\.md$/, "markdown"],
  [/\.tf$/, "hcl"],
  [/\.ya?ml$/, "yaml"],
];

/** The docs page of a rule. */
export function rulePage(rule: Rule): string {
  const list = (label: string, items: readonly string[] = []): readonly string[] =>
    items.length > 0 ? [`- ${label}: ${items.join(", ")}`] : [];
  const options = Object.entries(rule.options ?? {}).map(([name, { default: value, description }]) => {
    const strict = rule.strict?.options?.[name];
    return `- \`${name}\`: ${description} Default \`${JSON.stringify(value)}\`${strict === undefined ? "" : `, strict \`${JSON.stringify(strict)}\``}.`;
  });
  const code = (files: ExampleFiles): readonly string[] =>
    Object.entries(exampleFiles(rule, files)).flatMap(([path, text]) => {
      const fence = FENCES.find(([pattern]) => pattern.test(path))?.[1] ?? "text";
      return [`\`${path}\``, "", `\`\`\`${fence}`, text.replaceAll(/[⟦⟧]/g, "").trimEnd(), "```", ""];
    });
  const section = (title: string, examples: Rule["examples"]["bad" | "good"]): readonly string[] => [
    `## ${title}`,
    "",
    ...examples.flatMap((example) => {
      if (typeof example === "string") return code(example);
      return [...(example.title ? [`### ${example.title}`, ""] : []), ...code(example.files)];
    }),
  ];
  return [
    `<!-- ${GENERATED} -->`,
    `# ${rule.id}`,
    "",
    `**${rule.title}.**`,
    "",
    `- Severity: ${rule.severity}${rule.strict?.severity ? `, strict ${rule.strict.severity}` : ""}`,
    `- Preset: ${rule.preset}`,
    `- Category: ${rule.category}`,
    `- Fix: ${rule.fix ?? "none"}`,
    ...list("Compliance", rule.compliance),
    ...Object.entries(rule.peers ?? {}).flatMap(([tool, ids]) => list(tool, ids)),
    ...list("Covers", rule.covers),
    "",
    ...["## Why", "", rule.why, "", "## What to do", "", rule.remedy, ""],
    ...(options.length > 0 ? ["## Options", "", ...options, ""] : []),
    ...section("Flagged", rule.examples.bad),
    ...section("Accepted", rule.examples.good),
  ].join("\n");
}

/** `src/rules/index.generated.ts`. */
export function ruleIndex(ids: readonly string[]): string {
  const name = (id: string): string => id.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
  return [
    `// ${GENERATED}`,
    'import type { Rule } from "../rule/define-rule.ts";',
    ...ids.map((id) => `import ${name(id)} from "./${id}.ts";`),
    "",
    ids.length === 0 ? "export const RULES: readonly Rule[] = [];" : "export const RULES: readonly Rule[] = [",
    ...ids.map((id) => `  ${name(id)},`),
    ...(ids.length === 0 ? [] : ["];"]),
    "",
  ].join("\n");
}
