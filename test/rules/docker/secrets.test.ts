import { expect, test } from "vitest";
import { openProject } from "../../../src/engine/open-project.ts";
import { base62Checksum } from "../../../src/model/secret/checksum.ts";
import copied from "../../../src/rules/docker/no-copied-secret-file.ts";
import inEnv from "../../../src/rules/docker/no-secret-in-env.ts";
import inRun from "../../../src/rules/docker/no-secret-in-run.ts";
import { madeUp, madeUpKey } from "../../support/made-up.ts";

// Tokens and keys stand here and not among the examples of the rules, whose pages would show them to every scanner.
const random = madeUp(30);
const token = `ghp_${random}${base62Checksum(random)}`;
const key = madeUpKey("PRIVATE KEY");

async function told(files: Readonly<Record<string, string>>) {
  const project = await openProject({ files, rules: [copied, inEnv, inRun] });
  return project.run().findings.map(({ path, start, end, message, related }) => ({
    text: files[path]?.slice(start, end),
    message,
    related: related.map((one) => `${one.path}:${one.startLine} ${one.message}`),
  }));
}

test("a token is told by its form wherever it stands", async () => {
  const Dockerfile = `FROM a\nENV A=x B="t=${token}"\nRUN git clone https://${token}@github.com/a/b\nRUN ./login ${token}\n`;
  const found = await told({ Dockerfile });
  expect(found.map(({ text }) => text)).toEqual([token, token, token]);
  expect(found[0]?.message).toBe("`ENV B` holds a GitHub token.");
  expect(found[2]?.message).toBe("This RUN holds a GitHub token.");
});

test("one that cannot be real is no finding", async () => {
  expect(await told({ Dockerfile: `FROM a\nENV A=ghp_${madeUp(36)} B=AKIA${"IOSFODNN7EXAMPLE"}\n` })).toEqual([]);
});

test("a private key in a heredoc is found as a whole", async () => {
  const pem = key.join("\n");
  const [found, ...others] = await told({
    Dockerfile: `FROM a\nRUN cat <<EOF > /key && chmod 600 /key\n${pem}\nEOF\n`,
  });
  expect(others).toEqual([]);
  expect(found).toMatchObject({ text: pem, message: "This RUN holds a private key." });
});

test("a key file counts by what it holds", async () => {
  const Dockerfile = "FROM a\nCOPY tls/server.pem tls/server.key tls/ca.pem /etc/tls/\n";
  const certificate = key.join("\n").replaceAll("PRIVATE KEY", "CERTIFICATE");
  const found = await told({
    Dockerfile,
    "tls/server.pem": certificate,
    "tls/server.key": `${key.join("\n")}\n`,
    "tls/ca.pem": certificate,
  });
  expect(found).toEqual([
    {
      text: "tls/server.key",
      message: "This COPY puts the secrets in tls/server.key into the image.",
      related: ["tls/server.key:1 It holds a private key."],
    },
  ]);
});
