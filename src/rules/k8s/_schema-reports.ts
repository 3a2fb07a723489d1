import { groupOf, type KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { isBuiltInGroup } from "../../model/kubernetes/names.ts";
import { isUpTo } from "../../model/kubernetes/removed-apis.ts";
import { keysOf, type SchemaFault } from "../../model/kubernetes/schema.ts";
import { isForgotten, kindSince } from "../../model/kubernetes/schema-since.ts";
import { SCHEMA_VERSION } from "../../model/kubernetes/schema-table.generated.ts";
import { isInTable, kindsOfVersion, versionsOfKind } from "../../model/kubernetes/schema-types.ts";
import { renamedKey } from "../../model/yaml-edit.ts";
import type { Report, Severity } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest, editDistance } from "../../text/did-you-mean.ts";

/** A hint takes a look at all fields there are, and a file may hold any number of unknown ones. */
const MOST_HINTS = 1000;

interface Wishes {
  readonly unknownFields: Severity | "off";
  /** As `1.33`. */
  readonly kubernetesVersion: string;
}

/** What there is to say of the faults of some objects. */
export class SchemaReports {
  /** The release that they are for; nothing where the option names none. */
  readonly release: string | undefined;
  readonly #unknownFields: Severity | "off";
  #hints = 0;

  constructor({ unknownFields, kubernetesVersion }: Wishes) {
    this.#unknownFields = unknownFields;
    this.release = isUpTo(kubernetesVersion, kubernetesVersion) ? clipped(kubernetesVersion, 20) : undefined;
  }

  /** `title` is that of the object, `judge` who knows its fields. Nothing of what the user does not want to hear. */
  of(fault: SchemaFault, title: string, judge: string): Report | undefined {
    const { at } = fault;
    switch (fault.kind) {
      case "missing": {
        const path = fault.path === "" ? fault.field : `${fault.path}.${fault.field}`;
        const message = sentence(title, path, (name, field) => `${name} lacks ${field}, which must be there.`);
        return { at, message, missing: path };
      }
      case "wrong-type":
        return { at, message: wrongType(title, fault, fault.wants) };
      case "unquoted":
        return { at, message: wrongType(title, fault, "text") };
      case "not-allowed": {
        const [value, allowed] = [clipped(fault.value, 30), clipped(fault.allowed.join(", "), 70)];
        const tail = `${value}, and it takes none but ${allowed}.`;
        return { at, message: sentence(title, fault.path, (name, field) => `${name} has ${field} ${tail}`) };
      }
      case "too-new": {
        const tail = `a field that Kubernetes ${this.release} does not know yet: ${fault.since} brought it.`;
        return this.#mild({
          at,
          message: sentence(title, fault.path, (name, field) => `${name} has ${field}, ${tail}`),
        });
      }
      case "unknown-field":
        return this.#mild(this.#unknownField(fault, title, judge));
    }
  }

  /** A kind that Kubernetes has, and has not yet in this release. */
  ofNewKind({ apiVersion: at }: KubernetesObject, apiVersion: string, kind: string): Report | undefined {
    const since = this.release === undefined ? undefined : kindSince(apiVersion, kind);
    if (since === undefined || isUpTo(since, this.release ?? "")) return undefined;
    const message = `Kubernetes ${this.release} does not serve ${clipped(kind)} of ${clipped(apiVersion)} yet; ${since} does.`;
    return this.#mild({ at, message });
  }

  /** A kind that Kubernetes does not have in this version; nothing where somebody else may have it. */
  ofUnknownKind(object: KubernetesObject, apiVersion: string, kind: string): Report | undefined {
    const group = groupOf(object) ?? "";
    if (group !== "" && !isBuiltInGroup(group)) return undefined;
    if (kindSince(apiVersion, kind) !== undefined) return this.ofNewKind(object, apiVersion, kind);
    const others = versionsOfKind(kind);
    const isStable = !/(?:alpha|beta)\d/.test(apiVersion);
    const isTold = isInTable(apiVersion);
    if (!isTold && (isForgotten(apiVersion) || this.#isBeyondTable())) return undefined;
    if (others.length > 0 && (isStable || (!isTold && group !== ""))) {
      const message = `${clipped(apiVersion)} has no kind ${clipped(kind)}; ${others.at(-1)} has.`;
      const report = { at: object.apiVersion, message };
      return isStable && !this.#isBeyondTable() ? report : this.#mild(report);
    }
    if (!isTold) {
      const message = `${clipped(apiVersion)} is no version that Kubernetes ${SCHEMA_VERSION} has of this group.`;
      return group === "" ? undefined : this.#mild({ at: object.apiVersion, message });
    }
    const meant = closest(kind, kindsOfVersion(apiVersion), 2);
    if (meant === undefined) return undefined;
    return { at: object.kind, message: `${clipped(apiVersion)} has no kind ${clipped(kind)}; it may mean ${meant}.` };
  }

  /** Is the release newer than what we know of Kubernetes? */
  #isBeyondTable(): boolean {
    return this.release !== undefined && !isUpTo(this.release, SCHEMA_VERSION);
  }

  /** Whoever has a newer cluster than the table knows, or than the option says, may be right. */
  #mild(report: Report): Report | undefined {
    return this.#unknownFields === "off" ? undefined : { ...report, severity: this.#unknownFields };
  }

  #unknownField(fault: SchemaFault & { readonly kind: "unknown-field" }, title: string, judge: string): Report {
    const { at, entry, parent, path } = fault;
    const key = entry.key ?? "";
    const taken = keysOf(parent);
    this.#hints += 1;
    const free = this.#hints > MOST_HINTS ? [] : [...fault.fields].filter((field) => !taken.has(field));
    const meant = closest(key, free, 2);
    const hint = meant === undefined ? "" : `; it may mean ${clipped(meant, 40)}`;
    const isSure = meant !== undefined && free.filter((field) => editDistance(key, field, 1) <= 1).length === 1;
    const edits = isSure && !entry.merged ? renamedKey(entry, meant) : undefined;
    const tail = `a field that ${judge} does not know${hint}.`;
    return {
      at,
      message: sentence(title, path, (name, field) => `${name} has ${field}, ${tail}`),
      fix: edits && { title: `Rename it to ${clipped(meant ?? "", 40)}`, edits },
    };
  }
}

const wrongType = (title: string, { found, path }: Extract<SchemaFault, { found: string }>, wants: string): string =>
  sentence(title, path, (name, field) => `${name} has ${found} as ${field}, which must be ${wants}.`);

/** So long may a message be. */
const LONGEST = 200;

/** A sentence about a field of an object; where it would be too long, both are cut, the name of the object first. */
function sentence(title: string, path: string, write: (title: string, path: string) => string): string {
  const field = short(path, 60);
  const over = write(title, field).length - LONGEST;
  if (over <= 0) return write(title, field);
  const name = clipped(title, Math.max(title.length - over, 30));
  const left = over - (title.length - name.length);
  return write(name, left <= 0 ? field : short(path, Math.max(field.length - left, 20)));
}

/** The end of a path is what tells. */
const short = (path: string, limit: number): string =>
  clipped(path.length <= limit ? path : `…${path.slice(1 - limit)}`);
