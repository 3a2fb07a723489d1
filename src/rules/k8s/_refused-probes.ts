import { settled } from "../../model/kubernetes/names.ts";
import { type Probe, probeWords } from "../../model/kubernetes/probe.ts";
import { type Container, containerTitle } from "../../model/kubernetes/workload.ts";
import { asString, child, entry, lacks, mayHoldMore } from "../../model/tree.ts";
import type { Report } from "../../rule/report.ts";

/** What Kubernetes refuses of a probe whatever its numbers are: where it stands, and what it lacks to ask. */
export function* refusals(probe: Probe, container: Container): Generator<Report> {
  const { body, handlers, key, use } = probe;
  const title = containerTitle(container);
  if (takesNoProbes(container)) {
    yield { at: key, message: `${title} has a ${probeWords(probe)}, and Kubernetes takes none there.` };
  }
  const grace = entry(body, "terminationGracePeriodSeconds");
  if (grace && use === "readinessProbe" && !lacks(body, "terminationGracePeriodSeconds")) {
    const message = `${title} has a ${probeWords(probe)} with a terminationGracePeriodSeconds, though it ends no pod.`;
    yield { at: grace, message };
  }
  for (const handler of handlers) {
    if (handler.kind !== "exec" || !hasNoCommand(probe)) continue;
    yield { at: handler, message: `${title} has a ${probeWords(probe)} that runs no command.`, missing: "command" };
  }
}

/** Init containers end before anything is asked, unless they are sidecars; nobody restarts what was added to debug. */
function takesNoProbes({ body, role }: Container): boolean {
  if (role === "ephemeral") return true;
  const policy = settled(asString(child(body, "restartPolicy")));
  return role === "init" && (lacks(body, "restartPolicy") || policy?.known === true);
}

function hasNoCommand({ body }: Probe): boolean {
  const command = child(body, "exec", "command");
  const isEmpty = command?.type === "sequence" && command.items.length === 0 && !mayHoldMore(command);
  return isEmpty || lacks(body, "exec", "command");
}
