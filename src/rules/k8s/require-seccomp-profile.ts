import { securityAnchor } from "../../model/kubernetes/security.ts";
import {
  type ContainerView,
  containersOf,
  containerTitle,
  effectiveSecurity,
  lacksSecurity,
} from "../../model/kubernetes/workload.ts";
import { asString, child, isNull, lacks, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { inserted } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { deployment, pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

const FIELD = "seccompProfile";
/** Until Kubernetes 1.27 an annotation could say it, for the pod or for one container. */
const ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
const ANNOTATION_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

export default defineRule({
  id: "k8s/require-seccomp-profile",
  title: "Set a seccomp profile",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "kubernetes",
  why: "Without a profile a container may make every system call of the kernel. The one that runtimes bring blocks those that applications do not need, through which most ways out of a container lead.",
  remedy: "Set `seccompProfile: {type: RuntimeDefault}` in the `securityContext` of the pod.",
  fix: "unsafe",
  peers: {
    "kube-score": ["container-seccomp-profile"],
    polaris: ["linuxHardening"],
    trivy: ["KSV-0030"],
    checkov: ["CKV_K8S_31"],
    kubescape: ["C-0210"],
  },
  compliance: ["PSS restricted", "CIS Kubernetes 5.7.2"],
  examples: {
    bad: [
      {
        files: deployment({
          pod: "securityContext:\n  runAsNonRoot: true\n",
          container: "⟦securityContext⟧:\n  runAsUser: 7\n",
        }),
        fixed: deployment({
          pod: "securityContext:\n  runAsNonRoot: true\n  seccompProfile:\n    type: RuntimeDefault\n",
          container: "securityContext:\n  runAsUser: 7\n",
        }),
      },
      {
        title: "A profile that confines nothing",
        files: deployment({ container: "securityContext:\n  seccompProfile: {type: ⟦Unconfined⟧}\n" }),
      },
      {
        title: "Unconfined by its pod, told once",
        files: pod({
          pod: "securityContext: {seccompProfile: {type: ⟦Unconfined⟧}}\n",
          container: "- {name: a, image: a:1}\n- {name: b, image: b:1}\n",
        }),
      },
    ],
    good: [
      {
        title: "By its pod",
        files: deployment({ pod: "securityContext: {seccompProfile: {type: RuntimeDefault}}\n" }),
      },
      {
        title: "Its own",
        files: deployment({
          container: "securityContext: {seccompProfile: {type: Localhost, localhostProfile: web.json}}\n",
        }),
      },
      {
        title: "The annotations that came before the field",
        files: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            annotations:
              container.seccomp.security.alpha.kubernetes.io/one: localhost/web.json
              seccomp.security.alpha.kubernetes.io/pod: runtime/default
          spec:
            containers:
              - {name: one, image: "registry.example.com/one:1"}
              - {name: two, image: "registry.example.com/two:1"}
        `,
      },
      { title: "Windows has none", files: pod({ pod: "os: {name: windows}\n" }) },
      {
        title: "Decided by a chart's values",
        files: deployment({ pod: "securityContext:\n  {{- toYaml .Values.podSecurity | nindent 2 }}\n" }),
      },
    ],
  },

  *check(manifest) {
    const told = new Set<Node>();
    for (const view of containersOf(manifest)) {
      if (view.workload.os !== "linux" || mayBeAnnotated(view)) continue;
      const profile = effectiveSecurity(view.workload, view.container, FIELD);
      const type = child(profile, "type");
      if (profile ? lacks(profile, "type") : lacksSecurity(view.workload, view.container, FIELD)) yield absent(view);
      else if (type && known(asString(type)) === "Unconfined" && !told.has(type)) {
        told.add(type);
        yield unconfined(view, type);
      }
    }
  },
});

/** Does an annotation set a profile, or is that decided elsewhere? */
function mayBeAnnotated({ workload, container }: ContainerView): boolean {
  const name = known(container.name);
  const keys = name === undefined ? [ANNOTATION] : [ANNOTATION, `${ANNOTATION_OF_CONTAINER}${name}`];
  return keys.some((key) => {
    const profile = asString(child(workload.template, "metadata", "annotations", key));
    if (!profile) return !lacks(workload.template, "metadata", "annotations", key);
    return !profile.known || /^(?:runtime|docker)\/default$|^localhost\//.test(profile.value);
  });
}

function absent({ workload, container }: ContainerView): Report {
  const edits = lacks(container.body, "securityContext", FIELD)
    ? inserted(workload.podSpec, ["securityContext", FIELD], { type: "RuntimeDefault" })
    : undefined;
  return {
    at: securityAnchor(container),
    message: `${containerTitle(container)} has no seccomp profile, so it may make every system call.`,
    missing: FIELD,
    subject: container.address,
    fix: edits && { title: "Set RuntimeDefault for the pod", edits },
  };
}

function unconfined({ object, container }: ContainerView, at: Node): Report {
  const isOwn = !isNull(child(container.body, "securityContext", FIELD));
  const [title, subject] = isOwn ? [containerTitle(container), container.address] : [podTitle(object), object.address];
  return { at, message: `${title} is confined by no seccomp profile.`, subject };
}
