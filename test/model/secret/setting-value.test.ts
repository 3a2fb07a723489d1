import { expect, test } from "vitest";
import { fromBase64 } from "../../../src/model/secret/base64.ts";
import { secretInSetting, secretsInSettings } from "../../../src/model/secret/setting-value.ts";
import { CAPITALS, madeUp } from "../../support/made-up.ts";

const token = `AKIA${madeUp(16, CAPITALS)}`;

test.each([
  ["DB_PASSWORD", "hunter2hunter2"],
  ["DB_PASSWORD", "postgres"],
  ["DB_PASSWORD", "1234"],
  ["DB_PASSWORD", "12345678"],
  ["DB_PASSWORD", "000000"],
  ["PGPASSWORD", "123456"],
  ["DB_PASS", "k7f2p9x4"],
  ["MYSQL_ROOT_PASSWORD", "supersecret"],
  ["POSTGRES_PASSWORD", "test"],
  ["POSTGRES_PASSWORD", "Test1234"],
  ["PULL_SECRET", "k7f2p9x4k7f2"],
  ["JWT_SECRET", "k7f2p9x4-shop"],
  ["API_KEY", "k7f2p9"],
  ["DB_PASSWORD", "k7f2$7p9x4"],
  ["HTPASSWD_SECRET", "shop:$apr1$x7f2p9x4$k7f2p9x4k7f2p9x4k7f2p9"],
])("all of %s=%s is a credential", (name, value) => {
  expect(secretInSetting(name, value)).toEqual({ name: "a credential", part: undefined });
});

test.each([
  ["ANYTHING", `x ${token}`, token],
  ["DATABASE_URL", "postgres://shop:hunter2hunter2@db/shop", "hunter2hunter2"],
  ["BROKER_URL", "amqp://guest:guest@mq", "guest"],
  ["DB_CONNECTION_STRING", "Server=db;Password=c0rrecth0rse;Encrypt=true", "c0rrecth0rse"],
  ["ConnectionStrings__Default", "Server=db;Database=shop;User Id=sa;Password=c0rrecth0rse;", "c0rrecth0rse"],
  ["CUSTOMCONNSTR_SHOP", "Driver={ODBC Driver 18};Server=db;Uid=sa;Pwd=c0rrecth0rse;Encrypt=yes", "c0rrecth0rse"],
  ["SHOP_DB", "Password=x;Pwd=c0rrecth0rse;Data Source=db", "c0rrecth0rse"],
  ["SPRING_DATASOURCE_URL", "jdbc:mysql://db/shop?user=shop&password=c0rrecth0rse&useSSL=false", "c0rrecth0rse"],
  ["SHOP_DB", "jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password=c0rrecth0rse", "c0rrecth0rse"],
  ["SHOP_DSN_PROD", "host=db password=c0rrecth0rse", "c0rrecth0rse"],
])("%s=%s holds one", (name, value, secret) => {
  const { part } = secretInSetting(name, value) ?? {};
  expect(part && value.slice(part.start, part.end)).toBe(secret);
});

