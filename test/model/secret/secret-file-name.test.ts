import { expect, test } from "vitest";
import { isCertificateName, secretFileName } from "../../../src/model/secret/secret-file-name.ts";

const list = (paths: string): readonly string[] => paths.trim().split(/\s+/);
const kinds = (paths: string): readonly (string | undefined)[] => [...new Set(list(paths).map(secretFileName))];

test("files that hold a secret whatever they say", () => {
  expect(
    kinds(`
      id_rsa deploy/id_ed25519 id_ecdsa server.p12 a/b.PFX app.jks my.keystore .netrc home/.git-credentials .aws .aws/config
      x/.ssh/id_work .ssh .kube .kube/config service-account.json service_account-prod.json terraform.tfstate
      env/terraform.tfstate.backup .dockercfg .docker/config.json home/.pgpass .vault-token .s3cfg deploy.ppk
      application_default_credentials.json
    `),
  ).toEqual(["secret"]);
});

test("files that may hold one", () => {
  expect(kinds(".env .env.local app/.env.production")).toEqual(["settings"]);
  expect(kinds(".npmrc .pypirc a/server.pem b/tls.key")).toEqual(["maybe"]);
});

test("files that hold none", () => {
  expect(
    kinds(`
      .env.example .env.sample .env.template .env.dist .env.local.example id_rsa.pub server.crt .ssh/known_hosts
      .ssh/authorized_keys truststore.jks client-trust-store.p12 debug.keystore cacerts service-account.example.json
      environment.ts env.js .envrc id_rsa_note.md kube/config aws/config keys.json key.js package.json .docker/nginx.conf docker/config.json accounts.json
    `),
  ).toEqual([undefined]);
});

test("certificates, to go by the name", () => {
  expect(list("ca.pem fullchain.pem server.cert.pem root-ca.pem x/ca-bundle.pem").every(isCertificateName)).toBe(true);
  expect(list("server.pem tls.key cacao.pem rooter.key").some(isCertificateName)).toBe(false);
});
