import { podAnnotations } from "../../model/kubernetes/security.ts";
import type { Container, Workload } from "../../model/kubernetes/workload.ts";
import { containerTitle, workloadsOf } from "../../model/kubernetes/workload.ts";
import { asString, child, type Node, resolve, type Scalar } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { replaced } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { deployment, pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

const PROFILES = [
  { field: "seccompProfile", name: "seccomp", peers: ["KSV-0104", "linuxHardening", "C-0055"] },
  { field: "appArmorProfile", name: "AppArmor", peers: ["KSV-0002", "linuxHardening", "C-0055"] },
] as const;
type Profile = (typeof PROFILES)[number];

/** The annotations that came before the fields. */
const SECCOMP_ANNOTATION = /^(?:container\.)?seccomp\.security\.alpha\.kubernetes\.io\//;
const APPARMOR_ANNOTATION = /^container\.apparmor\.security\.beta\.kubernetes\.io\//;

export default defineRule({
  id: "k8s/no-unconfined-profile",
  title: "Do not run seccomp or AppArmor unconfined",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "The default profiles of container runtimes keep a process from hundreds of system calls that no application needs and many ways out of a container do. `Unconfined` takes that away.",
  remedy: "Use `RuntimeDefault`; where that is too narrow, a `Localhost` profile with the few calls more.",
  fix: "unsafe",
  peers: { trivy: ["KSV-0002", "KSV-0104"], polaris: ["linuxHardening"], kubescape: ["C-0055"] },
  compliance: ["PSS baseline"],
  examples: {
    bad: [
      {
        files: deployment({ container: "securityContext:\n  seccompProfile:\n    type: ⟦Unconfined⟧\n" }),
        fixed: deployment({ container: "securityContext:\n  seccompProfile:\n    type: RuntimeDefault\n" }),
      },
      {
        title: "The whole pod",
        files: pod({ pod: 'securityContext:\n  appArmorProfile: {type: ⟦"Unconfined"⟧}\n' }),
        fixed: pod({ pod: 'securityContext:\n  appArmorProfile: {type: "RuntimeDefault"}\n' }),
      },
      {
        title: "The annotations that came before the fields",
        files: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            annotations:
              container.apparmor.security.beta.kubernetes.io/app: ⟦unconfined⟧
              seccomp.security.alpha.kubernetes.io/pod: ⟦unconfined⟧
          spec:
            containers: [{name: app, image: "registry.example.com/app:1"}]
        `,
        fixed: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            annotations:
              container.apparmor.security.beta.kubernetes.io/app: runtime/default
              seccomp.security.alpha.kubernetes.io/pod: runtime/default
          spec:
            containers: [{name: app, image: "registry.example.com/app:1"}]
        `,
      },
    ],
    good: [
      {
        title: "Profiles that confine",
        files: pod({
          pod: "securityContext:\n  seccompProfile: {type: RuntimeDefault}\n  appArmorProfile: {type: Localhost, localhostProfile: web}\n",
        }),
      },
      { title: "Absent is another question", files: deployment() },
      {
        title: "Decided by a chart's values",
        files: deployment({ container: "securityContext:\n  seccompProfile: {type: {{ .Values.seccomp }}}\n" }),
      },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      for (const profile of PROFILES) {
        const { address } = object;
        yield* unconfined(
          child(workload.podSpec, "securityContext", profile.field),
          profile,
          podTitle(object),
          address,
        );
        for (const container of workload.containers) yield* ofContainer(container, profile);
      }
      yield* annotated(workload, podTitle(object), object.address);
    }
  },
});

function ofContainer(container: Container, profile: Profile): Iterable<Report> {
  const node = child(container.body, "securityContext", profile.field);
  return unconfined(node, profile, containerTitle(container), container.address);
}

function* unconfined(node: Node | undefined, profile: Profile, title: string, subject: string): Iterable<Report> {
  const at = child(node, "type");
  if (at?.type !== "scalar" || known(asString(at)) !== "Unconfined") return;
  yield { ...report(at, profile, title, "RuntimeDefault"), subject };
}

function* annotated(workload: Workload, title: string, subject: string): Iterable<Report> {
  for (const { key = "", value } of podAnnotations(workload)) {
    const at = resolve(value);
    if (at.type !== "scalar" || known(asString(at)) !== "unconfined") continue;
    const [seccomp, appArmor] = PROFILES;
    const profile = SECCOMP_ANNOTATION.test(key) ? seccomp : APPARMOR_ANNOTATION.test(key) ? appArmor : undefined;
    if (profile) yield { ...report(at, profile, title, "runtime/default"), subject };
  }
}

function report(at: Scalar, { name, peers }: Profile, title: string, instead: string): Report {
  const edits = replaced(at, instead);
  const fix = edits && { title: `Use ${instead}`, edits };
  return { at, message: `${title} runs without ${name === "AppArmor" ? "an" : "a"} ${name} profile.`, peers, fix };
}
