import { lstatSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { Interruption } from "../../src/cli/world.ts";
import { type Folder, folder } from "./folder.ts";
import { type TestWorldOptions, testWorld } from "./world.ts";

vi.mock("../../src/rules/index.generated.ts", async () => ({ RULES: (await import("./rules.ts")).TEST_RULES }));

async function run({ path }: Folder, typed: string, options: TestWorldOptions = {}) {
  const world = testWorld({ cwd: path, ...options });
  const argv = typed.split(" ").filter((word) => word !== "");
  return { code: await main(argv, world), ...world.said };
}

const SHOP = {
  "api/Dockerfile": "FROM node\n",
  "web/Dockerfile": "FROM nginx:latest\n",
  "web/README.md": "# web\n",
};

test("a scan tells what is wrong, and where", async () => {
  expect(await run(folder(SHOP), "")).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stderr": "",
      "stdout": " api/Dockerfile  1 error, 1 fixable
      error    Image node has no tag.
               docker/tag  api/Dockerfile:1:6
        1 | FROM node
          |      ^^^^
        = fix: Add a tag. (safe)
        = help: Write \`FROM node:22\`.
        = docs: https://unpkg.com/opsguard@0.0.0/docs/rules/docker/tag.md

     web/Dockerfile  1 warning
      warning  The tag is latest.
               docker/no-latest  web/Dockerfile:1:11
        1 | FROM nginx:latest
          |           ^^^^^^^
        = fix: Drop it. (unsafe)
        = help: None.
        = docs: https://unpkg.com/opsguard@0.0.0/docs/rules/docker/no-latest.md

     1 error, 1 warning in 2 of 3 files   (2 rules)
     1 can be fixed: opsguard --fix     1 by an unsafe fix: opsguard --fix=unsafe     opsguard explain RULE for details
    ",
    }
  `);
});

test("a clean project exits 0", async () => {
  const { code, stdout, stderr } = await run(folder({ Dockerfile: "FROM node:22\n" }), "");
  expect([code, stdout, stderr]).toEqual([0, " No findings in 1 file   (2 rules)\n", ""]);
});

test.each([
  ["web", 0, ["web/Dockerfile"]],
  ["web --fail-on warning", 1, ["web/Dockerfile"]],
  ["web --fail-on=info", 1, ["web/Dockerfile"]],
  ["--fail-on never", 0, ["api/Dockerfile", "web/Dockerfile"]],
  ["--exit-zero", 0, ["api/Dockerfile", "web/Dockerfile"]],
  ["web --max-warnings 0", 1, ["web/Dockerfile"]],
  ["web --max-warnings 1", 0, ["web/Dockerfile"]],
  ["check .", 1, ["api/Dockerfile", "web/Dockerfile"]],
  ["--rule docker/tag=off", 0, ["web/Dockerfile"]],
  ["--rule docker/tag=warning", 0, ["api/Dockerfile", "web/Dockerfile"]],
  ["--rule docker/no-latest=error --rule docker/tag=off", 1, ["web/Dockerfile"]],
  ["--only docker/no-*", 0, ["web/Dockerfile"]],
  ["--only docker/tag,docker/no-latest", 1, ["api/Dockerfile", "web/Dockerfile"]],
  ["--skip docker/tag", 0, ["web/Dockerfile"]],
  ["--preset strict", 1, ["api/Dockerfile", "web/Dockerfile"]],
  ["*/Dockerfile", 1, ["api/Dockerfile", "web/Dockerfile"]],
])("%s exits %i", async (typed, expected, paths) => {
  const { code, stdout } = await run(folder(SHOP), `${typed} -f json`);
  expect(code).toBe(expected);
  expect(JSON.parse(stdout).findings.map(({ path }: { readonly path: string }) => path)).toEqual(paths);
});

test.each(["--min-severity error", "--quiet"])("%s hides, and changes no exit code", async (typed) => {
  const { code, stdout } = await run(folder(SHOP), `${typed} --fail-on warning`);
  expect(code).toBe(1);
  expect(stdout).not.toContain("nginx");
  expect(stdout).toContain("1 error, 1 warning in 2 of 3 files   (2 rules, 1 hidden below error)");
});

