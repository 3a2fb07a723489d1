import type { Artefact, Unit } from "../../model/artefact.ts";
import { type ComposeFile, composeServices } from "../../model/compose.ts";
import { composeBase, composeIncludes } from "../../model/compose-include.ts";
import { merged } from "../../model/compose-merge.ts";
import { child, type Entry, entry, type Mapping, type Node, resolve } from "../../model/tree.ts";
import { placedTree } from "../../model/tree-copy.ts";
import { pathFrom } from "../../project/compose.ts";
import { folderOf } from "../../text/path.ts";
import type { ComposePlan } from "./plan.ts";

type Reader = (path: string) => readonly Artefact[];

/** Deeper than this nobody includes or extends. */
const MAX_DEPTH = 50;

/** Merges what `docker compose` would, of the files of this project. */
export function buildCompose({ kind, by, path, parts, inputs }: ComposePlan, artefactsOf: Reader): Unit {
  const builder = new Builder(artefactsOf, path);
  const tree = builder.project(parts) ?? { type: "mapping", range: { start: 0, end: 0 }, entries: [] };
  const partial = by === "compose-part" || builder.isPartial;
  return { kind, path, inputs, tree, services: composeServices(tree), partial };
}

class Builder {
  isPartial = false;
  readonly #artefactsOf: Reader;
  /** Ranges without a path count in this file. */
  readonly #path: string;
  /** What was read or made, by what names it; `undefined` while it is being made, so that loops end. */
  readonly #trees = new Map<string, Mapping | undefined>();
  readonly #projects = new Map<string, Mapping | undefined>();
  readonly #services = new Map<string, Node | undefined>();
  #depth = 0;

  constructor(artefactsOf: Reader, path: string) {
    this.#artefactsOf = artefactsOf;
    this.#path = path;
  }

  /** Several files merged in order, with what they include, and all services that extend others complete. */
  project(parts: readonly string[]): Mapping | undefined {
    const key = parts.join("\0");
    if (this.#projects.has(key) || this.#depth > MAX_DEPTH) return this.#projects.get(key);
    this.#projects.set(key, undefined);
    this.#depth += 1;
    const files = parts.flatMap((path) => this.#file(path) ?? []);
    const included = parts.flatMap((path) => this.#includes(path)).map(onlyResources);
    const whole = [...included, ...files].reduce<Mapping | undefined>(
      (base, over) => (base ? mergedFiles(base, over) : over),
      undefined,
    );
    this.#depth -= 1;
    this.#projects.set(key, whole);
    return whole;
  }

  /** A file with its own extensions resolved, before it is merged with any other. */
  #file(path: string): Mapping | undefined {
    const tree = this.#read(path);
    const services = child(tree, "services");
    if (!tree || services?.type !== "mapping") return tree;
    const complete = services.entries.map((one) => ({ ...one, value: this.#service(one, path) }));
    const entries = tree.entries.map((one) =>
      one.key === "services" ? { ...one, value: { ...services, entries: complete } } : one,
    );
    return { ...tree, entries };
  }

  /** The body of a service with what it extends. A base that cannot be found leaves it open. */
  #service({ key: name, value }: Entry, path: string): Node {
    const body = resolve(value);
    if (body.type !== "mapping" || child(body, "extends") === undefined) return body;
    const key = `${path}\0${name}`;
    if (!this.#services.has(key) && this.#depth <= MAX_DEPTH) {
      this.#services.set(key, undefined);
      this.#depth += 1;
      this.#services.set(key, this.#extended(body, path));
      this.#depth -= 1;
    }
    return this.#services.get(key) ?? { ...body, open: true };
  }

  #extended(body: Mapping, path: string): Node | undefined {
    const { service, file } = composeBase(body) ?? {};
    const from = file ? pathFrom(folderOf(path), file) : path;
    if (!service?.known || from === undefined) return undefined;
    const found = entry(child(this.#read(from), "services"), service.value);
    if (!found) return undefined;
    const own = { ...body, entries: body.entries.filter(({ key }) => key !== "extends") };
    return merged(this.#service(found, from), own, "services.*");
  }

  #includes(path: string): readonly Mapping[] {
    const tree = this.#read(path);
    if (!tree) return [];
    return composeIncludes(tree).flatMap(({ paths }) => {
      const files = paths.flatMap((one) => pathFrom(folderOf(path), one) ?? []);
      const isWhole = files.length === paths.length && files.every((file) => this.#read(file));
      const project = isWhole ? this.project(files) : undefined;
      if (!project) this.isPartial = true;
      return project ?? [];
    });
  }

  /** The tree of a Compose file, every range naming its file unless that is the unit's own. */
  #read(path: string): Mapping | undefined {
    if (this.#trees.has(path)) return this.#trees.get(path);
    const file = this.#artefactsOf(path).find((artefact): artefact is ComposeFile => artefact.kind === "compose");
    if (file?.partial) this.isPartial = true;
    const placed = file && (path === this.#path ? file.tree : placedTree(file.tree, path));
    const tree = placed?.type === "mapping" ? placed : undefined;
    this.#trees.set(path, tree);
    return tree;
  }
}

const mergedFiles = (base: Mapping, over: Mapping): Mapping => {
  const whole = merged(base, over, "");
  return whole?.type === "mapping" ? whole : base;
};

/** Of an included project only what it declares counts, not its name. */
function onlyResources(tree: Mapping): Mapping {
  return {
    ...tree,
    entries: tree.entries.filter(({ key }) => key !== "name" && key !== "include" && key !== "version"),
  };
}
