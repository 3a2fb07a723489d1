import type { Artefact } from "../model/artefact.ts";
import type { Comment, SuppressedRule, Suppression } from "../model/suppression.ts";
import type { Range, SourceFile } from "../text/source-file.ts";

/**
 * hadolint's own comments: `# hadolint ignore=DL3006, SC2086 # why`, with `global` or `stage` before `ignore` for more than the
 * instruction on the next line. https://github.com/hadolint/hadolint#inline-ignores
 */
const PRAGMA =
  /^hadolint\s+(?:(?<scope>global|stage)\s+)?ignore\s*=\s*(?<codes>[^\s,#]+(?:\s*,\s*[^\s,#]+)*)(?<rest>.*)$/d;
const CODE = /^(?:DL|SC)\d{4}$/;

/** A code that such a comment may name: hadolint's own, or of ShellCheck, which it runs over each RUN. */
export const isPragmaCode = (code: string): boolean => CODE.test(code);

/** The pragmas among the comments of a file; none where it is no Dockerfile. */
export function pragmasIn(
  { text }: SourceFile,
  comments: readonly Comment[],
  artefacts: readonly Artefact[],
): readonly Suppression[] {
  const dockerfile = artefacts.find((artefact) => artefact.kind === "dockerfile");
  if (!dockerfile) return [];
  const stages = new Map(dockerfile.stages.map((stage) => [stage.from?.range.start, stage.index]));
  const scopeOfStage = (start: number): Range | undefined => {
    const index = stages.get(start);
    if (index === undefined) return undefined;
    return { start, end: (dockerfile.stages[index + 1]?.range.start ?? text.length + 1) - 1 };
  };
  return comments.flatMap((comment) => {
    const found = PRAGMA.exec(text.slice(comment.range.start, comment.range.end));
    const { codes = "", rest = "", scope: name } = found?.groups ?? {};
    const [from = 0] = found?.indices?.groups?.["codes"] ?? [];
    const written = [...codes.matchAll(/[^\s,]+/g)];
    // Like there, one word that is no code, or stands behind them without a #, makes the whole comment say nothing.
    if (written.length === 0 || !/^\s*(?:#|$)/.test(rest) || written.some(([code]) => !isPragmaCode(code))) return [];
    const scope = scopeOf(text, comment, name, scopeOfStage);
    if (!scope) return [];
    const rules = written.map(({ 0: id, index }) => suppressedRule(id, comment.range.start + from + index));
    const reason = rest.replace(/^[\s#]+/, "").trim();
    return [{ by: "hadolint", range: comment.range, rules, scope, cut: undefined, until: undefined, reason }];
  });
}

/** What a pragma covers: where it says neither, or for a stage, the instruction must start on the very next line. */
function scopeOf(
  text: string,
  { range, scope }: Comment,
  name: string | undefined,
  scopeOfStage: (start: number) => Range | undefined,
): Range | undefined {
  if (name === "global") return { start: 0, end: text.length };
  if (!/^[^\S\n]*\n[^\S\n]*$/.test(text.slice(range.end, scope.start))) return undefined;
  return name === "stage" ? scopeOfStage(scope.start) : scope;
}

/** A rule that a comment names, before it is known what it does. */
export const suppressedRule = (id: string, start: number): SuppressedRule => ({
  id,
  range: { start, end: start + id.length },
  exists: true,
  nearest: undefined,
  ran: false,
  used: false,
});