test.each([
  ["DB_PASSWORD", ""],
  ["DB_PASSWORD", "123"],
  ["DB_PASSWORD", "changeme"],
  ["DB_PASSWORD", "yourpasswordhere"],
  ["DB_PASSWORD", "my-password"],
  ["DB_PASSWORD", "xxxxxxxx"],
  ["DB_PASSWORD", "changeit1"],
  ["DB_PASSWORD", "Dummy"],
  ["IMAGE_PULL_SECRET", "regcred"],
  ["DB_SECRET", "shop-db"],
  ["ENCRYPTION_KEY", "projects/shop/locations/eu/keyRings/shop/cryptoKeys/db"],
  ["WEBHOOK_TLS_SECRET", "shop-webhook"],
  ["DB_PASSWORD", "$(PASSWORD)"],
  ["DB_PASSWORD", "/run/secrets/db"],
  ["MAX_TOKEN", "4096"],
  ["ENCRYPTION_KEY", "alias/shop-main"],
  ["VAULT_SECRET", "secret/data/shop"],
  ["RAILS_MASTER_KEY", "config/master.key"],
  ["TLS_CLIENT_KEY", "client-key.pem"],
  ["API_TOKEN", "file:/run/secrets/token"],
  ["API_TOKEN", "env:API_TOKEN"],
  ["API_TOKEN", "conjur:shop/token"],
  ["API_TOKEN", "set-me"],
  ["API_TOKEN", "fill-me-in"],
  ["API_TOKEN", "n/a"],
  ["API_TOKEN", "TBD"],
  ["X_TOKEN", "abc"],
  ["REFRESH_TOKEN", "15m"],
  ["RESPONSE_TOKEN", "id_token"],
  ["ETCD_AUTH_TOKEN", "simple"],
  ["KAFKA_AUTH", "SCRAM-SHA-512"],
  ["FETCH_CREDENTIALS", "same-origin"],
  ["GRAFANA_PASSWORD_SECRET", "grafana-admin"],
  ["spring.datasource.password", "@db.password@"],
  ["SENTRY_DSN", "https://2f5c8a1b9d3e4f60a7b8c9d0e1f2a3b4@o123456.ingest.sentry.io/4501234567"],
  ["SENTRY_DSN", "https://2f5c8a1b9d3e4f60a7b8c9d0e1f2a3b4@sentry.acme.com/7"],
  ["DB_PASSWORD", "$1"],
  ["USE_TOKEN", "true"],
  ["AWS_ACCESS_KEY_ID", "shop"],
  ["TOKEN_URL", "https://id.acme.io/token"],
  ["DB_HOST", "Mode=db;Password=c0rrecth0rse"],
  ["SPRING_DATASOURCE_URL", "jdbc:mysql://db/shop?user=shop&password=${DB_PASSWORD}"],
  ["SPRING_DATASOURCE_URL", "jdbc:mysql://db/shop?user=shop&password="],
  ["ConnectionStrings__Default", "Server=db;Integrated Security=true;Password=;"],
  ["ConnectionStrings__Default", "Server=db;User Id=sa;Password={0};"],
  ["LOGIN_URL", "https://id.acme.com/login?user=shop&password=c0rrecth0rse"],
])("%s=%s is none", (name, value) => {
  expect(secretInSetting(name, value)).toBeUndefined();
});

test("a text of settings holds what its names and forms give away, weak passwords too", () => {
  const text = `user = shop\ndb.password = postgres\nsecret: mine\napi_key: k7f2p9x4k7f2\nuserpassword: k7f2p9x4\n# ${token}\n`;
  const found = secretsInSettings(text).map(({ range }) => text.slice(range.start, range.end));
  expect(found).toEqual(["postgres", "k7f2p9x4k7f2", token]);
});

test("code that hands values on holds none", () => {
  const text = "def login(user, token=None): pass\nauth = (user, password)\nrun(password=str(x), token=[a])\n";
  expect(secretsInSettings(text)).toEqual([]);
});

test("a script that asks for a password, or compares it, holds none, and no settings that are to be changed", () => {
  const text = `[ "$PASSWORD" = "hunter2" ] && exit 1\necho "app --token TOKEN --password PASSWORD"\npassword = changeme\n`;
  expect(secretsInSettings(text)).toEqual([]);
});

test("base64 is decoded as text, with a sign in place of other bytes", () => {
  expect(fromBase64("aMOpIHdvcmxkCg==")).toBe("hé world\n");
  expect(fromBase64("aMOp\nIHdv")).toBe("hé wo");
  expect(fromBase64("/w==")).toBe("\uFFFD");
  expect(fromBase64("REPLACE_ME")).toBeUndefined();
  expect(fromBase64("aaaaa")).toBeUndefined();
});
