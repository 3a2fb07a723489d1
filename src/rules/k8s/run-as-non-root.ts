import {
  BASELINE_CAPABILITIES,
  capabilities,
  flag,
  hasUserNamespace,
  isPrivileged,
  securityAnchor,
  userOf,
} from "../../model/kubernetes/security.ts";
import {
  type Container,
  type ContainerView,
  containersOf,
  containerTitle,
  effectiveSecurity,
  lacksSecurity,
  type Workload,
} from "../../model/kubernetes/workload.ts";
import { asString, child, isNull, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { inserted, replaced } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { deployment, pod } from "./_examples.ts";
import { onlyChangesOwners } from "./_ownership.ts";
import { podTitle } from "./_pod-title.ts";

const PEERS = ["run-as-non-root", "runAsRootAllowed", "CKV_K8S_23", "C-0013"];
const INIT_CHOWN = code`
  initContainers:
    - name: own
      image: registry.example.com/busybox:1
      command: [sh, -c, "mkdir -p /data/db && chown -R 1000:1000 /data"]
      securityContext: {runAsUser: 0}
`;

export default defineRule({
  id: "k8s/run-as-non-root",
  title: "Run containers as a non-root user",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Root in a container is root to the kernel. A way out of the container, a mounted folder or a forgotten capability is then enough to own the node; as any other user the same mistake leads nowhere.",
  remedy:
    "Set `runAsNonRoot: true` in the `securityContext` of the pod, which makes Kubernetes refuse to start a container as root, and a `runAsUser` where the image names no numeric user.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["run-as-non-root"],
    polaris: ["runAsRootAllowed"],
    trivy: ["KSV-0012", "KSV-0105"],
    checkov: ["CKV_K8S_23"],
    kubescape: ["C-0013"],
  },
  compliance: ["PSS restricted", "NSA/CISA K8s Hardening: non-root containers", "CIS Kubernetes 5.2.7"],
  options: {
    scope: option.oneOf(
      ["explicit", "missing"],
      "explicit",
      "`explicit` finds what is set to run as root, `missing` also what nothing keeps from it.",
    ),
    allowInit: option.boolean(
      false,
      "Whether init containers may run as root that only make folders and change the owner or mode of files.",
    ),
  },
  strict: { options: { scope: "missing" } },
  examples: {
    bad: [
      deployment({ container: "securityContext:\n  runAsUser: ⟦0⟧\n" }),
      {
        title: "Nothing else says who it runs as",
        files: deployment({ pod: "securityContext:\n  runAsNonRoot: ⟦false⟧\n" }),
        fixed: deployment({ pod: "securityContext:\n  runAsNonRoot: true\n" }),
      },
      {
        title: "The container wins over its pod",
        files: pod({
          pod: "securityContext: {runAsUser: 1000, runAsNonRoot: true}\n",
          container: "securityContext: {runAsUser: ⟦0⟧}\n",
        }),
      },
      {
        title: "The pod, for all containers that say nothing",
        files: pod({
          pod: "securityContext: {runAsUser: ⟦0⟧}\n",
          container:
            "- {name: a, image: a:1}\n- {name: b, image: b:1}\n- {name: c, image: c:1, securityContext: {runAsUser: 7}}\n",
        }),
      },
      {
        title: "A container that says nothing by null",
        files: pod({ pod: "securityContext: {runAsUser: ⟦0⟧}\n", container: "securityContext: {runAsUser: null}\n" }),
      },
      {
        title: "An init container too",
        files: pod({ pod: INIT_CHOWN.replace("runAsUser: 0", "runAsUser: ⟦0⟧") }),
      },
      {
        title: "Silence, when that counts",
        files: deployment({ container: "⟦securityContext⟧:\n  readOnlyRootFilesystem: true\n" }),
        fixed:
          deployment({ container: "securityContext:\n  readOnlyRootFilesystem: true\n" }) +
          "      securityContext:\n        runAsNonRoot: true\n",
        options: { scope: "missing" },
      },
      {
        title: "Privileged, so that a user namespace is no comfort",
        files: pod({
          pod: "hostUsers: false\n",
          container: "securityContext: {runAsUser: ⟦0⟧, capabilities: {add: [SYS_ADMIN]}}\n",
        }),
      },
      {
        title: "One container of a pod that a user namespace does not confine",
        files: pod({
          pod: "hostUsers: false\nsecurityContext: {runAsUser: ⟦0⟧}\n",
          container: "- {name: a, image: a:1}\n- {name: b, image: b:1, securityContext: {privileged: true}}\n",
        }),
      },
    ],
    good: [
      {
        title: "By its pod",
        files: deployment({ pod: "securityContext:\n  runAsNonRoot: true\n" }),
        options: { scope: "missing" },
      },
      {
        title: "By a user that is not root, whatever else",
        files: deployment({ container: "securityContext: {runAsUser: 10001, runAsNonRoot: false}\n" }),
        options: { scope: "missing" },
      },
      { title: "Silence, by default", files: deployment() },
      {
        title: "Windows knows no such user",
        files: pod({ pod: "os: {name: windows}\n" }),
        options: { scope: "missing" },
      },
      {
        title: "Root of a user namespace is nobody on the node",
        files: pod({ pod: "hostUsers: false\nsecurityContext: {runAsUser: 0}\n" }),
      },
      {
        title: "An init container that only hands files over",
        files: pod({ pod: INIT_CHOWN }),
        options: { allowInit: true },
      },
      {
        title: "Decided by a chart's values",
        files: deployment({ pod: "securityContext:\n  runAsUser: {{ .Values.uid }}\n" }),
        options: { scope: "missing" },
      },
      {
        title: "Added by a chart's values",
        files: deployment({ container: "securityContext:\n  {{- toYaml .Values.security | nindent 2 }}\n" }),
        options: { scope: "missing" },
      },
    ],
  },

  *check(manifest, { scope, allowInit }) {
    const told = new Set<Node>();
    for (const view of containersOf(manifest)) {
      const { workload, container } = view;
      if (workload.os === "windows") continue;
      if (allowInit && container.role === "init" && onlyChangesOwners(container)) continue;
      const explicit = statedRoot(view);
      if (explicit) {
        const isHarmless = scope === "explicit" && hasUserNamespace(workload) !== false && isConfined(container);
        if (isHarmless || told.has(explicit.node)) continue;
        told.add(explicit.node);
        yield explicit.report;
      } else if (scope === "missing" && isUndecidedByAll(workload, container)) yield silent(view);
    }
  },
});

