import type { Artefact } from "../model/artefact.ts";
import { exemptionsOf } from "../model/kubernetes/annotations.ts";
import type { KubernetesManifest, KubernetesObject } from "../model/kubernetes/manifest.ts";
import type { SuppressedRule, Suppression, SuppressionComments } from "../model/suppression.ts";
import type { Finding } from "../rule/finding.ts";
import { codesOf, isPeerCode, peerNames } from "../rule/peer-code.ts";
import { append } from "../text/append.ts";
import { grouped } from "../text/grouped.ts";
import { annotationSuppression } from "./annotation.ts";
import type { Claim } from "./check.ts";
import { ObjectPlaces } from "./object-places.ts";
import { nameOf } from "./suppress.ts";

/** What the annotations of an object ask for, by what they name. */
type Annotated = ReadonlyMap<string, readonly Request[]>;

interface Request {
  readonly suppression: Suppression;
  readonly rule: SuppressedRule;
}

interface Build {
  readonly manifest: KubernetesManifest;
  readonly annotated: ReadonlyMap<KubernetesObject, Annotated>;
  places: ObjectPlaces | undefined;
}

/**
 * What the annotations of the objects that builds make hide. An object of a base carries what its overlay adds, and what is
 * found in it may stand in either: so it is asked in the build, and hidden there only.
 */
export class BuildAnnotations {
  /** What has hidden something. */
  readonly used = new Set<SuppressedRule>();
  /** The suppressions of all files, those that only builds show included. */
  readonly files: readonly SuppressionComments[];
  readonly #isEffective: (suppression: Suppression) => boolean;
  /** By place and content of the annotation: many objects may get the same one. */
  readonly #known = new Map<string, Suppression>();
  /** By the file of the annotation. */
  readonly #byFile: ReadonlyMap<string, readonly Suppression[]>;
  /** By the path of what makes them, and by that of each file they are made of. */
  readonly #byPath = new Map<string, Build[]>();
  readonly #byInput = new Map<string, Build[]>();
  readonly #partialInputs = new Set<string>();
  /** By all that decides it: many objects may get a value from one place. */
  readonly #answers = new Map<string, Finding["suppression"]>();

  constructor(
    artefacts: readonly Artefact[],
    files: readonly SuppressionComments[],
    isEffective: (suppression: Suppression) => boolean,
  ) {
    this.#isEffective = isEffective;
    for (const artefact of artefacts) {
      const { path, inputs = [], partial, isIncomplete } = artefact;
      if (partial || isIncomplete) for (const input of inputs) this.#partialInputs.add(input);
      if (artefact.kind !== "kubernetes" || inputs.length === 0) continue;
      const build = this.#build(artefact);
      append(this.#byPath, path, build);
      for (const input of inputs) append(this.#byInput, input, build);
    }
    this.#byFile = grouped(this.#known.values(), ({ range }) => range.path ?? "");
    this.files = this.#byInput.size === 0 ? files : files.map((file) => this.#fileOf(file));
  }

  /** What hides a claim in its builds. A claim that names none is of all that hold its place. */
  readonly hidingOf = (claim: Claim): Finding["suppression"] => {
    const { report, from, by } = claim;
    if (this.#known.size === 0 || by.rule.id.startsWith("opsguard/")) return undefined;
    const { path, build } = report.at.range;
    const named = from?.kind === "kubernetes" && from.inputs ? from.path : build;
    const builds = (named === undefined ? undefined : this.#byPath.get(named)) ?? this.#byInput.get(path);
    if (!builds) return undefined;
    const names = namesOf(claim);
    const key = [named, path, report.at.range.start, report.subject, ...names].join("\0");
    if (!this.#answers.has(key)) this.#answers.set(key, this.#hiding(builds, claim, names));
    return this.#answers.get(key);
  };

  #hiding(builds: readonly Build[], claim: Claim, names: readonly string[]): Finding["suppression"] {
    const objects = builds.flatMap((one) => this.#objectsAt(one, claim));
    const hiding = objects.map((annotated) => annotated && this.#asked(annotated, names));
    const [first] = hiding;
    return first && !hiding.includes(undefined) ? { by: "annotation", reason: first.reason ?? "" } : undefined;
  }

  /** Can anything be said of whether a suppression hides something? Not where a build is beyond reading, or drops it. */
  isJudged(path: string, suppression: Suppression): boolean {
    if (this.#partialInputs.has(path)) return false;
    return suppression.scope !== undefined || this.#known.get(keyOf(path, suppression)) === suppression;
  }

  #build(manifest: KubernetesManifest): Build {
    const annotated = new Map<KubernetesObject, Annotated>();
    for (const object of manifest.objects) {
      const suppressions = exemptionsOf(object).flatMap((exemption) => {
        const suppression = annotationSuppression(exemption, undefined);
        if (!suppression) return [];
        const key = keyOf(manifest.path, suppression);
        const known = this.#known.get(key) ?? suppression;
        this.#known.set(key, known);
        return this.#isEffective(known) ? [known] : [];
      });
      if (suppressions.length > 0) annotated.set(object, byName(suppressions));
    }
    return { manifest, annotated, places: undefined };
  }

  /** Nothing in the place of each object without annotations. */
  #objectsAt(build: Build, { report: { at, subject } }: Claim): readonly (Annotated | undefined)[] {
    if (build.annotated.size === 0) return [undefined];
    build.places ??= new ObjectPlaces(build.manifest);
    return build.places.objectsAt(at.range, subject).map((object) => build.annotated.get(object));
  }

  /** All that name it are of use; the first is told. */
  #asked(annotated: Annotated, names: readonly string[]): Suppression | undefined {
    let first: Suppression | undefined;
    for (const { suppression, rule } of names.flatMap((name) => annotated.get(name) ?? [])) {
      this.used.add(rule);
      first ??= suppression;
    }
    return first;
  }

  /** The annotations of files that builds are made of hide nothing by themselves. */
  #fileOf(file: SuppressionComments): SuppressionComments {
    const { path, suppressions } = file;
    if (!this.#byInput.has(path)) return file;
    const own = suppressions.map((suppression): Suppression => {
      if (suppression.from !== "annotation") return suppression;
      return this.#known.get(keyOf(path, suppression)) ?? { ...suppression, scope: undefined };
    });
    // Those in patches written in place, in `commonAnnotations`, no file has by itself.
    return { ...file, suppressions: [...new Set([...own, ...(this.#byFile.get(path) ?? [])])] };
  }
}

/** A template may write several at one place. */
const keyOf = (path: string, { by, range, rules, until, reason }: Suppression): string =>
  [range.path ?? path, range.start, by, rules.map(({ id }) => id).join(), until, reason].join("\0");

function byName(suppressions: readonly Suppression[]): Annotated {
  const requests = suppressions.flatMap((suppression) => suppression.rules.map((rule) => ({ suppression, rule })));
  return grouped(requests, ({ suppression, rule }) => nameOf(suppression, rule));
}

/** All that a suppression may call what is claimed. */
function namesOf({ by: { rule }, report }: Claim): readonly string[] {
  const codes = report.peers ?? codesOf(rule);
  return [rule.id, ...codes.filter(isPeerCode), ...peerNames(rule, report)];
}
