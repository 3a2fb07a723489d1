import { fileNameOf } from "../../text/path.ts";

/** Names of environments, as they stand in file and host names. */
const NAMES = "dev|development|pre-?prod|prd|prod|production|qa|stage|staging|stg|uat";

const SETTINGS_FILE = new RegExp(
  `^(?:\\.env\\.(?:${NAMES})(?:\\.local)?|(?:${NAMES})\\.env|` +
    `(?:application|appsettings|bootstrap|config|configuration|env|environment|settings)[._-](?:${NAMES})\\.[a-z0-9]+)$`,
  "i",
);
const NAME = new RegExp(`^(?:${NAMES})$`, "i");

/** Public hosts whose names only look like those of an environment. */
const PUBLIC_HOSTS: ReadonlySet<string> = new Set([
  "dev.azure.com",
  "dev.mysql.com",
  "dev.to",
  "pkgs.dev.azure.com",
  "production.cloudflare.docker.com",
  "qa.debian.org",
]);

/** `.env.production`, `config/appsettings.Staging.json`, `application-prod.yml`: settings of one environment alone. */
export const isSettingsOfOne = (path: string): boolean => SETTINGS_FILE.test(fileNameOf(path));

/** What the value of a variable ties to one environment: its database, or a host that is named after it. */
export function tieIn(name: string, value: string): "a database connection string" | `a host of ${string}` | undefined {
  const database = databaseHost(value);
  if (database !== undefined) return isOwnMachine(database) ? undefined : "a database connection string";
  const host = hostIn(name, value)?.toLowerCase();
  if (host === undefined || PUBLIC_HOSTS.has(host)) return undefined;
  const labels = host.includes(".") ? host.split(".").slice(0, -1) : [host]; // `.dev` is a top-level domain too
  const environment = labels.flatMap((label) => label.split("-")).find((part) => NAME.test(part));
  return environment === undefined ? undefined : `a host of ${environment}`;
}

/** Of a URL, or of `Server=…;Database=…`; `""` where none is written. */
function databaseHost(value: string): string | undefined {
  const url =
    /^(?:jdbc:)?(?:clickhouse|cockroachdb|db2|mariadb|mongodb|mssql|mysql2?|oracle|postgres|postgresql|rediss?|sqlserver)(?:\+\w+|:thin)?:@?\/\/(.*)$/i.exec(
      value,
    );
  if (url) return authorityHost(url[1] ?? "");
  const settings = new Map(
    value.split(";").map((part) => {
      const [key = "", setting = ""] = part.split("=", 2);
      return [key.trim().toLowerCase(), setting.trim()] as const;
    }),
  );
  if (!settings.has("database") && !settings.has("initial catalog")) return undefined;
  return (settings.get("server") ?? settings.get("data source") ?? settings.get("host"))?.split(/[,:]/)[0];
}

/** Of a URL, or of a plain word in a variable that is called after what it holds. */
function hostIn(name: string, value: string): string | undefined {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/i.exec(value) ?? [];
  if (rest !== undefined) return authorityHost(rest);
  const isHost = /(?:^|_)(?:ADDR|ADDRESS|BROKERS?|DOMAIN|ENDPOINT|HOST|HOSTNAME|SERVERS?|URI|URL)$/i.test(name);
  return isHost ? /^([\w.-]+)(?::\d+)?$/.exec(value)?.[1] : undefined;
}

/** The host of `user:password@host:port/path`. */
function authorityHost(rest: string): string {
  const authority = rest.split(/[/?#;]/, 1)[0] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return host.startsWith("[") ? (host.slice(1).split("]", 1)[0] ?? "") : (host.split(":", 1)[0] ?? "");
}

const isOwnMachine = (host: string): boolean =>
  host === "" || /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|::1|host\.docker\.internal|\(local\)|\.)$/i.test(host);
