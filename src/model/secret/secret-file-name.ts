import { fileNameOf } from "../../text/path.ts";

/**
 * What the name of a file says of its content. `secret`: keys or credentials, whatever it holds. `settings`: credentials
 * among other things, unless it is known to hold none. `maybe`: only its content tells.
 */
export type SecretFileName = "maybe" | "secret" | "settings";

const SECRET_NAMES =
  /^(?:id_(?:dsa|ecdsa|ed25519|rsa)|_?\.?netrc|\.git-credentials|\.dockercfg|\.pgpass|\.s3cfg|\.vault-token|application_default_credentials\.json|service[-_]account[^/]*\.json|terraform\.tfstate(?:\.backup)?|[^/]+\.(?:jks|keystore|p12|pfx|ppk))$/;
const SECRET_FOLDERS = /(?:^|\/)(?:\.aws|\.ssh)(?:\/|$)|(?:^|\/)\.kube(?:\/config)?$|(?:^|\/)\.docker\/config\.json$/;
const SETTINGS = /^\.env(?:\.[^/]+)?$/;
const MAYBE = /^(?:\.npmrc|\.pypirc|[^/]+\.(?:key|pem))$/;

/** Names only, or what everybody may see. */
const TEMPLATE = /[._-](?:defaults?|dist|example|sample|schema|template|tmpl|tpl)(?:\.[a-z]{1,5})?$/;
const PUBLIC = /\.(?:cer|crt|pub)$|^known_hosts$|^authorized_keys$|trust-?store|^cacerts|^debug\.keystore$/;

/** Of the path of a file or a folder, with `/`. */
export function secretFileName(path: string): SecretFileName | undefined {
  const name = fileNameOf(path).toLowerCase();
  if (TEMPLATE.test(name) || PUBLIC.test(name)) return undefined;
  if (SECRET_NAMES.test(name) || SECRET_FOLDERS.test(path)) return "secret";
  if (SETTINGS.test(name)) return "settings";
  return MAYBE.test(name) ? "maybe" : undefined;
}

/** `ca.pem`, `fullchain.pem`, `server.cert.pem`: certificates, to go by the name. */
export const isCertificateName = (path: string): boolean =>
  /(?:^|[^a-z])(?:ca|cacert|cert|certificate|certs|chain|fullchain|bundle|public|pub|root)(?=[^a-z]|$)/i.test(
    fileNameOf(path),
  );
