import type { Artefact } from "../model/artefact.ts";
import { derive, factKindsFrom } from "../project/derive.ts";
import type { Fact, FactKind } from "../project/fact.ts";

/** What is left of an artefact when its tree is let go: enough to say where something comes from. */
export type Provenance = Pick<Artefact, "inputs" | "kind" | "partial" | "path">;

/** An artefact and the facts that follow from it, each kind derived once and when asked for. */
export class Derived {
  readonly from: Provenance;
  #artefact: Artefact | undefined;
  readonly #facts = new Map<FactKind, readonly Fact[]>();

  constructor(artefact: Artefact) {
    const { kind, path, inputs, partial } = artefact;
    this.from = { kind, path, ...(inputs && { inputs }), ...(partial !== undefined && { partial }) };
    this.#artefact = artefact;
  }

  /** Nothing once it has been let go. */
  get artefact(): Artefact | undefined {
    return this.#artefact;
  }

  facts(kind: FactKind): readonly Fact[] {
    const known = this.#facts.get(kind) ?? (this.#artefact ? derive(kind, this.#artefact) : []);
    this.#facts.set(kind, known);
    return known;
  }

  /** Derives all facts now, or none if nobody will ask, and forgets the artefact: trees are what takes memory. */
  release({ keepsFacts }: { readonly keepsFacts: boolean }): void {
    try {
      if (keepsFacts) for (const kind of factKindsFrom(this.from.kind)) this.facts(kind);
      this.#artefact = undefined;
    } catch {
      // Kept, so that the rule which asks for those facts meets the fault, and is named.
    }
  }
}
