import { asBoolean } from "../reading.ts";
import { child, type Entry, entries, isNull, resolve, type Scalar } from "../tree.ts";
import { is } from "../value.ts";
import type { KubernetesObject } from "./manifest.ts";

/** What an annotation asks of a tool: not to tell of something in the object that carries it. */
export interface Exemption {
  /** Whose words these are: `opsguard`, `kube-linter` ... */
  readonly by: string;
  /** Of another tool, its codes; `*` stands for all. */
  readonly codes: readonly string[];
  readonly reason: string;
  /** What the annotation says. */
  readonly text: Scalar & { readonly known: true };
}

/** The exemptions among the annotations of an object and of the pods it makes. */
export function exemptionsOf({ tree, workload }: KubernetesObject): readonly Exemption[] {
  const own = entries(child(tree, "metadata", "annotations"));
  const isPod = !workload || workload.template === tree;
  const ofPods = isPod ? [] : entries(child(workload.template, "metadata", "annotations"));
  return [...own, ...ofPods].flatMap((annotation) => exemption(annotation) ?? []);
}

function exemption({ key, value }: Entry): Exemption | undefined {
  const text = resolve(value);
  if (key === undefined || text.type !== "scalar" || !text.known) return undefined;
  const found = asked(key, text);
  return found && { ...found, text };
}

const LIST = /[^\s,]+/g;

/**
 * What each tool reads: https://docs.kubelinter.io/#/configuring-kubelinter, https://github.com/zegl/kube-score,
 * https://polaris.docs.fairwinds.com/customization/exemptions/, https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
 */
function asked(key: string, text: Scalar & { readonly known: true }): Omit<Exemption, "text"> | undefined {
  const value = isNull(text) ? "" : text.value; // of other tools, the key alone may say it all
  if (key === "opsguard.dev/ignore") return isNull(text) ? undefined : { by: "opsguard", codes: [], reason: "" };
  const [, check] = /^ignore-check\.kube-linter\.io\/(.+)$/.exec(key) ?? [];
  if (check !== undefined) return { by: "kube-linter", codes: [check], reason: value };
  if (key === "kube-linter.io/ignore-all") return { by: "kube-linter", codes: ["*"], reason: value };
  if (key === "kube-score/ignore") return { by: "kube-score", codes: value.match(LIST) ?? [], reason: "" };
  const polaris = /^polaris\.fairwinds\.com\/(?:(.+)-)?exempt$/.exec(key);
  if (polaris) return isTrue(text) ? { by: "polaris", codes: [polaris[1] ?? "*"], reason: "" } : undefined;
  if (!/^checkov\.io\/skip\d*$/.test(key)) return undefined;
  const [code = "", ...reason] = value.split("=");
  return { by: "checkov", codes: [code.trim()], reason: reason.join("=").trim() };
}

/** In quotes, as annotations must be, or without. */
const isTrue = (text: Scalar & { readonly known: true }): boolean =>
  text.value === "true" || is(asBoolean(text, "kubectl"), true);
