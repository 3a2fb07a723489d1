import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import type { KubernetesUnit } from "../../project/kubernetes.ts";
import { grouped } from "../../text/grouped.ts";
import { folderOf } from "../../text/path.ts";
import { mayBeIn } from "./_namespaces.ts";

/** With more of a kind, comparing each of their names with others takes too long. */
const MOST_NAMES = 1000;

/** The workloads of a unit by kind and name. */
export class WorkloadNames {
  readonly #isPartial: boolean;
  readonly #byKind: ReadonlyMap<string | undefined, readonly KubernetesFact[]>;
  readonly #byName: ReadonlyMap<string, readonly KubernetesFact[]>;
  readonly #folders: ReadonlySet<string>;
  readonly #namespaces = new Map<string, ReturnType<typeof mayBeIn>>();

  constructor({ facts, isPartial }: KubernetesUnit) {
    const workloads = facts.filter(({ object }) => object.workload);
    this.#isPartial = isPartial;
    this.#byKind = grouped(workloads, ({ object }) => kindOf(object));
    this.#byName = grouped(workloads, ({ object }) => `${kindOf(object)}/${known(object.name) ?? ""}`);
    this.#folders = new Set(workloads.map((fact) => `${kindOf(fact.object)}/${folderIn(fact)}`));
  }

  /** Tells where those of a kind and name may be; of those without a known name, none is given. */
  #namespacesOf(key: string): ReturnType<typeof mayBeIn> {
    const found =
      this.#namespaces.get(key) ?? mayBeIn((this.#byName.get(key) ?? []).map(({ object }) => object.namespace));
    this.#namespaces.set(key, found);
    return found;
  }

  has(kind: string, name: string, group: string): boolean {
    const namesakes = this.#byName.get(`${kind}/${name}`) ?? [];
    return namesakes.some(({ object }) => groupOf(object) === group);
  }

  /** Is it there, or could it be: under a name that is not known, or as part of a deployment of which nothing is seen? */
  mayHave(from: KubernetesFact, kind: string, name: string): boolean {
    const all = this.#byKind.get(kind) ?? [];
    if (this.#isPartial || !this.#folders.has(`${kind}/${folderIn(from)}`)) return true;
    if ([name, ""].some((one) => this.#namespacesOf(`${kind}/${one}`)(from.object.namespace))) return true;
    if (from.unit === "") return false;
    if (all.length > MOST_NAMES) return true;
    const parts = all.flatMap(({ object }) => known(object.name) ?? []); // a build may put a prefix or suffix to them
    return parts.some((part) => name.startsWith(part) || name.endsWith(part));
  }
}

/** All of a build is in one place. */
const folderIn = ({ unit, range }: KubernetesFact): string => (unit === "" ? folderOf(range.path) : "");
