import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { isOfSecret } from "../../src/engine/baseline.ts";
import { RULES } from "../../src/rules/index.generated.ts";
import { type Folder, folder } from "./folder.ts";
import { testWorld } from "./world.ts";

/** With the rules that users have: which of them find secrets is what counts. */
async function run({ path }: Folder, typed: string) {
  const world = testWorld({ cwd: path });
  return { code: await main(typed.split(" "), world), ...world.said };
}

const ONLY = "--only docker/no-secret-in-env,docker/no-maintainer";
const TOKEN = "ENV API_TOKEN=q8Zr3kW9xTb2Lm5v\n";
const LEFT_OUT =
  "opsguard: left out 1 secret, to be changed and taken out of the repository. --include-secrets accepts them.\n";

test("a baseline accepts no secret unless it is told to", async () => {
  const shop = folder({ Dockerfile: `FROM alpine:3.22\nMAINTAINER ada\n${TOKEN}` });
  expect((await run(shop, `baseline create ${ONLY}`)).stderr).toBe(
    `${LEFT_OUT}opsguard: opsguard-baseline.json accepts 1 finding.\n`,
  );
  expect((await run(shop, `. ${ONLY}`)).stdout).toContain("docker/no-secret-in-env");
  expect((await run(shop, `baseline update ${ONLY}`)).stderr).toBe(
    `${LEFT_OUT}opsguard: opsguard-baseline.json accepts 1 finding: 0 new, 0 gone.\n`,
  );
  expect((await run(shop, `baseline update --include-secrets ${ONLY}`)).stderr).toBe(
    "opsguard: opsguard-baseline.json accepts 2 findings: 1 new, 0 gone.\n",
  );
  expect((await run(shop, `. ${ONLY}`)).code).toBe(0);
  expect(shop.read("opsguard-baseline.json")).not.toContain("q8Zr3kW9");
});

test("a secret that was accepted stays so, and another one does not become so", async () => {
  const shop = folder({ Dockerfile: `FROM alpine:3.22\n${TOKEN}` });
  await run(shop, `baseline create --include-secrets ${ONLY}`);
  const other = folder({
    Dockerfile: `FROM alpine:3.22\n${TOKEN}ENV DB_PASSWORD=Tr0ub4dor8xyz\n`,
    "opsguard-baseline.json": shop.read("opsguard-baseline.json") ?? "",
  });
  expect((await run(other, `baseline update ${ONLY}`)).stderr).toBe(
    `${LEFT_OUT}opsguard: opsguard-baseline.json accepts 1 finding: 0 new, 0 gone.\n`,
  );
});

test("a rule that hides what it points at says that it finds secrets", () => {
  const hiding = RULES.filter(({ id }) => /isSecret: true/.test(readFileSync(`src/rules/${id}.ts`, "utf8")));
  expect(hiding.length).toBeGreaterThan(2);
  expect(hiding.filter(({ findsSecrets }) => !findsSecrets).map(({ id }) => id)).toEqual([]);
});

test("rules that find secrets say so, and where only something is missing no secret is", () => {
  const found = RULES.filter(({ id }) => isOfSecret({ ruleId: id, missing: undefined }, RULES)).map(({ id }) => id);
  expect(found).toEqual(expect.arrayContaining(["compose/no-inline-secret", "k8s/no-committed-secret"]));
  expect(found).not.toContain("k8s/no-rbac-secrets");
  expect(isOfSecret({ ruleId: "compose/env-file-hygiene", missing: ".env.example" }, RULES)).toBe(false);
  expect(isOfSecret({ ruleId: "secret/any", missing: undefined }, RULES)).toBe(true);
});
