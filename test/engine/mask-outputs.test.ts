import { describe, expect, test } from "vitest";
import { FORMATS } from "../../src/cli/outputs.ts";
import { openProject } from "../../src/engine/open-project.ts";
import { secretsIn } from "../../src/model/secret.ts";
import type { Reporter } from "../../src/reporters/reporter.ts";
import type { TextContext } from "../../src/reporters/text.ts";
import { defineRule, type Rule } from "../../src/rule/define-rule.ts";
import type { Finding } from "../../src/rule/finding.ts";
import { casesOf } from "../../src/testing/case.ts";
import { madeUp, madeUpKey } from "../support/made-up.ts";
import { META } from "../support/projects.ts";
import { RULES } from "../support/rules.ts";

type Files = Readonly<Record<string, string>>;

const modules = import.meta.glob<Readonly<Record<string, Reporter<TextContext>>>>("../../src/reporters/*.ts");
const context: TextContext = {
  version: "1.2.3",
  pathOf: (path) => path,
  docsOf: (id) => `https://example.com/${id}`,
  exitCode: 1,
  reportSuppressed: true,
  paint: (_, text) => text,
  measure: (text) => text.length,
  showAll: true,
};

/** What every format makes of a run of these rules over these files, with the findings. */
async function outputsOf(files: Files, rules: readonly Rule[]) {
  const now = new Date("2030-06-15T12:00:00Z");
  const result = (await openProject({ files, rules, config: { extends: ["opsguard:all"] }, now })).run();
  const outputs: [string, string][] = [];
  for (const format of FORMATS) {
    const name = format.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const reporter = (await modules[`../../src/reporters/${format}.ts`]?.())?.[name];
    if (!reporter) throw new Error(`src/reporters/${format}.ts exports no ${name}.`);
    outputs.push([format, reporter(result, context)]);
  }
  return { findings: result.findings, outputs };
}

/** Secrets long enough to be told from words that stand elsewhere for other reasons. */
const secretsOf = (text: string): readonly string[] =>
  secretsIn(text)
    .filter(({ doubt }) => doubt !== "placeholder" && doubt !== "weak")
    .flatMap(({ range }) => text.slice(range.start, range.end).split(/\s+|\\n/))
    .filter((part) => part.length >= 6);

const IS_ABOUT_SECRETS = /secret-in-|inline-secret|plaintext-secret|hardcoded|literal-credential/;

/** What a rule about secrets marks, but for variables, names of settings, and commands that only use a secret. */
const flaggedSecrets = (findings: readonly Finding[], files: Files): readonly string[] =>
  findings
    .filter(({ ruleId }) => IS_ABOUT_SECRETS.test(ruleId))
    .map(({ path, start, end }) => files[path]?.slice(start, end) ?? "")
    .filter((text) => text.length >= 6 && !/^\$|^[A-Z][A-Z0-9_]*$|\s/.test(text));

const examples = RULES.flatMap((rule) =>
  (["bad", "good"] as const).flatMap((which) =>
    casesOf(rule, which).map(({ name, files }) => [`${rule.id}, ${which}: ${name}`, files] as const),
  ),
);

describe("no secret of any example leaves the process, whatever rule speaks of it", () => {
  test.each(examples)("%s", async (_, files) => {
    const { findings, outputs } = await outputsOf(files, RULES);
    const secrets = new Set([...Object.values(files).flatMap(secretsOf), ...flaggedSecrets(findings, files)]);
    for (const [format, output] of outputs) {
      for (const secret of secrets) expect(output.includes(secret), `${format} shows ${secret}`).toBe(false);
    }
  });
});

test.each([
  "ENV DB_PASSWORD=Gr8Tulips_77",
  'ENV A=b DB_PASSWORD="Gr8Tulips_77" C=d',
  "ENV DB_PASSWORD Gr8Tulips_77",
  "LABEL com.acme.api-token=Gr8Tulips_77",
  "ARG GIT_TOKEN=Gr8Tulips_77",
  "ENV DB=mysql://app:Gr8Tulips_77@db/x",
  "RUN echo 'app:Gr8Tulips_77' | chpasswd",
  "RUN echo -e 'Gr8Tulips_77\\nGr8Tulips_77' | passwd app",
  "RUN echo Gr8Tulips_77 | docker login -u app --password-stdin",
  "RUN chpasswd <<EOF\nroot:Gr8Tulips_77\napp:Gr8Tulips_77\nEOF",
  "RUN curl -fsSLu app:Gr8Tulips_77 https://a",
  'RUN ["curl", "-u", "app:Gr8Tulips_77", "https://a"]',
  "RUN mysql -uroot \\\n      -pGr8Tulips_77 shop",
  "RUN skopeo login --username app --password Gr8Tulips_77 a",
  "RUN az login --service-principal -p Gr8Tulips_77",
  "RUN sshpass -pGr8Tulips_77 ssh a",
  "RUN redis-cli -a Gr8Tulips_77 ping",
  "RUN zip -P Gr8Tulips_77 a.zip b && useradd -p Gr8Tulips_77 c",
  "RUN deploy --api-key=Gr8Tulips_77x && deploy --auth-token Gr8Tulips_77x",
  "RUN npm config set //a/:_authToken Gr8Tulips_77 && npm set //a/:_authToken=Gr8Tulips_77",
  "RUN aws configure set --profile a aws_secret_access_key Gr8Tulips_77",
  "RUN export API_TOKEN=Gr8Tulips_77 && SOME_SECRET=Gr8Tulips_77 ./run",
  "RUN pip install -i https://app:Gr8Tulips_77@pypi.acme.com/simple shop",
])("nor what stands in %j", async (line) => {
  const { findings, outputs } = await outputsOf({ Dockerfile: `FROM debian:13\n${line}\n` }, RULES);
  expect(findings.map(({ ruleId }) => ruleId)).toContain(
    `docker/no-secret-in-${line.startsWith("RUN") ? "run" : "env"}`,
  );
  for (const [format, output] of outputs) expect(output.includes("Gr8Tulips"), format).toBe(false);
});

