import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base62Checksum } from "../../src/model/secret/checksum.ts";
import { entropy, isSample } from "../../src/model/secret/placeholder.ts";
import { TOKEN_FORMATS, type TokenFormat } from "../../src/model/secret/token-format.ts";
import { secretsIn, tokensIn } from "../../src/model/secret.ts";
import { CAPITALS, HEX, madeUp, madeUpKey } from "../support/made-up.ts";

const random = madeUp(30);
const github = `ghp_${random}${base62Checksum(random)}`;

/** `kind` and text of all that is found, doubts after a `?`. */
const found = (text: string): readonly string[] =>
  secretsIn(text).map(
    ({ kind, range, doubt }) => `${kind}${doubt ? `?${doubt}` : ""}: ${text.slice(range.start, range.end)}`,
  );

describe("token formats", () => {
  const formats: readonly TokenFormat[] = TOKEN_FORMATS;
  const holdingJson = ["a signed JWT", "a Grafana API key"];

  test.each(
    formats
      .filter(({ name }) => !holdingJson.includes(name))
      .map((format) => [`${format.kind} ${format.pattern.source}`, format] as const),
  )("%s", (_, format) => {
    const { kind, pattern, literals, offset = 0, verify, entropy: least = 3 } = format;
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(`^(?:${pattern.source})$`)), (text) => {
        const token = pattern.exec(text)?.[1] ?? text;
        const random = literals.reduce((rest, literal) => rest.replace(new RegExp(literal, "i"), ""), token);
        fc.pre(entropy(random) > least && !isSample(random) && verify?.(token) !== "none" && !/^-|-$/.test(token));
        expect(literals.some((literal) => text.toLowerCase().startsWith(literal, offset))).toBe(true);
        const kinds = tokensOrDoubts(`x = "${text}";`).filter(({ secret }) => secret === token);
        expect(kinds.map((one) => one.kind)).toContain(kind);
      }),
      { numRuns: 5, seed: 7, unbiased: true, maxSkipsPerRun: 1000 },
    );
  });

  test("are sorted by kind, and what they look for is in lower case", () => {
    const kinds = formats.map(({ kind }) => kind);
    expect(kinds).toEqual(kinds.toSorted());
    for (const { literals } of formats) {
      expect(literals).toEqual(literals.toSorted());
      expect(literals).toEqual(literals.map((literal) => literal.toLowerCase()));
    }
  });

  const tokensOrDoubts = (text: string) =>
    secretsIn(text)
      .filter(({ kind }) => kind !== "credential")
      .map(({ kind, range }) => ({ kind, secret: text.slice(range.start, range.end) }));
});

