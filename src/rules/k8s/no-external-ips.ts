import { isService } from "../../model/kubernetes/service.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { child, strings } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { service } from "./_service-example.ts";
import { objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/no-external-ips",
  title: "Do not set externalIPs",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Every node sends what goes to an address in `externalIPs` to the Service, whoever owns that address: a Service may so take traffic of other namespaces or of the internet for itself (CVE-2020-8554). Kubernetes deprecates the field.",
  remedy: "Use a Service of type `LoadBalancer`, an Ingress or a Gateway, whose addresses a controller gives out.",
  peers: { trivy: ["KSV-0108"] },
  examples: {
    bad: [
      service({ spec: "⟦externalIPs⟧:\n  - 203.0.113.7\n  - 203.0.113.8\n" }),
      { title: "On one line", files: service({ spec: "⟦externalIPs⟧: [203.0.113.7]\n" }) },
    ],
    good: [
      service({ spec: "type: LoadBalancer\n" }),
      { title: "Empty", files: service({ spec: "externalIPs: []\n" }) },
      { title: "Decided by a chart's values", files: service({ spec: "externalIPs: [{{ .Values.address }}]\n" }) },
      {
        title: "Of another kind",
        files: code`
          apiVersion: example.com/v1
          kind: Service
          metadata: {name: web}
          spec: {externalIPs: [203.0.113.7]}
        `,
      },
    ],
  },

  *check({ objects }) {
    for (const object of objects) {
      const spec = child(object.tree, "spec");
      const addresses = strings(child(spec, "externalIPs")).flatMap((address) => known(address) ?? []);
      const at = keyOf(spec, "externalIPs");
      if (!isService(object) || !at || addresses.length === 0) continue;
      const message = `${objectTitle(object)} takes the traffic of ${clipped(addresses.slice(0, 9).join(", "), 60)}.`;
      yield { at, message, subject: object.address };
    }
  },
});
