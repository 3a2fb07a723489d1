import { type SchemaFault, schemaFaults } from "../../model/kubernetes/schema.ts";
import type { VersionSchema } from "../../model/kubernetes/schema-definition.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { editsIn, placeIn } from "../../project/facts/kubernetes.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Place } from "../../text/source-file.ts";
import type { SchemaReports } from "./_schema-reports.ts";
import { objectTitle } from "./_title.ts";

/** What all schemas of its kind find wrong with an object; the nearest is named. */
export function* customReports(
  fact: KubernetesFact,
  schemas: readonly VersionSchema[],
  reports: SchemaReports,
): Generator<Report<Place>> {
  const { object } = fact;
  const [first] = schemas;
  if (!first) return;
  const shapes = schemas.flatMap((schema) => ("shape" in schema ? [schema.shape] : []));
  if (shapes.length === 0 && "isUnserved" in first) {
    const served = clipped(first.versions.join(", "), 60);
    yield {
      at: placeIn(fact, object.apiVersion),
      message: `${clipped(objectTitle(object), 70)} is of a version that its definition does not serve: that has ${served}.`,
      related: [{ at: first.at, message: "The versions of the kind." }],
    };
    return;
  }
  const [nearest = [], ...others] = shapes.map((shape) => schemaFaults(object.tree, shape));
  const elsewhere = others.map((faults) => new Set(faults.map(keyOf)));
  for (const fault of nearest) {
    if (fault.kind === "unquoted" && fault.path.startsWith("metadata.")) continue; // k8s/string-fields
    if (!elsewhere.every((keys) => keys.has(keyOf(fault)))) continue;
    const report =
      fault.kind === "missing" && fact.isUnfinished ? undefined : reports.of(fault, objectTitle(object), "its schema");
    if (report) yield placed(fact, report, fault.schema);
  }
}

const keyOf = ({ kind, path, at: { range } }: SchemaFault): string => `${range.path} ${range.start} ${kind} ${path}`;

function placed(fact: KubernetesFact, report: Report, schema: SchemaFault["schema"]): Report<Place> {
  const { at, message, missing, severity, fix } = report;
  return {
    at: placeIn(fact, at),
    message,
    missing,
    severity,
    related: schema && [{ at: schema, message: "What the schema says." }],
    fix: fix && { title: fix.title, edits: editsIn(fact, fix.edits) },
  };
}
