import { groupOf, type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asBoolean } from "../../model/reading.ts";
import { asString, child, entries, lacks, mappings, mayHoldMore } from "../../model/tree.ts";
import { is, known, type Value } from "../../model/value.ts";
import type { Report } from "../../rule/report.ts";
import { objectTitle } from "./_title.ts";

/** A report about one place. */
export type Saying = Omit<Report, "fix" | "peerAt" | "related">;

/** What takes plain HTTP from outside, of kinds other than Ingress. */
export function* plainHttp(object: KubernetesObject, isAllowed: (name: Value<string>) => boolean): Generator<Saying> {
  const [kind, group] = [kindOf(object), groupOf(object)];
  if (kind === "Gateway" && group === "gateway.networking.k8s.io") {
    const name = asString(child(object.tree, "spec", "gatewayClassName"));
    if (!name || !isAllowed(name)) yield* inGateway(object);
  } else if (kind === "Gateway" && group === "networking.istio.io") yield* inIstioGateway(object);
  else if (kind === "Route" && group === "route.openshift.io" && lacks(object.tree, "spec", "tls")) {
    const at = keyOf(object.tree, "spec") ?? object.kind;
    yield {
      at,
      message: `${objectTitle(object)} serves plain HTTP.`,
      missing: "tls",
      subject: object.address,
      peers: [],
    };
  }
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#listener */
function* inGateway(object: KubernetesObject): Generator<Saying> {
  const list = child(object.tree, "spec", "listeners");
  const protocols = mappings(list).map((listener) => asString(child(listener, "protocol")));
  if (!list || mayHoldMore(list) || protocols.some((protocol) => !protocol?.known || SECURE.has(protocol.value)))
    return;
  for (const at of protocols) {
    if (!at || !is(at, "HTTP")) continue;
    const message = `${objectTitle(object)} listens for HTTP, and nowhere for HTTPS.`;
    yield { at, message, missing: "HTTPS listener", subject: object.address, peers: [] };
  }
}
const SECURE: ReadonlySet<string> = new Set(["HTTPS", "TLS"]);

/** https://istio.io/latest/docs/reference/config/networking/gateway/ */
function* inIstioGateway(object: KubernetesObject): Generator<Saying> {
  const selector = entries(child(object.tree, "spec", "selector"));
  if (selector.some(({ value }) => known(asString(value))?.includes("egress"))) return;
  for (const server of mappings(child(object.tree, "spec", "servers"))) {
    const at = asString(child(server, "port", "protocol"));
    const redirect = child(server, "tls", "httpsRedirect");
    const isPlain = redirect ? is(asBoolean(redirect, "kubectl"), false) : lacks(server, "tls", "httpsRedirect");
    if (!at?.known || at.value.toUpperCase() !== "HTTP" || !isPlain) continue;
    const message = `${objectTitle(object)} serves plain HTTP, and sends nobody to HTTPS.`;
    yield { at, message, missing: "httpsRedirect", subject: object.address, peers: [] };
  }
}
