import type { Unit } from "../../model/artefact.ts";
import type { RenderedDocument } from "../../model/chart.ts";
import { kubernetesObjects } from "../../model/kubernetes/build.ts";
import type { KubernetesManifest, KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { asString, child, mappings, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { grouped } from "../../text/grouped.ts";
import { relativeTo, within } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";
import { Effort, likeness } from "./match.ts";
import { placedAsWritten, placedAt, type Template } from "./place.ts";
import { settled } from "./settle.ts";

/** A chart as its author wrote it. */
export interface Chart {
  /** The folder it lies in. */
  readonly folder: string;
  /** Its `Chart.yaml`. */
  readonly tree: Node | undefined;
  /** All templates that were read, those of charts in it included, with what is known of them without rendering. */
  readonly templates: readonly ChartTemplate[];
  /** The other files that decide what it makes. */
  readonly otherFiles: readonly string[];
}
export interface ChartTemplate extends Template {
  readonly manifest: KubernetesManifest | undefined;
}

/** The two namespaces that a chart is rendered for; nobody means either. */
export const NAMESPACES = ["opsguard-one", "opsguard-other"] as const;

/** What Helm wrote of one chart twice, for each of these. */
export type Renderings = readonly [readonly RenderedDocument[], readonly RenderedDocument[]];

/**
 * What Helm makes of a chart, and the objects in its templates that it makes nothing of: those stay as they were read. What
 * is made of a template that exists and is not among those of the chart is left out: somebody chose to ignore that.
 */
export function buildChart(chart: Chart, renderings: Renderings, exists: (path: string) => boolean): readonly Unit[] {
  const builder = new Builder(chart, exists);
  const objects = builder.objects(renderings);
  const path = within(chart.folder, "Chart.yaml");
  const inputs = [path, ...chart.otherFiles, ...chart.templates.map((template) => template.path)];
  const made = { kind: "kubernetes", path, inputs, objects } as const;
  return [builder.isIncomplete ? { ...made, isIncomplete: true } : made, ...builder.rest()];
}

/** The path of a template that Helm names by the names of charts; nothing when that leads out of the root. */
export const templatePath = (folder: string, source: string): string | undefined =>
  relativeTo(folder, source.slice(source.indexOf("/") + 1));

const bySource = (
  documents: readonly RenderedDocument[],
): ReadonlyMap<string | undefined, readonly RenderedDocument[]> => grouped(documents, ({ source }) => source);

/** An object that states the namespace of its release is where it is without saying so. */
function unplaced(tree: Node, namespace: string): Node {
  const metadata = child(tree, "metadata");
  if (
    tree.type !== "mapping" ||
    metadata?.type !== "mapping" ||
    tree.entries.every(({ value }) => value !== metadata)
  ) {
    return tree;
  }
  const rest = metadata.entries.filter(({ key, value }) => {
    return key !== "namespace" || known(asString(value)) !== namespace;
  });
  const entries = tree.entries.map((one) =>
    one.value === metadata ? { ...one, value: { ...metadata, entries: rest } } : one,
  );
  return { ...tree, entries };
}

class Builder {
  /** Something was left out. */
  isIncomplete = false;
  readonly #chart: Chart;
  readonly #exists: (path: string) => boolean;
  readonly #path: string;
  readonly #templates: ReadonlyMap<string, ChartTemplate>;
  readonly #effort = new Effort();
  /** How often each object of a template was made. */
  readonly #uses = new Map<KubernetesObject, number>();
  /** By path of a template, or folder of a chart: where what has no place of its own is put. */
  readonly #places = new Map<string, Place>();

  constructor(chart: Chart, exists: (path: string) => boolean) {
    this.#chart = chart;
    this.#exists = exists;
    this.#path = within(chart.folder, "Chart.yaml");
    this.#templates = new Map(chart.templates.map((template) => [template.path, template]));
  }

  /** Of templates of which one rendering made more than the other nothing is certain: they are read as they are. */
  objects([one, other]: Renderings): readonly KubernetesObject[] {
    const others = bySource(other);
    return [...bySource(one)].flatMap(([source, documents]) => {
      const twins = others.get(source) ?? [];
      if (twins.length === documents.length) {
        return documents.flatMap(({ tree }, i) => {
          const twin = twins[i]?.tree ?? tree;
          return this.#made(source, settled(unplaced(tree, NAMESPACES[0]), unplaced(twin, NAMESPACES[1])));
        });
      }
      this.isIncomplete = true;
      return [];
    });
  }

  #made(source: string | undefined, tree: Node): readonly KubernetesObject[] {
    const path = source === undefined ? undefined : templatePath(this.#chart.folder, source);
    const template = path === undefined ? undefined : this.#templates.get(path);
    if (!template && path !== undefined && this.#exists(path)) {
      this.isIncomplete = true;
      return [];
    }
    return kubernetesObjects(tree).flatMap((object) => {
      return (template ? this.#inTemplate(object, template) : this.#inChart(object, source)) ?? [];
    });
  }

  /** The objects of templates that were made nothing of: under other values they may be. */
  rest(): readonly Unit[] {
    return this.#chart.templates.flatMap(({ path, manifest }): readonly Unit[] => {
      const objects = manifest?.objects.filter((object) => !this.#uses.has(object)) ?? [];
      if (!manifest || objects.length === 0) return [];
      return [{ ...manifest, objects, chart: this.#chart.folder, inputs: [path] }];
    });
  }

  #inTemplate(object: KubernetesObject, template: ChartTemplate): KubernetesObject | undefined {
    const written = this.#written(object, template);
    if (!written) return this.#withoutPlace(object, template);
    this.#uses.set(written, (this.#uses.get(written) ?? 0) + 1);
    const { start, end } = written.kind.range;
    const at = { path: template.path, start, end };
    const [made] = kubernetesObjects(placedAsWritten(object.tree, written.tree, template, at, this.#effort));
    const isStated = written.apiVersion.known && !template.manifest?.asksCapabilities;
    return made && (isStated ? made : { ...made, asksCapabilities: true });
  }

  /** Of a template that another one writes. */
  #withoutPlace({ tree }: KubernetesObject, template: ChartTemplate): KubernetesObject | undefined {
    if (this.#effort.isSpent) {
      this.isIncomplete = true; // it may be of any object there, and all of those are read as they are
      return undefined;
    }
    const place = this.#once(template.path, () => firstLine(template));
    const [made] = kubernetesObjects(placedAt(tree, place, this.#effort));
    return made && { ...made, asksCapabilities: true };
  }

  /** The object of a template that looks most like one that was made; of equals the one that was used less. */
  #written({ tree, kind }: KubernetesObject, { manifest, text }: ChartTemplate): KubernetesObject | undefined {
    let best: KubernetesObject | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const one of manifest?.objects ?? []) {
      if (this.#effort.isSpent) break;
      if (kind.known && one.kind.known && kind.value !== one.kind.value) continue;
      const score = likeness(tree, { node: one.tree, text }, this.#effort);
      if (score === undefined) continue;
      const isLessUsed = best !== undefined && (this.#uses.get(one) ?? 0) < (this.#uses.get(best) ?? 0);
      if (score < most || (score === most && !isLessUsed)) continue;
      most = score;
      best = one;
    }
    return best;
  }

  /** Of a chart in an archive, or of what Helm does not say where it is from. */
  #inChart(object: KubernetesObject, source: string | undefined): KubernetesObject | undefined {
    const [made] = kubernetesObjects(placedAt(object.tree, this.#place(source), this.#effort));
    return made && { ...made, asksCapabilities: true };
  }

  #place(source: string | undefined): Place {
    const [, wanted] = /^[^/]*\/charts\/([^/]+)\//.exec(source ?? "") ?? [];
    return this.#once(`charts/${wanted ?? ""}`, () => this.#placeOf(wanted));
  }

  /** The name of the dependency, else that of the chart. */
  #placeOf(wanted: string | undefined): Place {
    const { tree } = this.#chart;
    const dependency = mappings(child(tree, "dependencies")).find((one) => {
      return wanted !== undefined && wanted === known(asString(child(one, "alias") ?? child(one, "name")));
    });
    const { start = 0, end = 0 } = (child(dependency, "name") ?? child(tree, "name"))?.range ?? {};
    return { path: this.#path, start, end };
  }

  #once(key: string, find: () => Place): Place {
    const place = this.#places.get(key) ?? find();
    this.#places.set(key, place);
    return place;
  }
}

/** The first line that says something. */
function firstLine({ path, text }: Template): Place {
  const { 0: line, index } = /^(?![ \t]*(?:#|\r?$))[^\r\n]+/m.exec(text) ?? { 0: "", index: 0 };
  return { path, start: index + line.length - line.trimStart().length, end: index + line.trimEnd().length };
}
