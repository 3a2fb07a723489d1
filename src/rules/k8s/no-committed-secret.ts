import { groupOf, type KubernetesObject, objectsOf } from "../../model/kubernetes/manifest.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { standsForValue } from "../../model/secret/setting-value.ts";
import { asString, child } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { committedIn } from "./_committed.ts";
import { type DataValue, dataValues } from "./_secret-data.ts";
import { objectTitle } from "./_title.ts";

/** Public by what they are for. */
const PUBLIC_KEYS: ReadonlySet<string> = new Set(["ca.crt", "tls.crt"]);
/** Of what people try things out with. */
const TRIAL_FOLDER = /(?:^|\/)(?:e2e|examples?|fixtures?|samples?|test(?:s|data)?|__tests__)\//i;

const secret = (rest: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n${rest}`;

export default defineRule({
  id: "k8s/no-committed-secret",
  title: "Do not commit Secret data",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "kubernetes",
  why: "Base64 hides nothing: whoever can read the repository, or any copy of it, has the value, for as long as its history is kept.",
  remedy:
    "Let an operator fill the Secret from a store (External Secrets, Vault), or commit it encrypted (SOPS, Sealed Secrets). A value that was committed is to be changed.",
  peers: { secretlint: ["no-k8s-kind-secret"], kubescape: ["C-0012", "C-0208"] },
  compliance: ["CIS Kubernetes 5.4.2 (external secret storage)"],
  options: {
    allowKeys: option.strings([], "Keys, with `*` for any run of characters, whose values may be committed."),
    placeholders: option.strings([], "Values, with `*` for any run of characters, that stand for others."),
  },
  examples: {
    bad: [
      secret("data:\n  password: ⟦aHVudGVyMmh1bnRlcjI=⟧\n"),
      {
        title: "In plain text, beside what is none",
        files: secret(
          'stringData:\n  username_in: shop\n  accountname: k7f2\n  host: db.example.com\n  password: ⟦"hunter2hunter2"⟧\n  license: ⟦k7f2-p9x4⟧\n',
        ),
      },
      {
        title: "In a file of settings",
        files: secret("stringData:\n  app.properties: |\n    db.user=shop\n    db.password=⟦hunter2hunter2⟧\n"),
      },
      { title: "A weak one too", files: secret("data: {password: ⟦cG9zdGdyZXM=⟧}\n") },
      {
        title: "What a kustomization makes one of",
        files: {
          "kustomization.yaml":
            "secretGenerator:\n  - name: db\n    literals:\n      - user=shop\n      - ⟦password=hunter2hunter2⟧\n",
        },
      },
      {
        title: "A value a chart's template writes out",
        files: {
          "chart/templates/secret.yaml": code`
            apiVersion: v1
            kind: Secret
            metadata:
              name: {{ .Release.Name }}-db
            stringData:
              user: {{ .Values.user }}
              password: ⟦hunter2hunter2⟧
          `,
        },
      },
      {
        title: "The user, database and hash of a login",
        files: secret("stringData:\n  auth: ⟦shop:$apr1$x7f2p9x4$k7f2p9x4k7f2p9x4k7f2p9⟧\n"),
      },
    ],
    good: [
      {
        title: "Filled in by an operator",
        files: code`
          apiVersion: external-secrets.io/v1
          kind: ExternalSecret
          metadata: {name: db}
          spec:
            secretStoreRef: {name: vault, kind: SecretStore}
            data: [{secretKey: password, remoteRef: {key: shop/db, property: password}}]
        `,
      },
      {
        title: "Encrypted",
        files: code`
          apiVersion: v1
          kind: Secret
          metadata: {name: db}
          data:
            password: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]
          sops:
            version: 3.9.0
          ---
          apiVersion: bitnami.com/v1alpha1
          kind: SealedSecret
          metadata: {name: db}
          spec:
            encryptedData: {password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq}
        `,
      },
      {
        title: "Empty, or to be filled in",
        files: secret(
          'stringData:\n  a: ""\n  b: changeme\n  c: <password>\n  d: REPLACE_ME\n  e: ${DB_PASSWORD}\n  f: xxxxxxxx\n  g: "{{ .Values.password }}"\n  h: dummy-password\ndata:\n  i:\n  j: Y2hhbmdlbWU=\n  k: REPLACE_ME\n  l: changeme\n',
        ),
      },
      {
        title: "Certificates are public",
        files: secret(
          "type: kubernetes.io/tls\ndata:\n  tls.crt: aHVudGVyMmh1bnRlcjI=\n  ca.crt: aHVudGVyMmh1bnRlcjI=\n  tls.key: ''\n",
        ),
      },
      {
        title: "Filled in by Kubernetes",
        files: secret("type: kubernetes.io/service-account-token\ndata: {extra: aHVudGVyMmh1bnRlcjI=}\n"),
      },
      {
        title: "Settings without a credential",
        files: secret(
          "stringData:\n  type: git\n  url: https://git.example.com/shop\n  app.ini: |\n    [server]\n    port = 8080\n",
        ),
      },
      {
        title: "Allowed by the team",
        files: secret("stringData: {salt: k7f2p9x4, password: for-ci-only}\n"),
        options: { allowKeys: ["salt"], placeholders: ["for-ci-*"] },
      },
    ],
  },

  *check(manifest, { allowKeys, placeholders }) {
    for (const object of objectsOf(manifest, "Secret")) {
      if (groupOf(object) !== "" || isFilledElsewhere(object)) continue;
      for (const value of [...dataValues(object, "data", true), ...dataValues(object, "stringData", false)]) {
        const { key, node, text, isEncoded } = value;
        if (node.rendered) continue; // what a chart takes from its values is committed there
        if (PUBLIC_KEYS.has(key) || matchesAny(key, allowKeys) || matchesAny(text, placeholders)) continue;
        const committed = standsForOther(value) ? undefined : committedIn(key, text);
        if (!committed) continue;
        yield {
          at: committed.part && !isEncoded ? { range: scalarParts(node)(committed.part) } : node,
          message: `${objectTitle(object)} has a secret value in its key ${clipped(key, 60)}.`,
          severity: TRIAL_FOLDER.test(node.range.path ?? manifest.path) ? "info" : undefined,
          subject: object.address,
          isSecret: true,
        };
      }
    }
  },
});

/** Encrypted, or a token that the API server puts in. */
const isFilledElsewhere = ({ tree }: KubernetesObject): boolean =>
  child(tree, "sops") !== undefined || known(asString(child(tree, "type"))) === "kubernetes.io/service-account-token";

/** Some write `changeme` where base64 belongs: it decodes to no text. */
const standsForOther = ({ node, text, isEncoded }: DataValue): boolean =>
  isEncoded && text.includes("\uFFFD") && standsForValue(node.value);
