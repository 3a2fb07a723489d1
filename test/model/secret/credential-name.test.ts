import { expect, test } from "vitest";
import { isCredentialName, mayBeCredentialName } from "../../../src/model/secret/credential-name.ts";

const list = (names: string): readonly string[] => names.trim().split(/\s+/);

test.each(
  list(`
    DB_PASSWORD db_passwd smtp.pword AUTH PGPASSWORD MYSQL_PWD APIKEY STRIPE_API_KEY AWS_ACCESS_KEY_ID
    AWS_SECRET_ACCESS_KEY SSH_PRIVATE_KEY TLS_CLIENT_KEY GCP_CREDENTIALS NPM_TOKEN TOKEN JWT_SECRET DJANGO_SECRET_KEY
    SECRET_KEY_BASE PASSWORD2 API_KEY_1 SIGNING_TOKEN_B64 VITE_API_KEY REACT_APP_TOKEN NEXT_PUBLIC_API_KEY dbPassword
    clientSecret db-password _authToken GPG_PASSPHRASE DB_PASS ADMIN_PASS smtpPass MYSQL_ROOT_PASS MONGO_PWD KEYSTORE_PASS DB_PW
    STORAGE_ACCOUNT_KEY AIRFLOW__CORE__FERNET_KEY SHARED_KEY HMAC_KEY
  `),
)("%s holds a credential", (name) => {
  expect(isCredentialName(name)).toBe(true);
});

test.each(
  list(`
    AUTH_METHOD TOKEN_ISSUER POSTGRES_HOST_AUTH_METHOD SECRET_NAME DB_PASSWORD_FILE SSH_PRIVATE_KEY_PATH TOKEN_URL
    CLIENT_SECRET_ID PUBLIC_API_TOKEN JWT_PUBLIC_KEY USERNAME PRIVATE GOPRIVATE AWS_WEB_IDENTITY_TOKEN_FILE GPG_KEY KEY
    KEYBOARD PWD OLDPWD AUTHOR TOKENIZER ENABLE_AUTH USE_TOKEN GOOGLE_APPLICATION_CREDENTIALS id-token SECRETS_DIR
    COMPASS PASS_THROUGH existingSecret FIRST_PASS RENDER_PASS PROXY_PASS INIT_PWD DB_PASS_FILE PW
    SIGNING_KEY SESSION_KEY PRIMARY_KEY SORT_KEY
  `),
)("%s does not", (name) => {
  expect(isCredentialName(name)).toBe(false);
});

test("the masker goes by more names than the rules", () => {
  expect(list("DB_PASS DB_PWD userpassword vaultapikey storepass").every(mayBeCredentialName)).toBe(true);
  expect(list("PASS PWD COMPASS BYPASS KEY NAME").some(mayBeCredentialName)).toBe(false);
});
