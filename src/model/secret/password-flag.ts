/** A short flag whose value is a password, of the commands where it is: `-p` means something else to most. */
export interface PasswordFlag {
  readonly commands: readonly string[];
  /** The commands take it so only after this word. */
  readonly subcommand?: "login";
  readonly flag: string;
  /** How the value is given: `-pVALUE`, `-p VALUE`, or either. MySQL reads `-p VALUE` as the name of a database. */
  readonly value: "attached" | "separate" | "either";
  /** The value is `user:password`. */
  readonly hasUser?: true;
}

/** From the manual pages, as of 2026-09. Sorted by first command. */
export const PASSWORD_FLAGS: readonly PasswordFlag[] = [
  { commands: ["7z", "7za"], flag: "-p", value: "attached" },
  {
    commands: [
      "az",
      "buildah",
      "cf",
      "cosign",
      "crane",
      "docker",
      "helm",
      "nerdctl",
      "oc",
      "oras",
      "podman",
      "regctl",
      "skopeo",
    ],
    subcommand: "login",
    flag: "-p",
    value: "either",
  },
  { commands: ["bcp", "sqlcmd"], flag: "-P", value: "either" },
  { commands: ["curl"], flag: "--proxy-user", value: "separate", hasUser: true },
  { commands: ["curl"], flag: "--user", value: "separate", hasUser: true },
  { commands: ["curl"], flag: "-U", value: "either", hasUser: true },
  { commands: ["curl"], flag: "-u", value: "either", hasUser: true },
  { commands: ["cypher-shell"], flag: "-p", value: "separate" },
  ...["-destkeypass", "-deststorepass", "-keypass", "-srckeypass", "-srcstorepass", "-storepass"].map(
    (flag): PasswordFlag => ({ commands: ["keytool"], flag, value: "separate" }),
  ),
  { commands: ["ldapadd", "ldapdelete", "ldapmodify", "ldapsearch"], flag: "-w", value: "either" },
  {
    commands: [
      "mariadb",
      "mariadb-admin",
      "mariadb-dump",
      "mysql",
      "mysqladmin",
      "mysqlcheck",
      "mysqldump",
      "mysqlimport",
      "mysqlsh",
    ],
    flag: "-p",
    value: "attached",
  },
  {
    commands: ["mongo", "mongodump", "mongoexport", "mongoimport", "mongorestore", "mongosh"],
    flag: "-p",
    value: "separate",
  },
  { commands: ["mosquitto_pub", "mosquitto_sub"], flag: "-P", value: "separate" },
  { commands: ["redis-cli"], flag: "--pass", value: "separate" },
  { commands: ["redis-cli"], flag: "-a", value: "separate" },
  { commands: ["sshpass"], flag: "-p", value: "either" },
  { commands: ["twine"], flag: "-p", value: "separate" },
  { commands: ["useradd", "usermod"], flag: "-p", value: "separate" },
  { commands: ["unzip", "zip"], flag: "-P", value: "separate" },
];
