import type { PatchTarget } from "../../model/kustomization.ts";
import { asString, child, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";

/** Is the object what a patch is for? */
export function isTarget(object: Node, target: PatchTarget): boolean {
  const apiVersion = known(asString(child(object, "apiVersion"))) ?? "";
  const slash = apiVersion.indexOf("/");
  return (
    matches(slash === -1 ? "" : apiVersion.slice(0, slash), target.group) &&
    matches(apiVersion.slice(slash + 1), target.version) &&
    matches(known(asString(child(object, "kind"))) ?? "", target.kind) &&
    matches(known(asString(child(object, "metadata", "name"))) ?? "", target.name) &&
    matches(known(asString(child(object, "metadata", "namespace"))) ?? "default", target.namespace) &&
    hasLabels(child(object, "metadata", "labels"), target.labelSelector) &&
    hasLabels(child(object, "metadata", "annotations"), target.annotationSelector)
  );
}

/** Patterns come from the file, so only what is certain to be linear is tried as one: literals, `.*` and alternatives of them. */
function matches(text: string, pattern: string | undefined): boolean {
  if (pattern === undefined || pattern === "" || pattern === text) return true;
  if (pattern.length > 200 || !/^[\w.|*()^$-]+$/.test(pattern)) return false;
  return pattern
    .replaceAll(/[()^$]/g, "")
    .split("|")
    .some((alternative) => matchesStars(text, alternative.split(".*")));
}

function matchesStars(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? "";
  return text.length - last.length >= at && text.endsWith(last);
}

/** `a=b,c!=d,e in (f,g),h notin (i),j,!k`, as of the Kubernetes API. */
function hasLabels(labels: Node | undefined, selector: string | undefined): boolean {
  if (selector === undefined || selector === "") return true;
  return requirementsIn(selector).every((requirement) => {
    const parts = REQUIREMENT.exec(requirement);
    if (!parts) return false;
    const [, not, key = "", operator, wanted = "", set, list = ""] = parts;
    const value = known(asString(child(labels, key)));
    if (set) return list.split(",").some((item) => item.trim() === value) === (set === "in");
    if (operator === undefined) return (value !== undefined) === (not === "");
    return operator === "!=" ? value !== wanted : value === wanted;
  });
}

const REQUIREMENT = /^(!?)([\w./-]+)\s*(?:(==?|!=)\s*([\w./-]*)|(in|notin)\s*\(([\w.,\s-]*)\))?$/;

/** Between commas, but for those in parentheses. */
const requirementsIn = (selector: string): readonly string[] =>
  (selector.match(/(?:[^,(]|\([^)]*\)?)+/g) ?? []).map((requirement) => requirement.trim());
