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
    // One without a title would seem to belong to the title above it.
    ...examples
      .toSorted((a, b) => Number(hasTitle(a)) - Number(hasTitle(b)))
      .flatMap((example) => {
        if (typeof example === "string") return code(example);
        const { title, files, options: set = {} } = example;
        const settings = Object.entries(set).map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``);
        return [
          ...(title ? [`### ${title}`, ""] : []),
          ...(settings.length > 0 ? [`With ${settings.join(", ")}:`, ""] : []),
          ...code(files),
        ];
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

const hasTitle = (example: Rule["examples"]["bad" | "good"][number]): boolean =>
  typeof example !== "string" && example.title !== undefined;

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

/** What each family is about, in the order of the README. */
const FAMILIES: Readonly<Record<string, string>> = {
  docker: "Dockerfiles and `.dockerignore`",
  compose: "Compose files",
  k8s: "Kubernetes manifests, Helm charts, Kustomize",
  repo: "links between files",
  opsguard: "its own suppressions and files that cannot be read",
};

const familyOf = (rule: Rule): string => rule.id.split("/")[0] ?? "";
const inFamily = (rules: readonly Rule[], family: string): readonly Rule[] =>
  rules.filter((rule) => familyOf(rule) === family);

/** The table of families in the README. */
export function familyTable(rules: readonly Rule[]): string {
  const rows = Object.entries(FAMILIES).map(([family, about]) => {
    const own = inFamily(rules, family);
    const count = (preset: Rule["preset"]): number => own.filter((rule) => rule.preset === preset).length;
    const fixable = own.filter((rule) => rule.fix !== undefined).length;
    return `| [\`${family}\`](docs/rules/README.md#${family}) | ${about} | ${count("recommended")} | ${count("strict")} | ${count("opt-in")} | ${fixable} |`;
  });
  return ["| family | about | recommended | strict | opt-in | with a fix |", "|---|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}

/** `docs/rules/README.md`: all rules by family. */
export function ruleList(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(familyOf))].toSorted(
    (a, b) => Object.keys(FAMILIES).indexOf(a) - Object.keys(FAMILIES).indexOf(b),
  );
  const row = ({ id, title, severity, preset, fix, peers = {} }: Rule): string =>
    `| [${id}](${id}.md) | ${title} | ${severity} | ${preset} | ${fix ?? ""} | ${Object.values(peers).flat().slice(0, 4).join(", ")} |`;
  return [
    `<!-- ${GENERATED} -->`,
    "# Rules",
    "",
    ...families.flatMap((family) => [
      `## ${family}`,
      "",
      "| rule | what it asks | severity | preset | fix | others call it |",
      "|---|---|---|---|---|---|",
      ...inFamily(rules, family).map(row),
      "",
    ]),
  ].join("\n");
}
