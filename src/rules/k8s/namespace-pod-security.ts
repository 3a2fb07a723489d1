import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asString, child, lacks } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { inserted } from "../../model/yaml-edit.ts";
import { editsIn, type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { ofKind, unitsOf } from "../../project/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Place } from "../../text/source-file.ts";
import { documents } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const PREFIX = "pod-security.kubernetes.io/";
const ENFORCE = `${PREFIX}enforce`;
/** From the one that allows most to the one that allows least. */
const LEVELS = ["privileged", "baseline", "restricted"];

const namespace = (labels = "", name = "shop"): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n${labels}`;
const enforcing = (level: string): string => namespace(`  labels:\n    pod-security.kubernetes.io/enforce: ${level}\n`);

export default defineProjectRule({
  id: "k8s/namespace-pod-security",
  title: "Enforce a Pod Security Standard on every namespace",
  severity: "warning",
  preset: "strict",
  category: "security",
  why: "Without the label Kubernetes admits any pod, privileged ones and those on the host's network included, so whoever may create a pod in the namespace owns the node it lands on.",
  remedy:
    "Label the namespace `pod-security.kubernetes.io/enforce: restricted`, or `baseline` where something in it needs that. Try it with `warn` first.",
  fix: "unsafe",
  peers: { kubescape: ["C-0192", "C-0193"] },
  compliance: ["CIS Kubernetes 5.2.1"],
  options: {
    minimum: option.oneOf(["baseline", "restricted"], "baseline", "The least that a namespace enforces."),
    allow: option.strings(["kube-system"], "Names of Kubernetes namespaces that may go without."),
  },
  examples: {
    bad: [
      {
        files: { "namespace.yaml": namespace().replace("metadata:", "⟦metadata⟧:") },
        fixed: { "namespace.yaml": enforcing("baseline") },
      },
      {
        title: "Less than is asked for",
        files: {
          "a.yaml": enforcing("⟦privileged⟧"),
          "b.yaml": namespace("  ⟦labels⟧: {team: shop}\n", "web"),
          "c.yaml": enforcing("⟦baseline⟧").replace("name: shop", "name: api"),
        },
        options: { minimum: "restricted" },
        fixed: {
          "a.yaml": enforcing("privileged"),
          "b.yaml": namespace("  labels: {team: shop, pod-security.kubernetes.io/enforce: restricted}\n", "web"),
          "c.yaml": enforcing("baseline").replace("name: shop", "name: api"),
        },
      },
      {
        title: "No such level, no such version",
        files: {
          "namespace.yaml": namespace(
            "  labels:\n    pod-security.kubernetes.io/enforce: ⟦strict⟧\n    pod-security.kubernetes.io/enforce-version: ⟦1.34⟧\n    pod-security.kubernetes.io/warn: ⟦Restricted⟧\n",
          ),
        },
      },
    ],
    good: [
      { files: { "namespace.yaml": enforcing("restricted") } },
      {
        title: "With a version",
        files: {
          "namespace.yaml": namespace(
            "  labels:\n    pod-security.kubernetes.io/enforce: baseline\n    pod-security.kubernetes.io/enforce-version: v1.34\n    pod-security.kubernetes.io/audit-version: latest\n",
          ),
        },
      },
      {
        title: "Parts of the cluster itself, and others that may go without",
        files: { "namespace.yaml": documents(namespace("", "kube-system"), namespace("", "monitoring")) },
        options: { allow: ["kube-system", "monitoring"] },
      },
      {
        title: "A policy engine sees to it, anywhere in the project",
        files: {
          "namespace.yaml": documents(namespace(), enforcing("privileged").replace("name: shop", "name: ci")),
          "policies/pods.yaml": code`
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: pod-security}
          `,
        },
      },
      {
        title: "Decided by a chart's values",
        files: {
          "namespace.yaml": documents(enforcing("{{ .Values.level }}"), namespace("", "{{ .Values.namespace }}")),
        },
      },
    ],
  },

  *check(project, { minimum, allow }) {
    const isCovered = project.all("kubernetes").some(isPolicy);
    for (const unit of unitsOf(project)) {
      for (const fact of ofKind(unit, "Namespace", "")) {
        const { name, tree, address } = fact.object;
        if (!name?.known || allow.includes(name.value)) continue;
        for (const report of invalid(fact)) yield report;
        if (isCovered) continue;
        const metadata = child(tree, "metadata");
        const level = settled(asString(child(metadata, "labels", ENFORCE)));
        const rank = LEVELS.indexOf(known(level) ?? "");
        if (level && rank !== -1 && rank < LEVELS.indexOf(minimum)) {
          const message = `${objectTitle(fact.object)} enforces only the standard ${LEVELS[rank]}.`;
          yield { at: placeIn(fact, level), message, subject: address };
        } else if (!unit.isPartial && lacks(tree, "metadata", "labels", ENFORCE)) {
          const at = keyOf(metadata, "labels") ?? keyOf(tree, "metadata") ?? fact.object.kind;
          const edits = inserted(tree, ["metadata", "labels", ENFORCE], minimum);
          yield {
            at: placeIn(fact, at),
            message: `${objectTitle(fact.object)} enforces no Pod Security Standard.`,
            missing: ENFORCE,
            subject: address,
            fix: edits && { title: `Enforce the standard ${minimum}`, edits: editsIn(fact, edits) },
          };
        }
      }
    }
  },
});

/** Levels and versions that Kubernetes does not know: it takes them for the strictest, or refuses them. */
function* invalid(fact: KubernetesFact): Generator<Report<Place>> {
  const labels = child(fact.object.tree, "metadata", "labels");
  for (const mode of ["enforce", "audit", "warn"]) {
    const level = settled(asString(child(labels, PREFIX + mode)));
    if (level?.known && !LEVELS.includes(level.value)) {
      const message = `${clipped(level.value)} is no level of the Pod Security Standards.`;
      yield { at: placeIn(fact, level), message, subject: fact.object.address };
    }
    const version = settled(asString(child(labels, `${PREFIX}${mode}-version`)));
    if (version?.known && !/^(?:latest|v1\.(?:0|[1-9]\d{0,3}))$/.test(version.value)) {
      const message = `${clipped(version.value)} is no version of the Pod Security Standards.`;
      yield { at: placeIn(fact, version), message, subject: fact.object.address };
    }
  }
}

/** Kinds of policies that judge pods at admission; nothing stands for every kind of a group. */
const POLICIES: Readonly<Record<string, readonly string[] | undefined>> = {
  "admissionregistration.k8s.io": ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
  "constraints.gatekeeper.sh": undefined,
  "kyverno.io": ["ClusterPolicy", "Policy"],
  "policies.kubewarden.io": undefined,
  "policies.kyverno.io": undefined,
  "templates.gatekeeper.sh": undefined,
};

function isPolicy({ object }: KubernetesFact): boolean {
  const group = groupOf(object) ?? "";
  return Object.hasOwn(POLICIES, group) && (POLICIES[group]?.includes(kindOf(object) ?? "") ?? true);
}
