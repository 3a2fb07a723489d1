import { isCredentialName } from "../../model/secret/credential-name.ts";
import { isPlaceholder, isUndecided, isWeak } from "../../model/secret/placeholder.ts";
import { isPlainSetting } from "../../model/secret/plain-setting.ts";
import { secretsByForm, secretsInCommand, secretsInSettings } from "../../model/secret/setting-value.ts";
import type { Secret } from "../../model/secret.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Severity } from "../../rule/report.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { service } from "./_examples.ts";
import { type Literal, literalsIn } from "./_literals.ts";
import { isDevFile } from "./_service.ts";

export default defineRule({
  id: "compose/no-inline-secret",
  title: "No literal secrets in compose files",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "compose-source", // whatever another file makes of a value, this one holds it
  why: "Whoever can read the repository, now or later, has the credential, and every environment that uses the file shares it.",
  remedy:
    "Pass it in with `secrets:` and the image's `NAME_FILE` variable, or from the environment with `${NAME:?}`. Change what has been committed.",
  peers: { kics: ["Passwords And Secrets"] },
  compliance: ["CIS Docker v1.2.0 4.10"],
  options: {
    devFiles: option.strings(
      ["*override*", "*dev*", "*local*", "*test*"],
      "Files in which placeholders are a warning.",
    ),
    placeholders: option.strings([], "Values that stand for no credential."),
  },
  examples: {
    bad: [
      service("environment:", "  DB_PASSWORD: ⟦tulip-harbour-7⟧"),
      { title: "In a list", files: service("environment:", "  - DB_PASSWORD=⟦tulip-harbour-7⟧") },
      { title: "As a default", files: service("environment:", "  DB_PASSWORD: ⟦${DB_PASSWORD:-tulip-harbour-7}⟧") },
      {
        title: "In a URL",
        files: service("environment:", "  DATABASE_URL: postgres://shop:⟦tulip-harbour-7⟧@db:5432/shop"),
      },
      {
        title: "A weak one in a URL",
        files: service("environment:", "  DATABASE_URL: postgres://shop:⟦tulip⟧@db:5432/shop"),
      },
      {
        title: "In a command",
        files: service(
          "command: redis-server --appendonly yes",
          "healthcheck:",
          "  test: [CMD, redis-cli, -a, ⟦tulip-harbour-7⟧, ping]",
        ),
      },
      {
        title: "In a script",
        files: service(
          "healthcheck:",
          "  test: [CMD-SHELL, 'sqlcmd -S localhost -U sa -P ⟦tulip-harbour-7⟧ -Q \"SELECT 1\" || exit 1']",
        ),
      },
      {
        title: "In the flag of a server",
        files: service("command: [--requirepass, ⟦tulip-harbour-7⟧, --appendonly, 'yes']"),
      },
      {
        title: "In a connection string, or an option",
        files: service(
          "environment:",
          "  ConnectionStrings__Default: Server=db;Database=shop;User Id=sa;Password=⟦tulip-harbour-7⟧;",
          "  JAVA_OPTS: -Xmx512m -Dspring.datasource.password=⟦tulip-harbour-7⟧",
        ),
      },
      {
        title: "Beside what the environment decides",
        files: service("environment:", "  DATABASE_URL: postgres://shop:⟦tulip-harbour-7⟧@${DB_HOST}:5432/shop"),
      },
      {
        title: "While building",
        files: "services:\n  api:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: ⟦tulip-harbour-7⟧\n",
      },
      {
        title: "A warning, for a placeholder on a developer's machine",
        files: {
          "compose.dev.yaml": service("environment:", "  DB_PASSWORD: ⟦changeme⟧", "  POSTGRES_PASSWORD: ⟦password⟧"),
        },
      },
      {
        title: "Changed by another file, and in the repository all the same",
        files: {
          "compose.yaml": service("environment:", "  DB_PASSWORD: ⟦tulip-harbour-7⟧"),
          "compose.override.yaml": "services:\n  api:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n",
        },
      },
      {
        title: "In the options of a volume, of logging, and in a hook",
        files: `${service(
          "logging: { driver: splunk, options: { splunk-token: ⟦tulip-harbour-7⟧ } }",
          "post_start:",
          "  - command: ./prepare.sh",
          "    environment: [DB_PASSWORD=⟦tulip-harbour-7⟧]",
        )}volumes:\n  share:\n    driver_opts:\n      type: cifs\n      o: username=shop,password=⟦tulip-harbour-7⟧,uid=1000\n`,
      },
      {
        title: "In the content of a config",
        files:
          "configs:\n  app:\n    content: |\n      url = postgres://shop:⟦tulip-harbour-7⟧@db/shop\nservices: {}\n",
      },
      {
        title: "In the content of a config, by its name",
        files:
          "configs:\n  app:\n    content: |\n      user = shop\n      password = ⟦tulip-harbour-7⟧\nservices: {}\n",
      },
    ],
    good: [
      service("environment:", "  DB_PASSWORD: ${DB_PASSWORD}", "  API_TOKEN: ${API_TOKEN:?}", "  KEY_SECRET: ${A:-}"),
      service("environment:", "  DB_PASSWORD_FILE: /run/secrets/db-password", "secrets: [db-password]"),
      {
        title: "Commands that take it from elsewhere, and numbers of ports",
        files: service(
          "command: [app, --db-password, '${DB_PASSWORD}', -p, '8080']",
          "entrypoint: /bin/sh -c 'exec app -p 8080 --token-file /run/secrets/token'",
          "healthcheck:",
          '  test: mysqladmin ping -h 127.0.0.1 --password="$$(cat /run/secrets/db-password)" --silent',
        ),
      },
      { title: "Passed through", files: service("environment:", "  - DB_PASSWORD", "  - API_TOKEN=") },
      {
        title: "No credential, for all its name",
        files: service("environment:", "  POSTGRES_HOST_AUTH_METHOD: trust"),
      },
      {
        title: "Connection strings without a password, or with one from elsewhere",
        files: service(
          "environment:",
          "  ConnectionStrings__Default: Server=db;Database=shop;User Id=sa;Password=${SA_PASSWORD}",
          "  ConnectionStrings__Other: Server=db;Integrated Security=true;",
          "  SPRING_DATASOURCE_URL: jdbc:mysql://${DB_HOST}/shop?user=shop&password=${DB_PASSWORD}",
          "  JAVA_OPTS: -Djavax.net.ssl.trustStorePassword=$${TRUSTSTORE_PASSWORD}",
        ),
      },
      {
        title: "Names of files",
        files: service("environment:", "  KAFKA_SSL_KEYSTORE_CREDENTIALS: keystore_creds"),
      },
      {
        title: "A value that the team knows",
        files: service("environment:", "  DB_PASSWORD: not-used"),
        options: { placeholders: ["not-used"] },
      },
    ],
  },

  *check(file, { devFiles, placeholders }) {
    const isDev = isDevFile(file, devFiles);
    for (const { name, at, literal, kind, subject } of file.documents.flatMap((tree) => [...literalsIn(tree)])) {
      if (literal === "" || matchesAny(literal, placeholders)) continue;
      const [token] = SECRETS_IN[kind](literal);
      const isForDevelopment = isDev && (isPlaceholder(literal) || isWeak(literal));
      const severity: Severity | undefined = isForDevelopment ? "warning" : undefined;
      if (token) {
        yield {
          at: { range: at(token.range.start, token.range.end) },
          message: `${named(name)} holds ${token.name}.`,
          severity,
          subject,
          isSecret: token.kind === "credential" ? true : undefined,
        };
      } else if (name !== undefined && isCredential(name, literal)) {
        const message = `${name} holds a credential.`;
        yield { at: { range: at(0, literal.length) }, message, severity, subject, isSecret: true };
      }
    }
  },
});

/** Connection strings, options of programs and files are settings in turn; what labels say is for other programs. */
const SECRETS_IN: Readonly<Record<Literal["kind"], (text: string) => readonly Secret[]>> = {
  command: secretsInCommand,
  label: secretsByForm,
  settings: secretsInSettings,
};

const named = (name: string | undefined): string => name ?? "This text";

const isCredential = (name: string, literal: string): boolean =>
  isCredentialName(name) && !isUndecided(literal) && !isPlainSetting(name, literal);