test("what is hidden still decides the exit code", async () => {
  const { code } = await run(folder(SHOP), "web --quiet --fail-on warning");
  expect(code).toBe(1);
});

test("text counts paths from where the user stands, JSON from the root, SARIF from the work tree", async () => {
  const shop = folder({ "shop/opsguard.yaml": "failOn: error\n", "shop/api/Dockerfile": "FROM node\n" });
  const here = { cwd: join(shop.path, "shop", "api") };
  expect((await run(shop, "", here)).stdout).toMatch(/^ Dockerfile {2}1 error/);
  const { findings } = JSON.parse((await run(shop, "-f json", here)).stdout);
  expect(findings[0].path).toBe("api/Dockerfile");
  const { runs } = JSON.parse((await run(shop, "-f sarif", here)).stdout);
  expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("shop/api/Dockerfile");
});

test("reports go to files, whose folders are made, and what is no report to stderr", async () => {
  const shop = folder(SHOP);
  const { code, stdout, stderr } = await run(shop, "-f text -f sarif -o out/a.sarif -f json=b.json --color always");
  expect(code).toBe(1);
  expect(stdout).toContain("\u001b[");
  expect(stderr).toBe("opsguard: wrote out/a.sarif\nopsguard: wrote b.json\n");
  expect(JSON.parse(shop.read("out/a.sarif") ?? "").runs[0].invocations).toEqual([
    { executionSuccessful: true, exitCode: 1 },
  ]);
  expect(JSON.parse(shop.read("b.json") ?? "").summary.errors).toBe(1);
});

test("--no-color is --color never", async () => {
  const { stdout } = await run(folder(SHOP), "--no-color --only docker/tag", { env: { FORCE_COLOR: "1" } });
  expect(stdout).not.toContain("\u001b");
});

test("text in a file is plain", async () => {
  const shop = folder(SHOP);
  await run(shop, "-o a.txt --color always", { terminal: 70 });
  expect(shop.read("a.txt")).not.toContain("\u001b");
});

test.each([
  ["-f xml", 'opsguard: There is no format "xml". Formats: text, json, sarif.\n'],
  ["nowhere", "opsguard: There is no file or folder nowhere.\n"],
  ["--rule docker/tga=off", "opsguard: There is no rule docker/tga. Did you mean docker/tag?\n"],
  ["--rule docker/tag=loud", "opsguard: --rule docker/tag=loud: write ID=off, ID=info, ID=warning or ID=error.\n"],
  [
    "--max-warnings many",
    "error: option '--max-warnings <count>' argument 'many' is invalid. It is no whole number.\n",
  ],
  ["--fial-on error", "error: unknown option '--fial-on'\n(Did you mean --fail-on?)\n"],
  ["--fix=all", "error: option '--fix [kind]' argument 'all' is invalid. Allowed choices are safe, unsafe.\n"],
  ["--rule docker/tag", "opsguard: --rule docker/tag: write ID=off, ID=info, ID=warning or ID=error.\n"],
  [
    "--preset stric",
    "error: option '--preset <name>' argument 'stric' is invalid. There is no preset stric. Did you mean strict?\n",
  ],
  [
    "--preset mine",
    "error: option '--preset <name>' argument 'mine' is invalid. There is no preset mine. Presets: recommended, strict, all, hadolint.\n",
  ],
  ["-c nowhere.yaml", "opsguard: There is no configuration file nowhere.yaml.\n"],
  ["-o web", expect.stringMatching(/^opsguard: web cannot be written: /)],
  ["-o /proc/nowhere/a.txt", expect.stringMatching(/nowhere\/a.txt cannot be written: /)],
  ["explian DL3006", "opsguard: There is no file or folder explian. Did you mean opsguard explain?\n"],
  ["-", "opsguard: What file does standard input stand for? Say it: --stdin-filename Dockerfile\n"],
  [
    "--stdin-filename Dockerfile",
    "opsguard: --stdin-filename is about standard input: opsguard - --stdin-filename Dockerfile\n",
  ],
  ["- api --stdin-filename x", "opsguard: Standard input is checked alone: leave out the paths.\n"],
])("%s is wrong usage", async (typed, stderr) => {
  expect(await run(folder(SHOP), typed)).toMatchObject({ code: 2, stderr });
});

