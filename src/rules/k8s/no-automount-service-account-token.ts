import { type Account, accountOf, accountsIn, bindingOf } from "../../model/kubernetes/rbac.ts";
import type { Workload } from "../../model/kubernetes/workload.ts";
import { asBoolean } from "../../model/reading.ts";
import { child, lacks, mappings } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import { inserted, replaced } from "../../model/yaml-edit.ts";
import { editsIn, type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, mayShareNamespace, ofKind, unitsOf } from "../../project/kubernetes.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { grouped } from "../../text/grouped.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import { deployment, documents, pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";
import { binding } from "./_rbac-examples.ts";

const FIELD = "automountServiceAccountToken";

const OFF = "automountServiceAccountToken: false\n";
const accountFile = (fields = ""): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n${fields}`;
const NAMED = "serviceAccountName: web\n";

export default defineProjectRule({
  id: "k8s/no-automount-service-account-token",
  title: "Do not mount the service account token unless it is used",
  severity: "warning",
  preset: "strict",
  category: "security",
  why: "Kubernetes puts a token for its API into every container that does not say no. Whoever gets into a program that never needed it holds a valid account of the cluster, and with it every role that anybody binds to that account later.",
  remedy:
    "Set `automountServiceAccountToken: false` in the pod, or in its ServiceAccount, where the program does not call the Kubernetes API.",
  fix: "unsafe",
  peers: {
    polaris: ["automountServiceAccountToken"],
    trivy: ["KSV-0036"],
    checkov: ["CKV_K8S_38"],
    kubescape: ["C-0034", "C-0261"],
  },
  compliance: ["CIS Kubernetes 5.1.6"],
  options: {
    allowBoundAccounts: option.boolean(true, "Let pods have the token of an account to which some role is bound."),
  },
  examples: {
    bad: [
      {
        files: { "web.yaml": pod().replace("spec:", "⟦spec⟧:") },
        fixed: { "web.yaml": `${pod()}  automountServiceAccountToken: false\n` },
      },
      {
        title: "The pod's word counts more than its account's",
        files: {
          "web.yaml": deployment({ pod: `${NAMED}automountServiceAccountToken: ⟦true⟧\n` }),
          "account.yaml": accountFile(OFF),
        },
        fixed: { "web.yaml": deployment({ pod: `${NAMED}${OFF}` }), "account.yaml": accountFile(OFF) },
      },
      {
        title: "An account that does not say no either",
        files: {
          "web.yaml": documents(pod({ pod: NAMED }).replace("spec:", "⟦spec⟧:"), accountFile()),
        },
        fixed: {
          "web.yaml": documents(`${pod({ pod: NAMED })}  automountServiceAccountToken: false\n`, accountFile()),
        },
      },
      {
        title: "An account with a role, when asked",
        files: {
          "web.yaml": documents(
            pod({ pod: `${NAMED}automountServiceAccountToken: ⟦true⟧\n` }),
            binding("RoleBinding", "view", "- {kind: ServiceAccount, name: web, namespace: shop}\n"),
          ),
        },
        options: { allowBoundAccounts: false },
        fixed: {
          "web.yaml": documents(
            pod({ pod: `${NAMED}${OFF}` }),
            binding("RoleBinding", "view", "- {kind: ServiceAccount, name: web, namespace: shop}\n"),
          ),
        },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ pod: OFF }) } },
      {
        title: "Said by its account, in another file",
        files: { "web.yaml": deployment({ pod: NAMED }), "account.yaml": accountFile(OFF) },
      },
      {
        title: "An account that has a role uses the API",
        files: {
          "web.yaml": deployment({ pod: NAMED }),
          "rbac.yaml": binding("RoleBinding", "view", "- {kind: ServiceAccount, name: web, namespace: shop}\n"),
        },
      },
      {
        title: "A pod that asks for a token of its own",
        files: {
          "web.yaml": deployment({
            pod: code`
              volumes:
                - name: token
                  projected:
                    sources: [{serviceAccountToken: {path: token, audience: vault}}]
            `,
          }),
        },
      },
      {
        title: "An account or a setting that a template decides",
        files: {
          "a.yaml": documents(deployment({ pod: 'serviceAccountName: "{{ .Values.account }}"\n' }), accountFile(OFF)),
          "b.yaml": deployment({ pod: "automountServiceAccountToken: {{ .Values.token }}\n" }),
        },
      },
    ],
  },

  *check(project, { allowBoundAccounts }) {
    for (const unit of unitsOf(project)) {
      if (unit.isPartial && allowBoundAccounts) continue; // a role may be bound by what was not read
      const accounts = new Accounts(unit);
      for (const fact of unit.facts) {
        const { object } = fact;
        const { workload } = object;
        if (!workload || hasOwnToken(workload)) continue;
        const account = { name: accountOf(workload), namespace: object.namespace };
        if (allowBoundAccounts && accounts.mayBeBound(account)) continue;
        const stated = child(workload.podSpec, FIELD);
        if (stated?.type === "scalar" && is(asBoolean(stated, "kubectl"), true)) {
          yield report(fact, stated, "asks for", replaced(stated, "false"));
        } else if (lacks(workload.podSpec, FIELD) && !unit.isPartial && !accounts.mayRefuse(account)) {
          const edits = inserted(workload.podSpec, [FIELD], false);
          yield { ...report(fact, workload.podSpecKey, "does not refuse", edits), missing: FIELD };
        }
      }
    }
  },
});

function report(fact: KubernetesFact, at: Ranged, does: string, edits: Edits): Report<Place> {
  const { object } = fact;
  return {
    at: placeIn(fact, at),
    message: `${podTitle(object)} ${does} the token of its service account.`,
    subject: object.address,
    fix: edits && { title: "Mount no token", edits: editsIn(fact, edits) },
  };
}
type Edits = NonNullable<Report["fix"]>["edits"] | undefined;

const hasOwnToken = ({ podSpec }: Workload): boolean =>
  mappings(child(podSpec, "volumes")).some((volume) =>
    mappings(child(volume, "projected", "sources")).some((source) => child(source, "serviceAccountToken")),
  );

/** More of one name, and nobody can tell which is meant. */
const MOST_NAMESAKES = 100;

/** What a unit says of service accounts. */
class Accounts {
  readonly #written: ReadonlyMap<string | undefined, readonly KubernetesFact[]>;
  readonly #bound: ReadonlyMap<string | undefined, readonly Account[]>;

  constructor(unit: Pick<KubernetesUnit, "facts">) {
    this.#written = grouped(ofKind(unit, "ServiceAccount", ""), ({ object }) => known(object.name));
    const bindings = unit.facts.flatMap(({ object }) => bindingOf(object) ?? []);
    this.#bound = grouped(bindings.flatMap(accountsIn), ({ name }) => known(name));
  }

  /** Could some role be bound to the account? */
  mayBeBound(account: Account): boolean {
    return mayBe(this.#bound, account, ({ namespace }) => mayShareNamespace(namespace, account.namespace));
  }

  /** Could the account say that its pods get no token? */
  mayRefuse(account: Account): boolean {
    return mayBe(this.#written, account, ({ object }) => {
      const isSilent = lacks(object.tree, FIELD) || is(asBoolean(child(object.tree, FIELD), "kubectl"), true);
      return !isSilent && mayShareNamespace(object.namespace, account.namespace);
    });
  }
}

/** Could the test hold for the account? */
function mayBe<T>(
  all: ReadonlyMap<string | undefined, readonly T[]>,
  { name }: Account,
  test: (one: T) => boolean,
): boolean {
  if (!name.known) return true;
  const found = [...(all.get(name.value) ?? []), ...(all.get(undefined) ?? [])];
  return found.length > MOST_NAMESAKES || found.some(test);
}
