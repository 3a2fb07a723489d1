import type { Artefact } from "../model/artefact.ts";
import type { Dockerfile } from "../model/dockerfile.ts";
import type { Comment, Suppression } from "../model/suppression.ts";
import { known } from "../model/value.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import { suppressedRule } from "./pragma.ts";

/** What a Dockerfile tells checkov and BuildKit to pass over, all of it for the whole file; none where it is no Dockerfile. */
export function skippedChecks(
  source: SourceFile,
  comments: readonly Comment[],
  artefacts: readonly Artefact[],
): readonly Suppression[] {
  const dockerfile = artefacts.find((artefact) => artefact.kind === "dockerfile");
  if (!dockerfile) return [];
  return [...skippedByCheckov(source, comments), ...skippedByBuildKit(source, dockerfile)];
}

/** `checkov:skip=CKV_DOCKER_2,CKV_DOCKER_3:reason`, anywhere in a comment. Source: checkov 3.3.30. */
const SKIP = /(?:checkov|bridgecrew|cortex):skip= *(?<codes>[\w-]+(?:,[\w-]+)*)(?::(?<reason>.*))?/d;

const skippedByCheckov = ({ text }: SourceFile, comments: readonly Comment[]): readonly Suppression[] =>
  comments.flatMap(({ range }) => {
    const found = SKIP.exec(text.slice(range.start, range.end));
    const { codes, reason } = found?.groups ?? {};
    const [from = 0] = found?.indices?.groups?.["codes"] ?? [];
    if (codes === undefined) return [];
    return [suppression({ by: "checkov", text, range, codes, start: range.start + from, reason: reason?.trim() })];
  });

/** `# check=skip=JSONArgsRecommended,StageNameCasing;error=true`, or `skip=all`: https://docs.docker.com/build/checks/. */
function skippedByBuildKit({ text }: SourceFile, { directives }: Dockerfile): readonly Suppression[] {
  const directive = directives.find(({ name }) => name === "check");
  const value = known(directive?.value);
  if (!directive || value === undefined) return [];
  const [option = "", codes] = /(?:^|;)\s*skip\s*=\s*([\w, ]+)/i.exec(value) ?? [];
  if (codes === undefined) return [];
  const start = directive.value.range.start + value.indexOf(option) + option.length - codes.length;
  const skipped = suppression({ by: "buildkit", text, range: directive.range, codes, start, reason: undefined });
  return [{ ...skipped, rules: skipped.rules.map((rule) => (rule.id === "all" ? { ...rule, id: "*" } : rule)) }];
}

interface Skipped extends Pick<Suppression, "by" | "range" | "reason"> {
  readonly text: string;
  /** With commas between them. */
  readonly codes: string;
  /** Where they start in the text. */
  readonly start: Range["start"];
}

function suppression({ by, text, range, codes, start, reason }: Skipped): Suppression {
  const rules = [...codes.matchAll(/[\w-]+/g)].map(({ 0: code, index }) => suppressedRule(code, start + index));
  return { by, range, rules, scope: { start: 0, end: text.length }, cut: undefined, until: undefined, reason };
}
