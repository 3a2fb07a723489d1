import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { isReplicated, replicasOf } from "../../model/kubernetes/rollout.ts";
import { asInteger } from "../../model/reading.ts";
import { asString, child, isUnknown, lacks, type Mapping } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, mayShareNamespace } from "../../project/kubernetes.ts";
import { grouped } from "../../text/grouped.ts";
import { distance, meet } from "./_near.ts";

/** Kinds that size other objects, and where they name them. */
const SCALERS = {
  HorizontalPodAutoscaler: { reference: "scaleTargetRef", kind: undefined, group: "autoscaling" },
  ScaledObject: { reference: "scaleTargetRef", kind: "Deployment", group: "keda.sh" },
  VerticalPodAutoscaler: { reference: "targetRef", kind: undefined, group: "autoscaling.k8s.io" },
} as const;
export type ScalerKind = keyof typeof SCALERS;
const isScalerKind = (kind: string | undefined): kind is ScalerKind =>
  kind !== undefined && Object.hasOwn(SCALERS, kind);

/** What sizes a workload. */
export interface Scaler {
  readonly kind: ScalerKind;
  readonly fact: KubernetesFact;
  /** Its reference, when it is a mapping. */
  readonly target: Mapping | undefined;
  /** Nothing when that is decided elsewhere. */
  readonly targetKind: string | undefined;
  readonly targetName: string | undefined;
}

function scalerOf(fact: KubernetesFact): Scaler | undefined {
  const { object } = fact;
  const kind = kindOf(object);
  if (!isScalerKind(kind) || groupOf(object) !== SCALERS[kind].group) return undefined;
  const { reference, kind: usual } = SCALERS[kind];
  const target = child(object.tree, "spec", reference);
  const targetKind =
    usual !== undefined && lacks(target, "kind") ? usual : known(settled(asString(child(target, "kind"))));
  return {
    kind,
    fact,
    target: target?.type === "mapping" && !isUnknown(target) ? target : undefined,
    targetKind,
    targetName: known(settled(asString(child(target, "name")))),
  };
}

/** Of more objects that one name may mean, nobody can tell which is meant. */
const MOST_NAMESAKES = 500;

/** What sizes which workload of a unit. */
export class Scalers {
  readonly all: readonly Scaler[];
  readonly #unit: KubernetesUnit;
  readonly #sure: ReadonlyMap<KubernetesFact, readonly { readonly scaler: Scaler }[]>;
  /** By what they name; nothing stands for those whose targets have names that are decided elsewhere. */
  readonly #byTarget: ReadonlyMap<string | undefined, readonly Scaler[]>;

  constructor(unit: KubernetesUnit) {
    this.#unit = unit;
    this.all = unit.facts.flatMap((fact) => scalerOf(fact) ?? []);
    this.#byTarget = grouped(this.all, ({ targetKind, targetName }) => keyOf(targetKind, targetName));
    const named = this.all.length > 0 ? namesakes(unit) : undefined;
    const pairs = this.all.flatMap((scaler) => {
      const all = named?.get(keyOf(scaler.targetKind, scaler.targetName) ?? "") ?? [];
      return nearest(scaler, all).map((target) => ({ scaler, target }));
    });
    this.#sure = grouped(pairs, ({ target }) => target);
  }

  /** What certainly sizes a workload. */
  of(fact: KubernetesFact): readonly Scaler[] {
    return (this.#sure.get(fact) ?? []).map(({ scaler }) => scaler);
  }

  /** Could anything that fits size it? */
  mayScale({ object }: KubernetesFact, fits: (scaler: Scaler) => boolean): boolean {
    const [kind, name] = [kindOf(object), known(object.name)];
    const named = name === undefined ? this.all : (this.#byTarget.get(keyOf(kind, name)) ?? []);
    const open = this.#byTarget.get(undefined) ?? [];
    if (named.length + open.length > MOST_NAMESAKES) return true;
    return [...named, ...open].some(
      (scaler) =>
        (scaler.targetKind === undefined || scaler.targetKind === kind) &&
        mayShareNamespace(scaler.fact.object.namespace, object.namespace) &&
        fits(scaler),
    );
  }

  /** How few pods it ever runs while it runs at all; nothing when that is decided elsewhere. */
  leastReplicas(fact: KubernetesFact): number | undefined {
    if (!isReplicated(fact.object)) return undefined;
    const [scaler] = this.of(fact).filter(setsReplicas);
    if (scaler) return leastOf(scaler);
    if (this.mayScale(fact, setsReplicas)) return undefined;
    const isSilent = lacks(fact.object.tree, "spec", "replicas");
    return isSilent && this.#unit.isPartial ? undefined : replicasOf(fact.object);
  }
}

/** It decides how many pods there are, and not how large they are. */
export const setsReplicas = ({ kind }: Scaler): boolean => kind !== "VerticalPodAutoscaler";

/** KEDA may go down to none, which is no size to plan for. */
function leastOf({ kind, fact }: Scaler): number | undefined {
  const { tree } = fact.object;
  const field = kind === "ScaledObject" ? "minReplicaCount" : "minReplicas";
  if (lacks(tree, "spec", field)) return kind === "ScaledObject" ? undefined : 1;
  return known(asInteger(child(tree, "spec", field), "kubectl")) || undefined;
}

const keyOf = (kind: string | undefined, name: string | undefined): string | undefined =>
  kind === undefined || name === undefined ? undefined : `${kind}/${name}`;

const namesakes = ({ facts }: KubernetesUnit): ReadonlyMap<string | undefined, readonly KubernetesFact[]> =>
  grouped(
    facts.filter(({ object }) => object.workload),
    ({ object }) => keyOf(kindOf(object), known(object.name)),
  );

/** In a repository with several of that name, a scaler means the one beside it, if that is one. */
function nearest({ fact: scaler }: Scaler, all: readonly KubernetesFact[]): readonly KubernetesFact[] {
  if (all.length > MOST_NAMESAKES) return [];
  const near = all.filter((fact) => meet(scaler, fact));
  if (near.length < 2) return near;
  const least = Math.min(...near.map((fact) => distance(scaler, fact)));
  const closest = near.filter((fact) => distance(scaler, fact) === least);
  return closest.length === 1 ? closest : [];
}
