import { typeOf } from "../../model/reading.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { isCredentialName, isPasswordName, wordsOf } from "../../model/secret/credential-name.ts";
import { isPlaceholder } from "../../model/secret/placeholder.ts";
import { isPlainSetting } from "../../model/secret/plain-setting.ts";
import { tokensIn } from "../../model/secret.ts";
import { asString, child, entries, type Node, resolve, type Scalar, type Tree } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";

const values = (text: string): Readonly<Record<string, string>> => ({ "chart/values.yaml": text });

export default defineRule({
  id: "k8s/helm-values-secret",
  title: "Keep secrets out of values files",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "chart",
  why: "A values file lies in the repository, in the packaged chart and in every release that Helm stores in the cluster: whoever may read one of them has the credential, and nobody can take it back.",
  remedy:
    "Let the chart name an existing Secret (`existingSecret`), or encrypt the file with SOPS. Replace the credential: it is known now.",
  options: {
    allowKeys: option.strings(
      [],
      "Keys, or paths of keys such as `auth.password`, that may hold anything; `*` stands for any text.",
    ),
  },
  peers: { gitleaks: ["generic-api-key"] },
  examples: {
    bad: [
      { files: values("auth:\n  password: ⟦tulip-harbour-7⟧\n") },
      {
        title: "In the values of an environment, of a token and of a client",
        files: {
          "deploy/prod-values.yaml": "smtp:\n  password: ⟦tulip-harbour-7⟧\n",
          "deploy/values-prod.yaml": 'api:\n  authToken: ⟦k3Lw9sXq2ZpR⟧\noidc:\n  clientSecret: ⟦"harbour-tulip"⟧\n',
        },
      },
      {
        title: "What shows by its form that it is one, whatever its key is called",
        files: values(
          "database:\n  url: postgres://shop:⟦tulip-harbour-7⟧@db:5432/shop\nextraArgs:\n  - --token=⟦glpat-Zx8_kQ2mVt5RwLp9Ns3d⟧\n",
        ),
      },
      { title: "By an alias", files: values("x: &shared ⟦tulip-harbour-7⟧\nauth:\n  password: *shared\n") },
      { title: "All digits", files: values("redis:\n  password: ⟦73519204⟧\n") },
      {
        title: "As an environment variable",
        files: values("env:\n  - name: DB_PASSWORD\n    value: ⟦tulip-harbour-7⟧\n"),
      },
    ],
    good: [
      {
        files: values(code`
          auth:
            password: ""
            existingSecret: shop-database
            secretName: shop
            secretKey: db-password
            tlsSecret: shop-tls
            tls: {secret: shop-tls-2026}
            token: ~
            passwordKey: password
          serviceAccount:
            automountServiceAccountToken: true
        `),
      },
      {
        title: "Filled in by something else",
        files: values(
          "a: {password: changeme}\nb: {password: ${DB_PASSWORD}}\nc: {password: ref+vault://shop/db#password}\nd: {password: <password>}\n",
        ),
      },
      {
        title: "Encrypted",
        files: values(
          "password: ENC[AES256_GCM,data:Zm9v,type:str]\nplainPassword: tulip-harbour-7\nsops:\n  mac: ENC[x]\n",
        ),
      },
      {
        title: "A key that the team allows",
        files: values("demo:\n  password: tulip-harbour-7\n"),
        options: { allowKeys: ["demo.*"] },
      },
      { title: "No values of a chart", files: { "settings.yaml": "password: tulip-harbour-7\n" } },
    ],
  },

  *check({ role, tree }, { allowKeys }) {
    if (role !== "values" || !tree || entries(child(tree, "sops")).length > 0) return;
    for (const { key, path, value } of settingsIn(tree, "")) {
      if (matchesAny(key, allowKeys) || matchesAny(path, allowKeys) || isEncrypted(value)) continue;
      const subject = `value:${clipped(path)}`;
      if (isCredential(key, value)) {
        yield { at: value, message: `${clipped(path)} holds a credential.`, subject, isSecret: true };
        continue;
      }
      const [token] = tokensIn(value.value);
      if (!token) continue;
      yield {
        at: { range: scalarParts(value)(token.range) },
        message: `${clipped(path)} holds ${token.name}.`,
        subject,
      };
    }
  },
});

interface Setting {
  readonly key: string;
  /** `auth.password`. */
  readonly path: string;
  readonly value: Scalar & { readonly known: true };
}

/**
 * Every text or number with its key, and those of lists of names and values. What an alias repeats is judged where it
 * stands, but for a text, which may be a credential by the name of what repeats it.
 */
function* settingsIn(node: Tree, path: string): Generator<Setting> {
  if (node.type === "sequence") {
    for (const item of node.items) {
      if (item.type === "scalar" && item.known) yield { key: "", path, value: item };
      else yield* settingsIn(item, path);
    }
  }
  if (node.type !== "mapping") return;
  const name = known(asString(child(node, "name")));
  for (const { key, merged, value } of node.entries) {
    if (key === undefined || merged) continue;
    const below = path === "" ? key : `${path}.${key}`;
    const called = key === "value" && name !== undefined ? name : key;
    const meant = resolve(value);
    if (meant.type === "scalar" && meant.known) {
      yield { key: called, path: called === key ? below : called, value: meant };
    } else yield* settingsIn(value, below);
  }
}

const SHORTEST = 4;

function isCredential(key: string, value: Setting["value"]): boolean {
  const text = value.value;
  if (!isCredentialName(key) || text.trim().length < SHORTEST) return false;
  const type = typeOf(value, "kubectl");
  if (type !== "string" && !(type === "integer" && isPasswordName(key))) return false;
  return !isPlaceholder(text) && !isPlainSetting(key, text) && !isReference(key, text);
}

const isEncrypted = ({ tag }: Node): boolean => tag !== undefined && tag.name !== "!!str";

/** Whose secret it is, where the last word alone may mean a Secret of Kubernetes or one of its keys. */
const OWNERS: ReadonlySet<string> = new Set(
  "api app client consumer cookie hmac jwt oauth oidc session shared signing webhook".split(" "),
);

/** The name of a Secret, or of a key in one: words with dashes or dots between them. */
function isReference(key: string, text: string): boolean {
  const words = wordsOf(key);
  if (words.includes("existing") || words.includes("ref")) return true;
  if (isPasswordName(key) || words.at(-1) === "token" || OWNERS.has(words.at(-2) ?? "")) return false;
  return text.split(/[-._]/).every((word) => /^(?:[A-Za-z]+\d{0,3}|\d{1,4})$/.test(word));
}
