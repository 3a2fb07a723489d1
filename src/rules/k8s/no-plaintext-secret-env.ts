import { containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { secretInSetting } from "../../model/secret/setting-value.ts";
import { asString, child, mappings } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { deployment, pod } from "./_examples.ts";

const env = (...variables: readonly string[]): string =>
  deployment({ container: `env:\n${variables.map((variable) => `  - ${variable}\n`).join("")}` });

export default defineRule({
  id: "k8s/no-plaintext-secret-env",
  title: "Do not put secret values in env",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "kubernetes",
  why: "A value in a manifest is in the history of the repository, in the API server and in every `kubectl describe`: all who can read pods can read it, and to change it is a release.",
  remedy:
    "Keep the value in a Secret that an operator fills from a secret store, and name it with `valueFrom.secretKeyRef`, or mount it. A value that was committed is to be changed.",
  peers: { "kube-linter": ["env-var-secret"], polaris: ["sensitiveContainerEnvVar"], kubescape: ["C-0012", "C-0259"] },
  options: {
    names: option.strings([], "Further names, with `*` for any run of characters, that hold a credential."),
    allowNames: option.strings([], "Names, with `*` for any run of characters, that hold none."),
  },
  examples: {
    bad: [
      deployment({ container: "env:\n  - name: DB_PASSWORD\n    value: ⟦hunter2hunter2⟧\n" }),
      {
        title: "A weak one too",
        files: env(
          '{name: POSTGRES_PASSWORD, value: ⟦"postgres"⟧}',
          '{name: PIN_PASSWORD, value: ⟦"1234"⟧}',
          '{name: DB_PASS, value: ⟦"12345678"⟧}',
        ),
      },
      {
        title: "A value that shows what it is",
        files: env(
          "{name: DATABASE_URL, value: 'postgres://shop:⟦c0rrecth0rse⟧@db/shop'}",
          "{name: BROKER, value: 'amqp://guest:⟦guest⟧@mq:5672'}",
          "{name: STORE_CONNECTION_STRING, value: 'Server=db;User Id=sa;Password=⟦c0rrecth0rse⟧;Encrypt=true'}",
        ),
      },
      {
        title: "An init container, whatever the case of the name",
        files: pod({
          pod: code`
            initContainers:
              - name: migrate
                image: registry.example.com/migrate:1
                env:
                  - name: apiKey
                    value: ⟦k7f2p9x4⟧
          `,
        }),
      },
      {
        title: "A name of the team's own",
        files: env("{name: ACME_LICENCE, value: ⟦k7f2p9x4⟧}"),
        options: { names: ["*_LICENCE"] },
      },
    ],
    good: [
      {
        title: "From a Secret",
        files: deployment({
          container: "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db, key: password}\n",
        }),
      },
      {
        title: "Made of other variables",
        files: env(
          "{name: API_TOKEN, value: $(TOKEN_FROM_SECRET)}",
          "{name: DB_URL, value: 'postgres://shop:$(PW)@db/shop'}",
        ),
      },
      {
        title: "Where to find a secret, or how it is used: kube-linter matches any part of the name",
        files: env(
          "{name: DB_PASSWORD_FILE, value: /run/secrets/db}",
          "{name: SECRET_PATH, value: kv/shop}",
          "{name: SECRET_NAME, value: shop-db}",
          "{name: AWS_ACCESS_KEY_ID, value: shop}",
          "{name: TOKEN_URL, value: 'https://id.example.com/token'}",
          '{name: TOKEN_TTL, value: "3600"}',
          "{name: TOKEN_HEADER, value: X-Token}",
          "{name: PASSWORD_HASH_ALGORITHM, value: bcrypt}",
          "{name: JWT_PUBLIC_KEY, value: k7f2p9x4}",
        ),
      },
      {
        title: "A switch, a number, a path, a way to log in",
        files: env(
          '{name: USE_TOKEN, value: "true"}',
          '{name: MAX_TOKEN, value: "4096"}',
          "{name: TLS_PRIVATE_KEY, value: /certs/tls.key}",
          "{name: SMTP_AUTH, value: login}",
          '{name: API_TOKEN, value: ""}',
        ),
      },
      {
        title: "Filled in later",
        files: env(
          "{name: DB_PASSWORD, value: changeme}",
          "{name: API_TOKEN, value: <token>}",
          "{name: API_KEY, value: YOUR_API_KEY}",
          "{name: SMTP_PASSWORD, value: '{{ .Values.smtp.password }}'}",
        ),
      },
      {
        title: "Allowed by name",
        files: env("{name: CACHE_TOKEN, value: k7f2p9x4}"),
        options: { allowNames: ["CACHE_*"] },
      },
    ],
  },

  *check(manifest, { names, allowNames }) {
    for (const { container } of containersOf(manifest)) {
      for (const variable of mappings(child(container.body, "env"))) {
        const name = known(asString(child(variable, "name")));
        const value = child(variable, "value");
        if (name === undefined || value?.type !== "scalar" || !value.known || matchesAny(name, allowNames)) continue;
        const secret = secretInSetting(name, value.value, matchesAny(name, names) || undefined);
        if (!secret) continue;
        yield {
          at: secret.part ? { range: scalarParts(value)(secret.part) } : value,
          message: `${containerTitle(container)} has ${clipped(secret.name, 40)} in plain text in ${clipped(name, 50)}.`,
          subject: container.address,
          isSecret: true,
        };
      }
    }
  },
});