test("a configuration is shown with all that is wrong in it", async () => {
  const { code, stdout, stderr } = await run(
    folder({ ...SHOP, "opsguard.yaml": "rules:\n  docker/tga: error\n  docker/tag: loud\n" }),
    "",
  );
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatchInlineSnapshot(`
    "opsguard.yaml:2:3  There is no rule docker/tga.
        2 |   docker/tga: error
          |   ^^^^^^^^^^
      Did you mean docker/tag?
    opsguard.yaml:3:15  rules.docker/tag must be one of off, info, warning, error, not loud.
        3 |   docker/tag: loud
          |               ^^^^
    "
  `);
});

test("an empty project is clean, and says that it is empty", async () => {
  expect(await run(folder({}), "")).toEqual({
    code: 0,
    stdout: " No findings in 0 files   (2 rules)\n",
    stderr: "opsguard: No artefacts were found.\n",
  });
});

test("--fix writes what it fixes, and exits as what is left", async () => {
  const shop = folder(SHOP);
  const { code, stdout, stderr } = await run(shop, "--fix");
  expect(shop.read("api/Dockerfile")).toBe("FROM node:22\n");
  expect(shop.read("web/Dockerfile")).toBe("FROM nginx:latest\n");
  expect([code, stderr]).toEqual([0, "opsguard: fixed 1 finding in 1 file.\n"]);
  expect(stdout).toContain("0 errors, 1 warning");
});

test("a report goes to a device without replacing it, and through a link to its target", async () => {
  const shop = folder({ ...SHOP, "real.json": "" });
  symlinkSync("real.json", join(shop.path, "link.json"));
  await run(shop, "-f json -o link.json");
  expect(lstatSync(join(shop.path, "link.json")).isSymbolicLink()).toBe(true);
  expect(JSON.parse(shop.read("real.json") ?? "").schemaVersion).toBe(1);
  if (process.platform === "win32") return;
  expect((await run(shop, "-f json -o /dev/null")).code).toBe(1);
  expect(lstatSync("/dev/null").isFile()).toBe(false);
});

test("--fix takes no path for its kind, and --fix=unsafe fixes all", async () => {
  const shop = folder(SHOP);
  await run(shop, "--fix web");
  expect([shop.read("api/Dockerfile"), shop.read("web/Dockerfile")]).toEqual(["FROM node\n", "FROM nginx:latest\n"]);
  await run(shop, "--fix=unsafe");
  expect([shop.read("api/Dockerfile"), shop.read("web/Dockerfile")]).toEqual(["FROM node:22\n", "FROM nginx:1\n"]);
});

test("--fix leaves what a baseline accepts", async () => {
  const shop = folder({ "api/Dockerfile": SHOP["api/Dockerfile"] });
  await run(shop, "baseline create");
  writeFileSync(join(shop.path, "Dockerfile"), "FROM node\n");
  await run(shop, "--fix=unsafe");
  expect([shop.read("api/Dockerfile"), shop.read("Dockerfile")]).toEqual(["FROM node\n", "FROM node:22\n"]);
});

test("a byte order mark and CRLF survive a fix", async () => {
  const shop = folder({ Dockerfile: "\uFEFFARG a\r\nFROM node\n" });
  await run(shop, "--fix");
  expect(shop.read("Dockerfile")).toBe("\uFEFFARG a\r\nFROM node:22\n");
});

