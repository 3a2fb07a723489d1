import type { Location, PhysicalLocation, Fix as SarifFix, Region as SarifRegion, Result as SarifResult } from "sarif";
import type { Excerpt, Finding, Fix, Region, RelatedPlace } from "../rule/finding.ts";
import { LEVELS } from "./sarif-rule.ts";

/** GitHub shows a hundred places of a result. */
const MOST_RELATED = 100;
/** Those that the message itself leads to. */
const MOST_LINKS = 3;

type PathOf = (path: string) => string;

export function sarifResult(finding: Finding, ruleIndex: number, pathOf: PathOf): SarifResult {
  const { ruleId, severity, fingerprint, lineHash, subject, suppression, fix } = finding;
  const related = finding.related.slice(0, MOST_RELATED);
  return {
    ruleId,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: messageOf(finding.message, related, pathOf) },
    locations: [
      {
        physicalLocation: physical(finding, pathOf),
        ...(subject !== undefined && { logicalLocations: [{ fullyQualifiedName: subject }] }),
      },
    ],
    ...(related.length > 0 && { relatedLocations: related.map((other, i) => relatedLocation(other, i + 1, pathOf)) }),
    partialFingerprints: {
      ...(lineHash !== undefined && { primaryLocationLineHash: lineHash }),
      "opsguard/v1": fingerprint,
    },
    ...(fix?.safety === "safe" && { fixes: [sarifFix(fix, pathOf)] }),
    ...(suppression && {
      suppressions: [
        {
          kind: suppression.by === "baseline" || suppression.by === "waiver" ? "external" : "inSource",
          justification: suppression.reason,
        },
      ],
    }),
  };
}

/** Where the file stands below the work tree; viewers know that as `%SRCROOT%`. */
export const artifactLocation = (path: string): { readonly uri: string; readonly uriBaseId: string } => ({
  uri: path
    .split("/")
    .map((part) => encodeURIComponent(wellFormed(part)))
    .join("/"),
  uriBaseId: "%SRCROOT%",
});

/** Half a surrogate pair, which some file systems allow in a name, is in no URI. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** `[text](1)` in a message leads to the related place 1. What looks so in the words of a stranger must not be a link. */
function messageOf(message: string, related: readonly RelatedPlace[], pathOf: PathOf): string {
  const links = related.slice(0, MOST_LINKS).map((other, i) => {
    const name = `${pathOf(other.path)}:${other.startLine}`.replace(/[[\]\\]/g, "\\$&");
    return `[${name}](${i + 1})`;
  });
  const sentence = message.replaceAll("](", "] (");
  return links.length > 0 ? `${sentence} See ${links.join(", ")}.` : sentence;
}

const relatedLocation = (other: RelatedPlace, id: number, pathOf: PathOf): Location => ({
  id,
  physicalLocation: physical(other, pathOf),
  message: { text: other.message },
});

const physical = (at: Region & Excerpt, pathOf: PathOf): PhysicalLocation => ({
  artifactLocation: artifactLocation(pathOf(at.path)),
  region: { ...region(at), ...snippet(at) },
});

const region = ({ startLine, startColumn, endLine, endColumn }: Region): SarifRegion => ({
  startLine,
  startColumn,
  endLine,
  endColumn,
});

/** The flagged text, where the excerpt holds all of it. */
function snippet(at: Region & Excerpt): Pick<SarifRegion, "snippet"> {
  const { excerpt, excerptColumn, startColumn, endColumn } = at;
  if (at.startLine !== at.endLine || startColumn === endColumn) return {};
  const text = excerpt.slice(startColumn - excerptColumn, endColumn - excerptColumn);
  return text.length === endColumn - startColumn ? { snippet: { text } } : {};
}

function sarifFix({ title, edits }: Fix, pathOf: PathOf): SarifFix {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return {
    description: { text: title },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifactLocation(pathOf(path)),
      replacements: edits
        .filter((edit) => edit.path === path)
        .map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.text } })),
    })),
  };
}
