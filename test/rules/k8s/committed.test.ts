import { expect, test } from "vitest";
import { committedIn } from "../../../src/rules/k8s/_committed.ts";
import { madeUpKey } from "../../support/made-up.ts";

const pem = (kind: string, body: string): string => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;

test.each([
  ["license", "k7f2-p9x4"],
  ["tls.key", madeUpKey().join("\n")],
  ["keystore.jks", "\uFFFD\uFFFD\u0001 a = b\n\uFFFD"],
  ["blob", "k7f2p9x4\np9x4k7f2\n"],
  ["config.json", '{"auths": {"acme.io": {"auth": "k7f2p9x4k7f2p9x4"}}}'],
  ["users", "shop:$2y$05$k7f2p9x4k7f2p9x4k7f2p9"],
])("%s: %j is not for a repository", (key, text) => {
  expect(committedIn(key, text)).toBeDefined();
});

test.each([
  ["bundle.pem", pem("CERTIFICATE", "MIIB")],
  ["sign.pub", pem("PUBLIC KEY", "MIIB")],
  ["tls.key", pem("RSA PRIVATE KEY", "...")],
  ["app.ini", "[server]\nport = 8080\npassword = ${PASSWORD}\n"],
  ["config.json", '{"auths": {}}'],
  ["username", "shop"],
  ["azurestorageaccountname", "shopfiles7"],
  ["auth.username_in", "shop"],
  ["clientId", "k7f2p9x4"],
  ["enabled", "true"],
  ["auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token"],
  ["expiration", "2027-03-10T03:22:11Z"],
  ["description", "bootstrap"],
  ["sslmode", "verify-full"],
  ["OAUTH_SCOPES", "read:org"],
  ["script", "#!/bin/sh\necho $HOME\n"],
])("%s: %j may be in one", (key, text) => {
  expect(committedIn(key, text)).toBeUndefined();
});