describe("what looks like a token", () => {
  test("is found between quotes, after an escape and at both ends of a text", () => {
    for (const text of [github, `"${github}"`, `{"k": "a\\n${github}"}`, `url?t=${github}&x`]) {
      expect(
        found(text).some((one) => one.endsWith(`github-token: ${github}`)),
        text,
      ).toBe(true);
    }
  });

  test("is none inside a longer word, as a sample, or when it is not random at all", () => {
    const aws = `AKIA${madeUp(16, CAPITALS)}`;
    expect(found(`${aws}`)).toEqual([`aws-access-key: ${aws}`]);
    expect(
      found(`X${aws} ${aws}X AKIA${"ABCDEFGHIJKLMNOP"} AKIA${"Q".repeat(16)}`).filter((one) => !one.includes("?")),
    ).toEqual([]);
    expect(tokensIn(`AKIA${"IOSFODNN7EXAMPLE"}`)).toEqual([]);
    expect(tokensIn(`glpat-${"x".repeat(20)} hf_${"abcdefghijklmnopqrstuvwxyzabcdefgh"}`)).toEqual([]);
  });

  test("is a sample when its vendor publishes it", () => {
    const azurite = `Eby8vdM02xNOcqFlqUwJPLlmEtlC${madeUp(58)}==`;
    const jwt = `${btoa('{"alg":"HS256","typ":"JWT"}')}.${btoa('{"sub":"1234567890","name":"John Doe"}')}`.replaceAll(
      "=",
      "",
    );
    expect(found(`DefaultEndpointsProtocol=http;AccountKey=${azurite};`)).toContain(
      `azure-storage-key?placeholder: ${azurite}`,
    );
    expect(found(`${jwt}.${madeUp(43)}`)).toEqual([`jwt?placeholder: ${jwt}.${madeUp(43)}`]);
  });

  test("is doubtful when its checksum does not fit, or when it opens a sandbox", () => {
    expect(found(`${github.slice(0, -1)}~ ghp_${madeUp(36)}`)).toEqual([`github-token?checksum: ghp_${madeUp(36)}`]);
    expect(found(`sk_${"test"}_${madeUp(24)}`)).toEqual([`stripe-key?test: sk_${"test"}_${madeUp(24)}`]);
    expect(tokensIn(`ghp_${madeUp(36)} sk_${"test"}_${madeUp(24)}`)).toEqual([]);
  });

  test("a Grafana API key is JSON with a key in it", () => {
    const key = (value: object): string => btoa(JSON.stringify(value));
    const real = key({ k: madeUp(40), n: "ci", id: 1 });
    expect(found(real)).toEqual([`grafana-token: ${real}`]);
    expect(found(key({ k: madeUp(60) }))).toEqual([]);
  });

  test("a JWT has a header and a payload in JSON", () => {
    const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll("=", "");
    const jwt = (header: object): string => `${part(header)}.${part({ sub: madeUp(8), iat: 1 })}.${madeUp(43)}`;
    expect(found(jwt({ alg: "HS256", typ: "JWT" }))).toEqual([`jwt: ${jwt({ alg: "HS256", typ: "JWT" })}`]);
    expect(found(jwt({ nonsense: "HS256", typ: "JWT" }))).toEqual([]);
    expect(found(`ey${madeUp(20)}.ey${madeUp(20)}.${madeUp(43)}`)).toEqual([]);
  });
});

