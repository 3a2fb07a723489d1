import { groupOf, type KubernetesObject, objectsOf } from "../../model/kubernetes/manifest.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { secretInSetting, secretsInSettings } from "../../model/secret/setting-value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { type DataValue, dataValues } from "./_secret-data.ts";
import { objectTitle } from "./_title.ts";

const configMap = (rest: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n${rest}`;

export default defineRule({
  id: "k8s/no-secret-in-configmap",
  title: "Do not keep secrets in a ConfigMap",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "kubernetes",
  why: "ConfigMaps are made to be read: most roles may, they are not encrypted at rest where Secrets are, and dashboards and logs show them. In a manifest, the history of the repository keeps the value as well.",
  remedy:
    "Keep the value in a Secret that an operator fills from a secret store, and let the application read it from a mounted file or a variable. A value that was committed is to be changed.",
  peers: { polaris: ["sensitiveConfigmapContent"], trivy: ["KSV-0109", "KSV-01010"], kubescape: ["C-0012"] },
  options: {
    allowKeys: option.strings([], "Keys and settings, with `*` for any run of characters, that hold no secret."),
  },
  examples: {
    bad: [
      configMap('data:\n  DB_HOST: db.example.com\n  DB_PASSWORD: ⟦"hunter2hunter2"⟧\n'),
      {
        title: "In a file of settings",
        files: configMap(
          "data:\n  app.properties: |\n    db.user=shop\n    db.password=⟦c0rrecth0rse⟧\n\n  app.yaml: |-\n    mail:\n      apiKey: ⟦k7f2p9x4k7f2⟧ # of the mailer\n",
        ),
      },
      { title: "In a URL", files: configMap("data:\n  BROKER: amqp://shop:⟦c0rrecth0rse⟧@mq:5672\n") },
      {
        title: "In JSON, whose escapes hide where",
        files: configMap('data:\n  app.json: ⟦"{\\"user\\": \\"shop\\", \\"password\\": \\"c0rrecth0rse\\"}"⟧\n'),
      },
      {
        title: "In base64",
        files: configMap("binaryData:\n  app.env: ⟦REJfUEFTU1dPUkQ9YzBycmVjdGgwcnNlCg==⟧\n"),
      },
      {
        title: "What a script says to get in",
        files: configMap(
          "data:\n  backup.sh: |\n    mysqldump -u shop -p⟦c0rrecth0rse⟧ shop > /backup/shop.sql\n    curl -u shop:⟦c0rrecth0rse⟧ -T /backup/shop.sql https://backup.example.com\n",
        ),
      },
      {
        title: "An element of XML",
        files: configMap(
          "data:\n  settings.xml: |\n    <server>\n      <id>releases</id>\n      <password>⟦c0rrecth0rse⟧</password>\n    </server>\n",
        ),
      },
      {
        title: "What a kustomization makes one of",
        files: {
          "kustomization.yaml":
            "configMapGenerator:\n  - name: app\n    literals: [LOG_LEVEL=info, ⟦API_TOKEN=k7f2p9x4k7f2⟧]\n",
        },
      },
    ],
    good: [
      configMap(
        "data:\n  LOG_LEVEL: info\n  app.properties: |\n    db.user=shop\n    db.url=jdbc:postgresql://db/shop\n",
      ),
      {
        title: "Where to find secrets, or how they are used",
        files: configMap(
          'data:\n  secretName: shop-db\n  passwordFile: /run/secrets/db\n  TOKEN_URL: https://id.example.com/token\n  USE_TOKEN: "true"\n  settings.yaml: |\n    tokenTTL: 3600\n    existingSecret: shop-db\n    privateKeyPath: /certs/tls.key\n',
        ),
      },
      {
        title: "Filled in when the application starts",
        files: configMap(
          'data:\n  DB_PASSWORD: changeme\n  grafana.ini: |\n    [security]\n    admin_password = $__file{/etc/secrets/admin}\n    secret_key = ${SECRET_KEY}\n  web.conf: "password {{ .Values.password }}"\n',
        ),
      },
      {
        title: "Public keys are public",
        files: configMap("data:\n  JWT_PUBLIC_KEY: k7f2p9x4k7f2\n  publicToken: k7f2p9x4k7f2\n"),
      },
      {
        title: "Who is asked for, and a file that holds the rest",
        files: configMap(
          "data:\n  prometheus.yml: |\n    basic_auth: {username: scraper, password_file: /etc/secrets/scraper}\n    auth: [basic, bearer]\n",
        ),
      },
      {
        title: "Words that a person reads",
        files: configMap(
          'data:\n  messages.properties: |\n    login.password=Password\n    login.failed.password=Please enter your password\n  messages.json: |\n    {"password": "Password", "token": "Token"}\n  form.xml: |\n    <password>Password</password>\n    <token>${TOKEN}</token>\n',
        ),
      },
      {
        title: "Allowed by the team",
        files: configMap("data:\n  CACHE_TOKEN: k7f2p9x4k7f2\n  app.ini: |\n    demo_password = c0rrecth0rse\n"),
        options: { allowKeys: ["CACHE_*", "demo_password"] },
      },
      {
        title: "Of another kind",
        files: code`
          apiVersion: apps.example.com/v1
          kind: ConfigMap
          metadata: {name: app}
          data: {password: c0rrecth0rse}
        `,
      },
    ],
  },

  *check(manifest, { allowKeys }) {
    for (const object of objectsOf(manifest, "ConfigMap")) {
      if (groupOf(object) !== "") continue;
      for (const value of [...dataValues(object, "data", false), ...dataValues(object, "binaryData", true)]) {
        if (!matchesAny(value.key, allowKeys)) yield* secretsOf(object, value, allowKeys);
      }
    }
  },
});

function* secretsOf(object: KubernetesObject, { key, node, text, isEncoded }: DataValue, allowKeys: readonly string[]) {
  const report = (name: string, at: Report["at"]): Report => ({
    at,
    message: `${clipped(objectTitle(object), 70)} has ${clipped(name, 60)} in plain text in its key ${clipped(key, 40)}.`,
    subject: object.address,
    isSecret: true,
  });
  const secrets = secretsInSettings(text);
  const partOf = secrets.length > 0 ? scalarParts(node) : undefined;
  for (const { name, range, setting } of secrets) {
    if (setting !== undefined && matchesAny(setting, allowKeys)) continue;
    yield report(name, isEncoded || !partOf ? node : { range: partOf(range) });
    if (isEncoded) return;
  }
  if (secrets.length === 0 && !text.includes("\n") && secretInSetting(key, text)) yield report("a credential", node);
}
