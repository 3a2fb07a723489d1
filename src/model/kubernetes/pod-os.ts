import { asBoolean } from "../reading.ts";
import { asString, child, isNull, type Mapping, mappings, strings } from "../tree.ts";
import { is, known, type Value } from "../value.ts";
import { settled } from "./names.ts";
import type { Container, Workload } from "./workload.ts";

const LABELS = ["kubernetes.io/os", "beta.kubernetes.io/os"];

/**
 * For which nodes a pod is meant: it says so itself, by the nodes it may go to, or by settings that only Windows has.
 * https://kubernetes.io/docs/concepts/windows/user-guide/, which has runtime classes such as `windows-2019`, too.
 */
export function podOs(podSpec: Mapping, containers: readonly Pick<Container, "body">[]): Workload["os"] {
  const selector = child(podSpec, "nodeSelector");
  const nodes = [child(podSpec, "os", "name"), ...LABELS.map((label) => child(selector, label))];
  const named = [...nodes.flatMap((node) => settled(asString(node)) ?? []), ...affinityOf(podSpec)];
  const runtime = known(asString(child(podSpec, "runtimeClassName"))) ?? "";
  if (
    named.some(isWindows) ||
    /^windows\b/i.test(runtime) ||
    [podSpec, ...containers.map(({ body }) => body)].some(hasWindowsOptions)
  ) {
    return "windows";
  }
  return named.some((value) => !value.known) ? "unknown" : "linux";
}

const isWindows = (value: Value<string>): boolean => known(value)?.toLowerCase() === "windows";

function hasWindowsOptions(body: Mapping): boolean {
  const options = child(body, "securityContext", "windowsOptions");
  return (
    options?.type === "mapping" &&
    options.entries.some(({ value }) => !isNull(value) && !is(asBoolean(value, "kubectl"), false))
  );
}

/** The system of the nodes it must go to, when its affinity leaves one only. */
function affinityOf(podSpec: Mapping): readonly Value<string>[] {
  const required = child(podSpec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = mappings(child(required, "nodeSelectorTerms"));
  const systems = terms.map((term) => {
    for (const wanted of mappings(child(term, "matchExpressions"))) {
      if (!LABELS.includes(known(asString(child(wanted, "key"))) ?? "")) continue;
      const [system, ...others] = strings(child(wanted, "values"));
      if (system && others.length === 0 && is(asString(child(wanted, "operator")), "In")) return system;
    }
    return undefined;
  });
  const [first] = systems;
  return first && systems.every((system) => system && known(system) === known(first)) ? [first] : [];
}