test("--fix-dry-run prints a diff, writes nothing, and exits as if it had", async () => {
  const shop = folder({ "api/Dockerfile": `FROM node\n# ##vso[x] \u001b[31m\n` });
  const { code, stdout, stderr } = await run(shop, "--fix-dry-run");
  expect(shop.read("api/Dockerfile")).toContain("FROM node\n");
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "--- a/api/Dockerfile
    +++ b/api/Dockerfile
    @@ -1,2 +1,2 @@
    -FROM node
    +FROM node:22
     # # #vso[x] ␛[31m
    "
  `);
  expect(stderr).toBe(" No findings in 1 file   (2 rules)\n");
});

test("a diff shows no secret", async () => {
  const password = ["kP9w", "vX2q", "Lm7R", "tZ4b"].join("");
  const shop = folder({ "api/Dockerfile": `FROM node\nENV DB_PASSWORD=${password}\n` });
  const { stdout } = await run(shop, "--fix-dry-run");
  expect(stdout).toContain("+FROM node:22");
  expect(stdout).not.toContain(password);
});

test("standard input stands for a file", async () => {
  const shop = folder(SHOP);
  const stdin = "FROM busybox:latest\n";
  const { code, stdout } = await run(shop, "- --stdin-filename api/Dockerfile", { stdin });
  expect(code).toBe(0);
  expect(stdout).toContain("api/Dockerfile:1:13");
  const fixed = await run(shop, "--stdin --stdin-filename new/Dockerfile --fix=unsafe", { stdin });
  expect(fixed).toMatchObject({ code: 0, stdout: "FROM busybox:1\n" });
  expect(fixed.stderr).toContain("No findings in 1 file");
  expect(shop.read("new/Dockerfile")).toBeUndefined();
});

test("standard input without a fix comes back as it was", async () => {
  const { stdout } = await run(folder({}), "- --stdin-filename Dockerfile --fix", { stdin: "\uFEFFFROM a:1\r\n" });
  expect(stdout).toBe("\uFEFFFROM a:1\r\n");
});

test("an interrupted run exits 130 and says nothing", async () => {
  const { code, stdout } = await run(folder(SHOP), "", { signal: AbortSignal.abort(new Interruption()) });
  expect([code, stdout]).toEqual([130, ""]);
});

test("--timing tells the time, which else only a terminal gets", async () => {
  const shop = folder(SHOP);
  expect((await run(shop, "")).stdout).not.toMatch(/\d ms$/m);
  expect((await run(shop, "--timing")).stdout).toMatch(/\d ms$/m);
  const { stderr } = await run(shop, "--timing");
  const names = stderr.split("\n").map((line) => /^opsguard: +[\d.]+ ms {2}(\S.*)$/.exec(line)?.[1]);
  expect(names).toEqual(expect.arrayContaining(["discover", "parse", "join and report"]));
  expect(names).toContainEqual(expect.stringMatching(/^all \d+ rules?, the slowest of them:$/));
  expect(names).toContain("docker/tag (3 times)");
  expect((await run(shop, "")).stderr).not.toContain(" ms ");
  expect((await run(shop, "", { terminal: 80 })).stdout).toMatch(/\d ms$/m);
  expect(JSON.parse((await run(shop, "-f json", { terminal: 80 })).stdout).summary.milliseconds).toBeUndefined();
  expect(JSON.parse((await run(shop, "-f json --timing")).stdout).summary.milliseconds).toBeTypeOf("number");
});

test("--verbose says what was checked, and by which configuration", async () => {
  const shop = folder({ ...SHOP, "opsguard.yaml": "failOn: never\n" });
  const { stderr } = await run(shop, "-v", { cwd: join(shop.path, "web") });
  expect(stderr).toBe("opsguard: root ..\nopsguard: configuration ../opsguard.yaml\nopsguard: 2 rules on 2 files\n");
});

test("--verbose says what rules could not judge", async () => {
  const rule = `{ id: "acme/seen", title: "See", severity: "info", preset: "recommended", category: "correctness",
    artefact: "project", why: "So.", remedy: "See.", examples: { bad: [""], good: [""] },
    check: () => [], passesOver: (project) => [\`acme saw \${project.all("dockerfile").length}\nfiles\`] }`;
  const files = {
    "acme.mjs": `export default { name: "acme", rules: [${rule}] };\n`,
    "opsguard.yaml": "plugins: [./acme.mjs]\n",
  };
  const shop = folder({ ...SHOP, ...files });
  expect((await run(shop, "-v --allow-code")).stderr).toMatch(/^opsguard: acme saw 2.*files$/m);
  expect((await run(shop, "--allow-code")).stderr).toBe("");
});

test("help and version exit 0", async () => {
  const shop = folder({});
  expect(await run(shop, "--version")).toEqual({ code: 0, stdout: "0.0.0\n", stderr: "" });
  const { code, stdout } = await run(shop, "--help");
  expect([code, stdout.slice(0, 15)]).toEqual([0, "Usage: opsguard"]);
});
