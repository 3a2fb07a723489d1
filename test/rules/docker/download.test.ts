import { expect, test } from "vitest";
import { plainCommandsOf, runsOf } from "../../../src/model/docker-run.ts";
import type { Dockerfile } from "../../../src/model/dockerfile.ts";
import { parseDockerfile } from "../../../src/parsers/dockerfile.ts";
import { downloadsOf, isVerification, remoteHost } from "../../../src/rules/docker/_download.ts";
import { lastUses } from "../../../src/rules/docker/_file-use.ts";
import { isUnpacking } from "../../../src/rules/docker/_unpacking.ts";
import { sourceFile } from "../../../src/text/source-file.ts";

const commands = (script: string) => {
  const text = `FROM debian:13\nRUN ${script}\n`;
  const artefacts = parseDockerfile(sourceFile("Dockerfile", text)).artefacts as readonly Dockerfile[];
  const runs = artefacts.flatMap(({ stages }) => [...runsOf(stages)]);
  return runs.flatMap(({ run }) => [...plainCommandsOf(run)]);
};

test.each([
  ["curl -fsSL https://example.com/a.tgz -o /tmp/b.tgz", [["example.com", "b.tgz"]]],
  ["curl -fsSLo /tmp/b.tgz https://example.com/a.tgz", [["example.com", "b.tgz"]]],
  ["curl --output=b.tgz https://example.com/a.tgz", [["example.com", "b.tgz"]]],
  ['curl -o "$OUT" https://example.com/$V/a', [["example.com", "$OUT"]]],
  ["curl -LO https://example.com/x/a.tgz?raw=1", [["example.com", "a.tgz"]]],
  ["curl https://example.com/a > /bin/a", [["example.com", "a"]]],
  ["curl https://example.com/a", [["example.com", undefined]]],
  ["curl -H 'A: https://no.example.com' https://user:pw@example.com:8080/a", [["example.com", undefined]]],
  [
    "wget -q https://example.com/a.tgz https://example.org/b.tgz",
    [
      ["example.com", "a.tgz"],
      ["example.org", "b.tgz"],
    ],
  ],
  ["wget -qO- https://example.com/a.tgz", [["example.com", undefined]]],
  ["wget -O a --header=x https://example.com/b", [["example.com", "a"]]],
  ["sudo wget https://example.com/a", [["example.com", "a"]]],
  ["curl $URL", []],
  ["curl https://$HOST/a", []],
  ["git clone https://example.com/a", []],
])("%s downloads %j", (script, expected) => {
  const found = commands(script).flatMap(downloadsOf);
  expect(found.map(({ host, file }) => [host, file])).toEqual(expected);
});

test.each([
  ["https://Example.com/a", "example.com"],
  ["git@example.com:acme/x", "example.com"],
  ["ssh://git@example.com/x", "example.com"],
  ["$URL", undefined],
  ["/local/path", undefined],
])("the host of %s is %s", (url, host) => {
  expect(remoteHost(url)).toBe(host);
});

test("what verifies a file", () => {
  const verify = [
    "sha256sum -c x",
    "echo a | shasum -a 256 --check",
    "gpg --batch --verify a.asc a",
    "cosign verify-blob a",
    "openssl dgst -sha256 -verify k a",
    `php -r "if (hash_file('sha384', 'x') !== '$H') exit(1);"`,
  ];
  expect(verify.filter((script) => !commands(script).some(isVerification))).toEqual([]);
  const others = ["gpg --dearmor", "openssl req -new", "php x.php", "echo sha256sum", "rpm -i a.rpm"];
  expect(others.filter((script) => commands(script).some(isVerification))).toEqual([]);
});

test("what unpacks an archive", () => {
  const unpack = ["tar xzf a", "tar -C / -zxf a", "tar --extract -f a", "unzip a", "gzip -d a", "7z x a", "cpio -idm"];
  expect(unpack.filter((script) => !commands(script).some(isUnpacking))).toEqual([]);
  const others = ["tar czf a b", "tar -tf a", "gzip a", "zip a b", "7z a x", "cpio -o", "cat x"];
  expect(others.filter((script) => commands(script).some(isUnpacking))).toEqual([]);
});

test.each([
  ["chmod +x /bin/a", "a", 0],
  ["chmod 0755 a; true", "a", 0],
  ["chmod 644 a", "a", -1],
  ["true; ./a --flag", "a", 1],
  ["sh -e a", "a", 0],
  ["install -m 0755 a /bin/a", "a", 0],
  ["apt-get install -y ./a.deb", "a.deb", 0],
  ["apt-get install -y a", "a", -1],
  ["tar xf /tmp/*.tgz", "a.tgz", 0],
  ["rm a", "a", -1],
])("in %s, %s is last used at %i", (script, file, index) => {
  expect(lastUses(commands(script))(file)).toBe(index);
});
