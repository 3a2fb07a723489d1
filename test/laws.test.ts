import { describe, expect, test } from "vitest";
import { openProject } from "../src/engine/open-project.ts";
import { defineRule, type Rule } from "../src/rule/define-rule.ts";
import { casesOf } from "../src/testing/case.ts";
import { LAWS } from "../src/testing/laws.ts";
import { applyEdits } from "../src/text/text-edit.ts";
import { META } from "./support/projects.ts";
import { RULES } from "./support/rules.ts";

describe.each(RULES)("$id", (rule) => {
  test.each(Object.entries(LAWS))("%s", (_name, law) => law({ rule, among: RULES }));
});

describe("a law has teeth:", () => {
  const base = {
    ...META,
    id: "docker/no-ports",
    artefact: "dockerfile",
    examples: { bad: ["FROM scratch\nEXPOSE ⟦80⟧\n"], good: ["FROM scratch\n"] },
  } as const;
  const saying = (message: string, ask: (known: boolean) => boolean, width = 2) =>
    defineRule({
      ...base,
      *check({ stages }) {
        for (const instruction of stages.flatMap(({ instructions }) => instructions)) {
          const [port] = instruction.keyword === "EXPOSE" ? instruction.args : [];
          if (!port || !ask(port.known)) continue;
          const { start } = port.range;
          yield { at: { range: { start, end: start + width } }, message };
        }
      },
    });
  const fixing = (newText: string) =>
    defineRule({
      ...base,
      fix: "safe",
      examples: { bad: [{ files: "FROM scratch\nEXPOSE ⟦80⟧\n", fixed: "FROM scratch\n" }], good: ["FROM scratch\n"] },
      *check({ stages }) {
        const [at] = stages.flatMap(({ instructions }) => instructions);
        if (at) yield { at, message: "No.", fix: { title: "Remove it", edits: [{ range: at.range, newText }] } };
      },
    });
  const DIGEST = `sha256:${"0".repeat(64)}`;
  const pinning = (digests: Readonly<Record<string, string>>, offset = 6) =>
    defineRule({
      ...base,
      fix: "unsafe",
      examples: { bad: [{ files: "FROM ⟦a⟧\n", fixed: `FROM a@${DIGEST}\n`, digests }], good: ["FROM scratch\n"] },
      *check({ stages: [stage] }) {
        const { image } = stage?.from ?? {};
        if (!image?.known || /@|scratch/.test(image.value)) return;
        yield { at: image, message: "No digest.", pin: { image: image.value, offset } };
      },
    });
  const counting = (text: string) =>
    defineRule({
      ...base,
      artefact: "text",
      examples: { bad: [{ files: { Dockerfile: "⟦FROM⟧ scratch\n" } }], good: ["a\n"] },
      *check(file) {
        if (file.text.includes(text)) yield { at: { range: { start: 0, end: 4 } }, message: "It." };
      },
    });
  const shy = defineRule({
    ...base,
    artefact: "text",
    examples: { bad: [{ files: { Dockerfile: "⟦FROM⟧ scratch\n" } }], good: ["a\n"] },
    *check(file) {
      if (!file.text.includes("#")) yield { at: { range: { start: 0, end: 4 } }, message: "It." };
    },
  });
  const sound = saying("It is a port.", Boolean);
  let calls = 0;

  test.each<[string, Rule]>([
    ["its title, why and remedy read well", { ...sound, title: "Should have no ports." }],
    ["its title, why and remedy read well", { ...sound, why: "no capital." }],
    ["its examples differ", { ...sound, examples: { bad: base.examples.bad, good: ["a\n", "a\n"] } }],
    ["it has a fix exactly when it says so", { ...sound, fix: "safe" }],
    ["it has a fix exactly when it says so", pinning({})],
    ["it has a fix exactly when it says so", pinning({ b: DIGEST })],
    ["it has a fix exactly when it says so", { ...pinning({ a: DIGEST }), fix: "safe" }],
    ["it speaks in sentences, of places that exist", saying("no full stop", Boolean)],
    ["it speaks in sentences, of places that exist", saying("Outside.", Boolean, 99)],
    ["it speaks in sentences, of places that exist", saying("This is docker/no-ports.", Boolean)],
    ["it speaks in sentences, of places that exist", saying("It is a port. Close it.", Boolean)],
    ["it says the same twice, whichever file came first", saying("Counts.", () => calls++ % 2 === 0)],
    ["it says the same with CRLF and a byte order mark", counting("scratch\n")],
    ["it says the same without a final line end", counting("scratch\n")],
    ["an unknown is never evidence", saying("Unknown convicts.", () => true)],
    ["what it finds can be suppressed on a line above", shy],
    ["each fix, alone, takes its finding away and leaves a file that parses", fixing("EXPOSE 81")],
    ["each fix, alone, takes its finding away and leaves a file that parses", fixing("NONSENSE")],
    ["each fix, alone, takes its finding away and leaves a file that parses", pinning({ a: DIGEST }, 4)],
  ])("%s", async (name, rule) => {
    const law = LAWS[name] ?? expect.fail(`There is no law "${name}".`);
    await expect(law({ rule: sound, among: [sound] })).resolves.toBeUndefined();
    await expect(law({ rule, among: [rule] })).rejects.toThrow();
  });
});

describe("a fix wakes no rule:", () => {
  const fixing = RULES.filter(({ fix }) => fix);
  const config = { extends: ["opsguard:all"] } as const;
  test.each(fixing)("$id", async (rule) => {
    for (const { name, files, options, digests } of casesOf(rule, "bad")) {
      const rules = { [rule.id]: { severity: rule.severity, options } };
      const project = await openProject({ files, rules: RULES, config: { ...config, rules }, digests });
      const before = project.run();
      for (const { ruleId, fix } of before.findings) {
        if (ruleId !== rule.id || !fix) continue;
        const sources = [...new Set(fix.edits.map(({ path }) => path))].map((path) => ({
          path,
          source: project.source(path),
        }));
        for (const { path, source } of sources) {
          const edits = fix.edits
            .filter((edit) => edit.path === path)
            .map((edit) => ({ range: edit, newText: edit.text }));
          await project.update(path, applyEdits(source?.text ?? "", edits));
        }
        expect(woken(before.findings, project.run().findings), name).toEqual([]);
        for (const { path, source } of sources) await project.update(path, source?.text);
      }
    }
  });
});

/** The rules that find something now and found nothing before. */
function woken(before: readonly { readonly ruleId: string }[], after: typeof before): readonly string[] {
  const known = new Set(before.map(({ ruleId }) => ruleId));
  return after.map(({ ruleId }) => ruleId).filter((id) => !known.has(id));
}
