import {
  isBeyondReading,
  type Kustomization,
  kustomizeComponents,
  kustomizeResources,
} from "../../model/kustomization.ts";
import { asString, child, items, strings } from "../../model/tree.ts";
import { bare, known, type Value } from "../../model/value.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What a kustomization is built from, so that its inputs are known without parsing anything again. */
export type KustomizationFact = Placed<
  {
    readonly kind: "kustomization";
    readonly isComponent: boolean;
    /** It uses plugins or charts, so its build cannot be known. */
    readonly isBeyondReading: boolean;
    /** It puts something in front of names, or behind them. */
    readonly renames: boolean;
    /** Files, folders and URLs, as written. */
    readonly resources: readonly Value<string>[];
    readonly components: readonly Value<string>[];
    readonly patches: readonly Value<string>[];
    /** Files and folders of `configurations`, `crds`, generators, `replacements[].path` ..., without a key in front. */
    readonly otherFiles: readonly Value<string>[];
  } & Ranged
>;

export function kustomizationFacts(kustomization: Kustomization): readonly KustomizationFact[] {
  const { path, tree, isComponent } = kustomization;
  const fact = {
    kind: "kustomization",
    range: { start: tree.range.start, end: tree.range.start },
    isComponent,
    isBeyondReading: isBeyondReading(kustomization),
    renames: ["namePrefix", "nameSuffix"].some((key) => child(tree, key) !== undefined),
    resources: kustomizeResources(kustomization).map(bare),
    components: kustomizeComponents(kustomization).map(bare),
    patches: kustomization.patches.flatMap((patch) => (patch.path ? [bare(patch.path)] : [])),
    otherFiles: otherFiles(kustomization).map(bare),
  } as const;
  return [placed(fact, path)];
}

function otherFiles({ tree }: Kustomization): readonly Value<string>[] {
  const generators = ["configMapGenerator", "secretGenerator"].flatMap((key) => items(child(tree, key)));
  const single = [
    child(tree, "openapi", "path"),
    ...generators.map((item) => child(item, "env")),
    ...items(child(tree, "replacements")).map((item) => child(item, "path")),
  ];
  return [
    ...["configurations", "crds", "generators", "transformers", "validators"].flatMap((key) => items(child(tree, key))),
    ...generators.flatMap((item) => items(child(item, "envs"))),
    ...single,
  ]
    .flatMap((node) => asString(node) ?? [])
    .filter((value) => !known(value)?.includes("\n")) // written in place
    .concat(generators.flatMap((item) => strings(child(item, "files"))).map(withoutKey));
}

/** `key=path`, or the path alone. */
function withoutKey(value: Value<string>): Value<string> {
  const equals = known(value)?.indexOf("=") ?? -1;
  return value.known && equals !== -1 ? { ...value, value: value.value.slice(equals + 1) } : value;
}
