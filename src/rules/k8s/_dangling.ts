import { isEmpty, type Selector } from "../../model/kubernetes/labels.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import type { KubernetesUnit } from "../../project/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { folderOf } from "../../text/path.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import { areNear, meet } from "./_near.ts";
import { podMakers } from "./_pod-makers.ts";
import { PodIndex } from "./_pods.ts";

/** Comparisons of one rule in one unit; a unit that needs more is made to be slow. */
const BUDGET = 2_000_000;

/**
 * The reports on selectors that pick nothing in any unit: an overlay that takes the pods away says nothing of what it shares
 * with others.
 */
export function danglingReports<R extends { readonly at: Ranged<Place> }>(
  judged: Iterable<{ readonly report: R; readonly verdict: "dangles" | "picks" }>,
): readonly R[] {
  const all = [...judged];
  const place = ({ at: { range } }: R): string => `${range.path}\0${range.start}`;
  const picking = new Set(all.flatMap(({ report, verdict }) => (verdict === "picks" ? [place(report)] : [])));
  return all.flatMap(({ report, verdict }) => (verdict === "dangles" && !picking.has(place(report)) ? [report] : []));
}

/** Tells of selectors of a unit whether they pick no pod, for sure, though there are pods around that they could pick. */
export class Dangling {
  readonly #pods: PodIndex;
  readonly #mayBeMade: (from: KubernetesFact) => boolean;
  readonly #isPartial: boolean;
  readonly #unreadable: readonly string[];
  readonly #ignored: readonly string[];
  readonly #neighbours = new Map<string, boolean>();
  #budget = BUDGET;

  /** `ignored`: labels that only controllers give, so that they say nothing of a template. */
  constructor(project: Pick<Project, "all">, unit: KubernetesUnit, ignored: readonly string[]) {
    this.#pods = new PodIndex(unit);
    this.#mayBeMade = podMakers(unit);
    this.#isPartial = unit.isPartial;
    this.#unreadable = project.all("unreadable").map(({ range }) => range.path);
    this.#ignored = ignored;
  }

  /** Nothing where neither is sure. */
  verdict(selector: Selector, from: KubernetesFact): "dangles" | "picks" | undefined {
    if (this.#isDangling(selector, from)) return "dangles";
    return this.#picks(selector, from) ? "picks" : undefined;
  }

  /** Does the selector of `from` pick nothing? An empty one picks what its owner says. */
  #isDangling(whole: Selector, from: KubernetesFact): boolean {
    const selector = without(whole, this.#ignored);
    if (this.#isPartial || isEmpty(selector) || this.#mayBeMade(from) || !this.#hasNeighbours(from)) return false;
    const { sure, maybe, isOpen } = this.#pods.selectedBy(selector, from);
    return sure.length === 0 && maybe.length === 0 && !isOpen && isSettled(selector);
  }

  /** Does the selector of `from` pick pods, or may it? */
  #picks(selector: Selector, from: KubernetesFact): boolean {
    const { sure, maybe } = this.#pods.selectedBy(without(selector, this.#ignored), from);
    return sure.length + maybe.length > 0;
  }

  /** Pods that it could pick, and no file in which there may be more. */
  #hasNeighbours(from: KubernetesFact): boolean {
    const key = `${folderOf(from.range.path)}\0${known(from.object.namespace)}`;
    const found = this.#neighbours.get(key);
    if (found !== undefined) return found;
    this.#budget -= this.#pods.all.length + this.#unreadable.length;
    const has =
      this.#budget > 0 &&
      this.#pods.all.some(({ fact }) => meet(fact, from)) &&
      !this.#unreadable.some((path) => areNear(path, from.range.path));
    this.#neighbours.set(key, has);
    return has;
  }
}

function without(selector: Selector, keys: readonly string[]): Selector {
  const isKept = ({ key }: { readonly key: string | undefined }): boolean => key === undefined || !keys.includes(key);
  const { matchLabels, matchExpressions } = selector;
  return {
    ...selector,
    matchLabels: { ...matchLabels, entries: matchLabels.entries.filter(isKept) },
    matchExpressions: matchExpressions.filter(isKept),
  };
}

/** With more conditions it would pick even less, so only those that are written must be known. */
const isSettled = ({ matchLabels, matchExpressions }: Selector): boolean =>
  matchLabels.entries.every(({ value }) => value.known) &&
  matchExpressions.every(({ key, operator, values }) => key && operator && !values.includes(undefined));