const COMPOSE = "services:\n  api:\n    image: api:1\n";

test.each<[string, Files]>([
  [
    "the default of a variable",
    { "compose.yaml": `${COMPOSE}    environment:\n      DB_PASSWORD: \${X:-Gr8Tulips_77}\n` },
  ],
  ["the word after a flag", { "compose.yaml": `${COMPOSE}    command: [app, --db-password, 'Gr8Tulips_77']\n` }],
  ["a bracket", { "compose.yaml": `${COMPOSE}    environment:\n      - DB_PASSWORD=a7(Gr8Tulips_77)\n` }],
  ["a brace", { "compose.yaml": `${COMPOSE}    environment:\n      DB_PASSWORD: a7x9k}Gr8Tulips_77\n` }],
  ["a quote", { "compose.yaml": `${COMPOSE}    environment:\n      DB_PASSWORD: 'a7x9k''Gr8Tulips_77'\n` }],
  ["a quote of a shell", { Dockerfile: "FROM a\nRUN export DB_PASSWORD='a7x9k'\\''Gr8Tulips_77'\n" }],
  ["a bar", { Dockerfile: "FROM a\nENV DB_PASSWORD a7x9k|Gr8Tulips_77\n" }],
  ["several words", { Dockerfile: "FROM a\nENV DB_PASSWORD a7x9k Gr8Tulips_77\n" }],
  ["an env file", { "compose.yaml": `${COMPOSE}    env_file: app.env\n`, "app.env": "DB_PASSWORD=a7(Gr8Tulips_77)\n" }],
  ["values", { "chart/values.yaml": "db:\n  password: 'a7x9k''Gr8Tulips_77'\n" }],
  [
    "a blank",
    {
      "a.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a.ini: |\n    [db]\n    password = a7x9k Gr8Tulips_77\n",
    },
  ],
  [
    "settings in a ConfigMap",
    {
      "a.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a.properties: |\n    db.password=a7x9k|Gr8Tulips_77\n",
    },
  ],
])("nor what %s makes hard to recognise", async (_, files) => {
  const { findings, outputs } = await outputsOf(files, RULES);
  expect(findings.filter(({ ruleId }) => /secret|env-file/.test(ruleId))).not.toEqual([]);
  for (const [format, output] of outputs) expect(output.includes("Tulips"), format).toBe(false);
});

test("nor does a rule that has nothing else to say", async () => {
  const key = madeUpKey();
  const token = `glpat-${madeUp(20)}`;
  const secrets = [...key.slice(1, -1), token, "hunter2hunter2", "c0rrecth0rse"];
  const leaky = defineRule({
    ...META,
    id: "docker/leaky",
    artefact: "text",
    fix: "safe",
    *check({ text }) {
      for (const [i, line] of text.split("\n").entries()) {
        const start = text.split("\n").slice(0, i).join("\n").length;
        const at = { range: { start, end: Math.min(text.length, start + line.length + 1) } };
        const fix = { title: `Write ${token}`, edits: [{ range: at.range, newText: text }] };
        yield { at, message: `It says ${line}.`, subject: line, related: [{ at, message: token }], fix };
      }
      throw new Error(text);
    },
  });
  const files = {
    Dockerfile: `FROM a\nENV DB_PASSWORD=hunter2hunter2\nENV URL=postgres://a:c0rrecth0rse@db/x T=${token}\n`,
    "key.pem": `${key.join("\n")}\n`,
    "values.yaml": `tls:\n  key: |\n    ${key.join("\n    ")}\n`,
    "docs/a.md": `# A\n${key[2]}\n\nIt was hunter2hunter2 once.\n`,
  };
  const { findings, outputs } = await outputsOf(files, [leaky]);
  expect(findings.length).toBeGreaterThan(15);
  for (const [format, output] of outputs) {
    for (const secret of secrets) expect(output.includes(secret), `${format} shows ${secret}`).toBe(false);
  }
});
