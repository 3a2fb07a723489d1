import type { Finding, Result } from "../rule/finding.ts";
import type { SourceFile } from "../text/source-file.ts";
import { applyEdits } from "../text/text-edit.ts";
import type { OpenProject } from "./open-project.ts";

export interface FixOutcome {
  readonly applied: readonly Finding[];
  /** Their fix left the finding standing, or made one of any rule: it was taken back. */
  readonly rejected: readonly Finding[];
}

/** Applies fixes one by one until none is left. Each must take a finding away and add none, so this ends. */
export async function applyFixes(project: OpenProject, safeties: readonly ("safe" | "unsafe")[]): Promise<FixOutcome> {
  const applied: Finding[] = [];
  const rejected = new Map<string, Finding>();
  let result = project.run();
  for (;;) {
    const finding = result.findings.find(
      ({ fix, fingerprint }) => fix && safeties.includes(fix.safety) && !rejected.has(fingerprint),
    );
    if (!finding) return { applied, rejected: [...rejected.values()] };

    const undo = await apply(project, finding);
    const next = project.run();
    if (isBetter(result, next, finding.ruleId)) {
      applied.push(finding);
      result = next;
    } else {
      await undo();
      rejected.set(finding.fingerprint, finding);
    }
  }
}

/** Returns what takes it back. A file that is not valid UTF-8 is left alone, and so is all else this fix would do. */
async function apply(project: OpenProject, { fix }: Finding): Promise<() => Promise<void>> {
  const edits = fix?.edits ?? [];
  const before = new Map(edits.map(({ path }) => [path, project.source(path)]));
  if ([...before.values()].some((source) => source?.encoding === "unknown")) return async () => {};
  for (const [path, source] of before) {
    const own = edits.filter((edit) => edit.path === path).map((edit) => ({ range: edit, newText: edit.text }));
    await project.update(path, written(source, applyEdits(source?.text ?? "", own)));
  }
  return async () => {
    for (const [path, source] of before) await project.update(path, source && written(source, source.text));
  };
}

const written = (source: SourceFile | undefined, text: string): string => (source?.bom ? `\uFEFF${text}` : text);

/** By counts, since an edit changes the fingerprint of whatever else is flagged in the same words. */
function isBetter(before: Result, after: Result, ruleId: string): boolean {
  const count = ({ findings }: Result, id: string): number =>
    findings.filter((finding) => finding.ruleId === id).length;
  const grows = after.findings.some((finding) => count(after, finding.ruleId) > count(before, finding.ruleId));
  return !grows && count(after, ruleId) < count(before, ruleId);
}