describe("a private key", () => {
  const key = madeUpKey();
  const pem = key.join("\n");

  test("is found as a whole: plain, indented, escaped, quoted in code, in a comment, in base64", () => {
    const indented = key
      .map((line) => `    ${line}`)
      .join("\n")
      .trim();
    const escaped = key.join("\\n");
    const quoted = key.map((line) => `"${line}\\n" +`).join("\n");
    const commented = key
      .map((line) => `# ${line}`)
      .join("\n")
      .slice(2);
    for (const text of [pem, indented, escaped, commented]) {
      expect(found(`key: ${text}\nnext: 1\n`).filter((one) => one.startsWith("private-key"))).toEqual([
        `private-key: ${text}`,
      ]);
    }
    expect(found(quoted)).toEqual([`private-key: ${quoted.slice(1, quoted.lastIndexOf("-----") + 5)}`]);
    expect(found(btoa(pem))).toEqual([`private-key: ${btoa(pem)}`]);
  });

  test("is one of OpenSSH, of OpenPGP, and one whose end is missing", () => {
    const openssh = [
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      `${btoa("openssh-key-v1\0")}${madeUp(80)}`,
      "-----END OPENSSH PRIVATE KEY-----",
    ];
    const pgp = [
      "-----BEGIN PGP PRIVATE KEY BLOCK-----",
      "Version: 1",
      "",
      `lQ${madeUp(64)}`,
      "=abcd",
      "-----END PGP PRIVATE KEY BLOCK-----",
    ];
    for (const lines of [openssh, pgp, key.slice(0, -1)]) {
      expect(found(`${lines.join("\n")}\n`)).toEqual([`private-key: ${lines.join("\n")}`]);
    }
  });

  test("may need a passphrase", () => {
    const encrypted = [key[0], "Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,00", "", ...key.slice(1)].join("\n");
    expect(found(encrypted)).toEqual([`private-key?encrypted: ${encrypted}`]);
    expect(found(madeUpKey("ENCRYPTED PRIVATE KEY").join("\n"))[0]).toMatch(/^private-key\?encrypted: /);
  });

  test.each([
    [
      "a marker in prose",
      "Paste the lines from -----BEGIN PRIVATE KEY----- to the end of the file, all of them, as they are.",
    ],
    ["a public key", madeUpKey("PUBLIC KEY").join("\n")],
    ["an elided body", `${key[0]}\n...\n${key.at(-1)}`],
    ["a template", `${key[0]}\n{{ .Values.key }}\n${key.at(-1)}`],
    ["a body that is no key", `${key[0]}\n${"anything".repeat(10)}\n${key.at(-1)}`],
    ["a body that is base64 of something else", `${key[0]}\n${madeUp(80, "ABCDEFG")}\n${key.at(-1)}`],
  ])("is not %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("a password in a URL", () => {
  test.each([
    ["postgres://app:s3cr3tpw@db.acme.io/app", "database-url: s3cr3tpw"],
    ["jdbc:mysql://app:s3cr3tpw@db:3306/app", "database-url: s3cr3tpw"],
    ["mongodb+srv://app:s3cr3tpw@db.acme.io", "database-url: s3cr3tpw"],
    ["https://ci:s3cr3tpw@git.acme.io/x.git", "basic-auth-url: s3cr3tpw"],
    ["redis://:s3cr3tpw@cache:6379", "database-url: s3cr3tpw"],
    ["Server=db;User Id=sa;Password=s3cr3tpw;Encrypt=true", "database-url: s3cr3tpw"],
    ["jdbc:mysql://db/app?user=app&amp;password=s3cr3tpw", "database-url: s3cr3tpw"],
    ["postgres://postgres:postgres@localhost/x", "database-url?weak: postgres"],
    ["https://user:s3cr3tpw@example.com/", "basic-auth-url?placeholder: s3cr3tpw"],
    [`https://${madeUp(24)}@git.acme.io/x.git`, `basic-auth-url: ${madeUp(24)}`],
    [`https://${madeUp(24)}:x-oauth-basic@git.acme.io/x.git`, `basic-auth-url: ${madeUp(24)}`],
  ])("%s", (text, expected) => {
    expect(found(`url ${text} end`)).toEqual([expected]);
  });

  test.each([
    "postgres://app:${DB_PASSWORD}@db/app",
    "postgres://{user}:{password}@db/app",
    "postgres://%s:%s@db/app",
    "https://git@git.acme.io/x.git",
    "https://x-access-token:${{ secrets.TOKEN }}@github.com/a/b",
    "https://esm.sh/x@18",
    "https://cdn.acme.io:8080/npm/x@1.2",
    "^https?://[^:]+:[^@]+@.*$",
    "http://localhost:8080 me@acme.io",
  ])("not in %s", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("the value of a credential's setting", () => {
  const value = "hunter2hunter2";
  test.each([
    `DB_PASSWORD=${value}`,
    `export DB_PASSWORD="${value}" && run`,
    `ENV DB_PASSWORD ${value}`,
    `ENV A=b DB_PASSWORD='${value}' C=d`,
    `password: ${value}`,
    `  db_password:   "${value}" # rotate`,
    `{ user: a, password: ${value}, host: b }`,
    `{"user":"a","apiKey":"${value}"}`,
    `'{\\"password\\": \\"${value}\\"}'`,
    `password = "${value}"`,
    `environ["API_TOKEN"] = "${value}"`,
    `- name: DB_PASSWORD\n  value: ${value}\n`,
    `- name: DB_PASSWORD\n  value: "${value}"\n`,
    `{"name": "DB_PASSWORD", "value": "${value}"}`,
    `docker login --username me --password ${value} registry`,
    `helm install x --set db.password=${value}`,
    `aws configure set aws_secret_access_key ${value}`,
    `npm config set //registry.npmjs.org/:_authToken ${value}`,
    `//registry.npmjs.org/:_authToken=${value}`,
    `https://api.acme.io/?access_token=${value}&page=2`,
    `curl -H "X-Api-Key: ${value}" https://api.acme.io`,
    `auth: |\n  ${value}\nnext: 1`,
    `curl -fsS -u ci:${value} https://api.acme.io`,
    `curl --user "ci:${value}" https://api.acme.io`,
    `mysql -u root -p${value} shop`,
    `command: ["mysqladmin", "-uroot", "-p${value}", "ping"]`,
    `command:\n  - mysqladmin\n  - -p${value}\n`,
    `mysqldump -h db \\\n  -p${value} shop`,
    `sshpass -p '${value}' ssh host`,
    `redis-cli -a ${value} ping`,
    `echo "root:${value}" | chpasswd`,
    `chpasswd <<< 'root:${value}'`,
    `chpasswd <<EOF\nroot:${value}\nEOF`,
    `echo ${value} | docker login -u me --password-stdin`,
    `echo '${value}' | passwd --stdin me`,
    `curl -H 'Authorization: Bearer ${value}' https://api.acme.io`,
    `Authorization: Basic ${value}`,
    `CREATE USER app IDENTIFIED BY '${value}';`,
    `ALTER ROLE app WITH PASSWORD '${value}';`,
    `openssl rsa -in k -passin pass:${value}`,
  ])("%s", (text) => {
    expect(found(text)).toContain(`credential: ${value}`);
    expect(tokensIn(text)).toEqual([]);
  });

  test.each([
    "DB_PASSWORD=$DB_PASSWORD",
    'DB_PASSWORD="${DB_PASSWORD:?}"',
    "password: ${{ secrets.PASSWORD }}",
    "password: {{ .Values.password }}",
    "password: <your password>",
    "password = var.password",
    "password = random_password.db.result",
    "token: process.env.TOKEN",
    "token = getToken()",
    "DB_PASSWORD_FILE=/run/secrets/db",
    "DB_PASSWORD=/run/secrets/db",
    "password: ssm:/prod/db",
    "password: ENC[AES256_GCM,data:abc]",
    "permissions:\n  id-token: write",
    "token: string",
    "automountServiceAccountToken: false",
    "password:\n  from: vault",
    "image: acme/auth:1.2.3-build4",
    "secret: ******",
    "RUN --mount=type=secret,id=npm_token npm ci",
    "docker build --secret id=npm_token,src=.npmrc .",
    "docker login --password-stdin registry.acme.io",
    "adduser --disabled-password --gecos '' app",
    "docker run -p 8080:80 mysql",
    "mysql -u root -p shop",
    "curl -u $USER:$TOKEN https://api.acme.io",
    "if password == other",
    "auth: basic",
    "tokens: 4096",
  ])("not %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("knows defaults and samples from secrets", () => {
    expect(found("POSTGRES_PASSWORD: postgres")).toEqual(["credential?weak: postgres"]);
    expect(found("POSTGRES_PASSWORD: change-me-please")).toEqual(["credential?placeholder: change-me-please"]);
    expect(found("token: YOUR_API_TOKEN")).toEqual(["credential?placeholder: YOUR_API_TOKEN"]);
  });

  test("is called by the form it has, when it has one", () => {
    expect(found(`GITHUB_TOKEN=${github}`)).toEqual([`github-token: ${github}`]);
    expect(found(`DB_PASSWORD=x${HEX}-${github}`)).toEqual([
      `credential: x${HEX}-${github}`,
      `github-token: ${github}`,
    ]);
  });
});

describe("hostile text", () => {
  const size = 300_000;
  const pieces = [
    "password",
    "password=",
    "password: ",
    "password: |\n ",
    'token="',
    "-----BEGIN PRIVATE KEY-----",
    "eyJ",
    "eyJ.",
    "://",
    "a://b:",
    "curl -u ",
    "mysql -p",
    "chpasswd ",
    "echo | chpasswd ",
    "authorization: basic ",
    "LS0tLS1CRUdJTi",
    "fm2_",
    "sk-",
    "\\n",
    "- name: password\n",
    "bearer ",
  ];

  test.each(pieces)("%j, again and again, takes linear work and gives ranges inside the text", (piece) => {
    const text = piece.repeat(Math.ceil(size / piece.length));
    for (const { range } of secretsIn(text)) expect(range.start < range.end && range.end <= text.length).toBe(true);
  });

  test("never throws, and finds the same in order, without equal ranges", () => {
    const part = fc.constantFrom(...pieces, github, "a", '"', "'", "\n", " ", "=", ":", "@", "1", "é");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        const ranges = secretsIn(text).map(({ range }) => range);
        expect(ranges).toEqual(ranges.toSorted((a, b) => a.start - b.start || b.end - a.end));
        expect(new Set(ranges.map(({ start, end }) => `${start}-${end}`)).size).toBe(ranges.length);
        expect(secretsIn(text)).toEqual(secretsIn(text));
      }),
    );
  });
});

test("a password of one digit is masked, and the value of DB_PW", () => {
  const text = "PIN_PASSWORD=000000\nDB_PW: k7f2p9x4\n";
  expect(secretsIn(text).map(({ range }) => text.slice(range.start, range.end))).toEqual(["000000", "k7f2p9x4"]);
});