/** The setting that makes a container run as root: its own, or its pod's, which is told of once. */
function statedRoot(view: ContainerView): { readonly node: Node; readonly report: Report } | undefined {
  const { workload, container } = view;
  const user = effectiveSecurity(workload, container, "runAsUser");
  if (user && userOf(user) === "root") {
    const message = `${whoRuns(view, "runAsUser")} as root: its runAsUser is 0.`;
    return {
      node: user,
      report: { at: user, message, subject: subjectOf(view, "runAsUser"), peers: ["KSV-0105", ...PEERS] },
    };
  }
  const nonRoot = effectiveSecurity(workload, container, "runAsNonRoot");
  if (nonRoot?.type !== "scalar" || flag(nonRoot) !== false || !lacksSecurity(workload, container, "runAsUser"))
    return undefined;
  const edits = replaced(nonRoot, "true");
  const report: Report = {
    at: nonRoot,
    message: `${whoRuns(view, "runAsNonRoot")} as whatever user its image names, root too.`,
    subject: subjectOf(view, "runAsNonRoot"),
    peers: ["KSV-0012", ...PEERS],
    fix: edits && { title: "Set runAsNonRoot to true", edits },
  };
  return { node: nonRoot, report };
}

const isOwn = ({ body }: Container, field: string): boolean => !isNull(child(body, "securityContext", field));

const whoRuns = ({ object, container }: ContainerView, field: string): string =>
  `${isOwn(container, field) ? containerTitle(container) : podTitle(object)} runs`;

const subjectOf = ({ object, container }: ContainerView, field: string): string =>
  isOwn(container, field) ? container.address : object.address;

const isUndecidedByAll = (workload: Workload, container: Container): boolean =>
  workload.os === "linux" &&
  lacksSecurity(workload, container, "runAsUser") &&
  lacksSecurity(workload, container, "runAsNonRoot");

function silent({ workload, container }: ContainerView): Report {
  const edits = inserted(workload.podSpec, ["securityContext", "runAsNonRoot"], true);
  return {
    at: securityAnchor(container),
    message: `${containerTitle(container)} may run as root: neither runAsNonRoot nor runAsUser is set.`,
    missing: "runAsNonRoot",
    subject: container.address,
    peers: ["KSV-0012", ...PEERS],
    fix: edits && { title: "Set runAsNonRoot for the pod", edits },
  };
}

/** Does nothing else take from a user namespace what it is for? */
const isConfined = (container: Container): boolean =>
  !isPrivileged(container) &&
  flag(child(container.body, "securityContext", "allowPrivilegeEscalation")) !== true &&
  known(asString(child(container.body, "securityContext", "seccompProfile", "type"))) !== "Unconfined" &&
  capabilities(container, "add").every(({ name }) => BASELINE_CAPABILITIES.has(name));
