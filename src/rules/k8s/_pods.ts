import { type Label, type Labels, type Selector, selects } from "../../model/kubernetes/labels.ts";
import { asksForAddedLabel, podLabels } from "../../model/kubernetes/pod-labels.ts";
import type { Workload } from "../../model/kubernetes/workload.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, mayShareNamespace } from "../../project/kubernetes.ts";
import { grouped } from "../../text/grouped.ts";
import { distance, mayMeet, meet } from "./_near.ts";

/** The pods of a workload. */
export interface Pods {
  readonly fact: KubernetesFact;
  readonly workload: Workload;
  readonly labels: Labels;
}

/** Which pods of the unit a selector picks. */
export interface Selection {
  readonly sure: readonly Pods[];
  /** A label or a namespace that decides it is not known, or they lie so far off that they may be another deployment's. */
  readonly maybe: readonly Pods[];
  /** It may pick any others as well: all there are, or some near whose labels are not known. */
  readonly isOpen: boolean;
  /** Nothing is known of what it picks. */
  readonly isUndecided: boolean;
}

/** Comparisons of one rule in one unit; a unit that needs more is made to be slow. */
const BUDGET = 200_000;

const UNDECIDED: Selection = { sure: [], maybe: [], isOpen: true, isUndecided: true };

/** The pods of a unit by their labels. */
export class PodIndex {
  readonly all: readonly Pods[];
  readonly #byLabel: ReadonlyMap<string, readonly Labelled[]>;
  readonly #open: readonly Pods[];
  #budget = BUDGET;

  constructor({ facts }: Pick<KubernetesUnit, "facts">) {
    this.all = facts.flatMap((fact) => {
      const { workload } = fact.object;
      return workload ? [{ fact, workload, labels: podLabels(workload) }] : [];
    });
    this.#open = this.all.filter(hasOpenLabels);
    const labelled = this.all.flatMap((pods) =>
      pods.labels.entries.flatMap((label): Labelled | readonly Labelled[] => {
        const key = indexKey(label);
        return key === undefined ? [] : { key, pods };
      }),
    );
    this.#byLabel = grouped(labelled, ({ key }) => key);
  }

  /**
   * The pods that the selector of `from` picks, for sure only the nearest; what an empty one means, only its owner knows.
   */
  selectedBy(selector: Selector, from: KubernetesFact): Selection {
    const listed = asksForAddedLabel(selector) ? undefined : this.#candidates(selector);
    this.#budget -= (listed?.length ?? 0) + this.#open.length;
    if (!listed || this.#budget < 0) return UNDECIDED;
    let sure: Pods[] = [];
    let least = Number.POSITIVE_INFINITY;
    const maybe: Pods[] = [];
    for (const { pods } of listed) {
      const verdict = selects(selector, pods.labels);
      if (verdict === false || !mayShareNamespace(pods.fact.object.namespace, from.object.namespace)) continue;
      const far = distance(pods.fact, from);
      if (!verdict || !meet(pods.fact, from) || far > least) {
        maybe.push(pods);
        continue;
      }
      if (far < least) {
        for (const farther of sure) maybe.push(farther);
        sure = [];
        least = far;
      }
      sure.push(pods);
    }
    const isOpen = this.#open.some(
      ({ fact, labels }) => mayMeet(fact, from) && selects(selector, labels) === undefined,
    );
    return { sure, maybe, isOpen, isUndecided: false };
  }

  /** The shortest list that holds all pods the selector could pick of those whose labels are known. */
  #candidates({ matchLabels, matchExpressions }: Selector): readonly Labelled[] | undefined {
    const keys = matchLabels.entries.map((label) => [indexKey(label)]);
    for (const { key, operator, values } of matchExpressions) {
      if (operator === "In" && key !== undefined) {
        keys.push(values.map((value) => (value === undefined ? undefined : `${key}=${value}`)));
      }
    }
    let shortest: readonly Labelled[] | undefined;
    for (const any of keys) {
      const [first, ...others] = any.map((key) => (key === undefined ? undefined : (this.#byLabel.get(key) ?? [])));
      if (!first || others.includes(undefined)) continue;
      const found = others.length === 0 ? first : any.flatMap((key) => this.#byLabel.get(key ?? "") ?? []);
      if (!shortest || found.length < shortest.length) shortest = found;
    }
    return shortest;
  }
}

/** Could they have labels that are not seen here? */
export const hasOpenLabels = ({ labels }: Pods): boolean =>
  labels.isOpen || labels.entries.some(({ value }) => !value.known);

/** One label of some pods. */
interface Labelled {
  readonly key: string;
  readonly pods: Pods;
}

const indexKey = ({ key, value }: Label): string | undefined => (value.known ? `${key}=${value.value}` : undefined);
