import { capabilities, flag, isPrivileged, securityAnchor } from "../../model/kubernetes/security.ts";
import { type Container, containersOf, containerTitle, lacksSecurity } from "../../model/kubernetes/workload.ts";
import { child } from "../../model/tree.ts";
import { inserted } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { deployment, pod } from "./_examples.ts";

const FIELD = "allowPrivilegeEscalation";

export default defineRule({
  id: "k8s/no-privilege-escalation",
  title: "Set allowPrivilegeEscalation to false",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Unless it is told otherwise, a container lets its processes gain rights that they did not start with, through a set-user-ID program such as `sudo` or through file capabilities: running as another user than root is then only a first step.",
  remedy:
    "Set `allowPrivilegeEscalation: false` in the `securityContext` of the container; programs that rely on file capabilities get those from `capabilities.add` instead.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["privilege-escalation-container"],
    polaris: ["privilegeEscalationAllowed"],
    trivy: ["KSV-0001"],
    checkov: ["CKV_K8S_20"],
    kubescape: ["C-0016"],
  },
  compliance: ["PSS restricted", "CIS Kubernetes 5.2.6"],
  options: {
    scope: option.oneOf(
      ["explicit", "missing"],
      "explicit",
      "`explicit` finds what allows it, init containers aside; `missing` also what does not forbid it.",
    ),
  },
  strict: { options: { scope: "missing" } },
  examples: {
    bad: [
      deployment({ container: "securityContext:\n  allowPrivilegeEscalation: ⟦true⟧\n" }),
      {
        title: "Silence, when that counts",
        files: deployment({ container: "⟦securityContext⟧:\n  runAsNonRoot: true # uid 1000\nports: []\n" }),
        fixed: deployment({
          container:
            "securityContext:\n  runAsNonRoot: true # uid 1000\n  allowPrivilegeEscalation: false\nports: []\n",
        }),
        options: { scope: "missing" },
      },
      {
        title: "Not even a securityContext",
        files: pod({ container: "- {name: ⟦a⟧, image: a:1}\n- name: ⟦b⟧\n  image: b:1 # ours\n" }),
        fixed: pod({
          container: code`
            - {name: a, image: a:1, securityContext: { allowPrivilegeEscalation: false }}
            - name: b
              image: b:1 # ours
              securityContext:
                allowPrivilegeEscalation: false
          `,
        }),
        options: { scope: "missing" },
      },
      {
        title: "Kubernetes refuses to forbid it to a privileged container",
        files: deployment({ container: "⟦securityContext⟧:\n  privileged: true\n" }),
        options: { scope: "missing" },
      },
      {
        title: "An init container, when silence counts",
        files: pod({
          pod: code`
            initContainers:
              - name: prepare
                image: registry.example.com/prepare:1
                securityContext: {allowPrivilegeEscalation: ⟦true⟧}
          `,
          container: "securityContext: {allowPrivilegeEscalation: false}\n",
        }),
        options: { scope: "missing" },
      },
    ],
    good: [
      {
        files: deployment({ container: "securityContext: {allowPrivilegeEscalation: false}\n" }),
        options: { scope: "missing" },
      },
      { title: "Silence, by default", files: deployment() },
      {
        title: "An init container, by default",
        files: pod({
          pod: "initContainers: [{name: own, image: own:1, securityContext: {allowPrivilegeEscalation: true}}]\n",
        }),
      },
      {
        title: "Windows has no such right",
        files: pod({ pod: "os: {name: windows}\n" }),
        options: { scope: "missing" },
      },
      {
        title: "Decided by a chart's values",
        files: deployment({ container: "securityContext:\n  {{- toYaml .Values.security | nindent 2 }}\n" }),
        options: { scope: "missing" },
      },
    ],
  },

  *check(manifest, { scope }) {
    for (const { workload, container } of containersOf(manifest)) {
      if (workload.os === "windows" || (scope === "explicit" && container.role === "init")) continue;
      const subject = container.address;
      const at = child(container.body, "securityContext", FIELD);
      if (at && flag(at) === true) {
        yield { at, message: `${containerTitle(container)} lets its processes gain more rights.`, subject };
      } else if (scope === "missing" && workload.os === "linux" && lacksSecurity(workload, container, FIELD)) {
        const edits = mayForbid(container) ? inserted(container.body, ["securityContext", FIELD], false) : undefined;
        yield {
          at: securityAnchor(container),
          message: `${containerTitle(container)} does not keep its processes from gaining more rights.`,
          missing: FIELD,
          subject,
          fix: edits && { title: `Set ${FIELD} to false`, edits },
        };
      }
    }
  },
});

/** The API server rejects `false` beside these. */
const mayForbid = (container: Container): boolean =>
  !isPrivileged(container) && capabilities(container, "add").every(({ name }) => name !== "SYS_ADMIN");
