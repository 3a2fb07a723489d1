import type { Artefact } from "../model/artefact.ts";
import { type Exemption, exemptionsOf } from "../model/kubernetes/annotations.ts";
import { scalarParts } from "../model/scalar-part.ts";
import type { Suppression } from "../model/suppression.ts";
import type { Range } from "../text/source-file.ts";
import { suppressedRule } from "./pragma.ts";
import { readRequest } from "./suppression-request.ts";

/**
 * The suppressions that annotations of Kubernetes objects make, ours and those of other tools: each holds for all of its
 * object that stands in the file.
 */
export function annotationSuppressions(artefacts: readonly Artefact[]): readonly Suppression[] {
  return artefacts.flatMap((artefact) => {
    if (artefact.kind !== "kubernetes") return [];
    return artefact.objects.flatMap((object) =>
      exemptionsOf(object).flatMap((exemption) => annotationSuppression(exemption, object.tree.range) ?? []),
    );
  });
}

/** `scope` is the object's, where that stands in one place. */
export const annotationSuppression = (exemption: Exemption, scope: Range | undefined): Suppression =>
  exemption.by === "opsguard" ? own(exemption, scope) : ofPeer(exemption, scope);

/** `RULE[, RULE] [until=YYYY-MM-DD] -- reason`, as behind the marker of a comment. */
function own({ by, text }: Exemption, scope: Range | undefined): Suppression {
  const { rules, until, reason, surplus } = readRequest(text.value);
  const place = scalarParts(text);
  const named = rules.map(({ id, at }) => ({
    ...suppressedRule(id, at),
    range: place({ start: at, end: at + id.length }),
  }));
  const extra = surplus && {
    text: surplus.text,
    range: place({ start: surplus.at, end: surplus.at + surplus.text.length }),
  };
  const { range } = text;
  return { by, from: "annotation", range, rules: named, scope, cut: undefined, until, reason, surplus: extra };
}

function ofPeer({ by, codes, reason, text }: Exemption, scope: Range | undefined): Suppression {
  const rules = codes.map((code) => ({ ...suppressedRule(code, 0), range: text.range }));
  return { by, from: "annotation", range: text.range, rules, scope, cut: undefined, until: undefined, reason };
}
