import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ConfigError, defineRule, scan, UsageError } from "../src/index.ts";
import { VERSION } from "../src/rule/version.ts";
import { folderWith } from "./support/folder.ts";
import { HEX, madeUp } from "./support/made-up.ts";
import { INDEX, registry } from "./support/registry.ts";

const noTag = defineRule({
  id: "acme/no-tag",
  title: "Tag the image",
  severity: "error",
  preset: "recommended",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "It moves.",
  remedy: "Tag it.",
  peers: { hadolint: ["DL3006"] },
  examples: { bad: ["FROM ⟦a⟧\n"], good: ["FROM a:1\n"] },
  *check({ stages }) {
    for (const { from } of stages) {
      if (from?.image.known && !from.image.value.includes(":"))
        yield { at: from.image, message: "No tag.", subject: "stage:0" };
    }
  },
});
const plugins = [{ name: "acme", rules: [noTag] }];
const config = { extends: [], rules: { "acme/no-tag": "error" } } as const;

const DIGEST = `sha256:${madeUp(64, HEX)}`;

test("scan resolves to the document of --format json", async () => {
  const cwd = folderWith({ ".git/HEAD": "", "svc/Dockerfile": "FROM node\n", "svc/other.Dockerfile": "FROM a:1\n" });
  expect(await scan({ cwd, config, plugins })).toEqual({
    schemaVersion: 1,
    tool: { name: "opsguard", version: VERSION },
    summary: { files: 2, errors: 1, warnings: 0, infos: 0, suppressed: 0 },
    findings: [
      {
        ruleId: "acme/no-tag",
        severity: "error",
        message: "No tag.",
        path: "svc/Dockerfile",
        startLine: 1,
        startColumn: 6,
        endLine: 1,
        endColumn: 10,
        subject: "stage:0",
        peers: ["DL3006"],
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        excerpt: "FROM node",
        excerptColumn: 1,
        related: [],
      },
    ],
    suppressed: [],
    failures: [],
  });
});

test("scan looks where it is told, at what is not saved yet, and reports from the root", async () => {
  const cwd = folderWith({ ".git/HEAD": "", "svc/Dockerfile": "FROM node\n", "web/Dockerfile": "FROM web\n" });
  const paths = async (options: Partial<Parameters<typeof scan>[0]>) =>
    (await scan({ cwd, config, plugins, ...options })).findings.map(({ path, excerpt }) => `${path} ${excerpt}`);
  expect(await paths({ paths: ["web"] })).toEqual(["web/Dockerfile FROM web"]);
  expect(await paths({ cwd: join(cwd, "web") })).toEqual(["web/Dockerfile FROM web"]);
  expect(await paths({ paths: ["web/Dockerfile"], overlays: { "web/Dockerfile": "FROM new\n" } })).toEqual([
    "web/Dockerfile FROM new",
  ]);
  expect(await paths({ cwd: join(cwd, "svc"), overlays: { Dockerfile: "FROM a:1\n" } })).toEqual([]);
});

test("scan says what is wrong with its options", async () => {
  const cwd = folderWith({ Dockerfile: "FROM a\n" });
  await expect(scan({ cwd, config: { rules: { "acme/none": "off" } } })).rejects.toThrow(ConfigError);
  await expect(scan({ cwd, paths: ["none"] })).rejects.toThrow(UsageError);
  await expect(scan({ cwd, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
});

test("scan renders charts for whoever asks, and tells of those that it did not", async () => {
  const chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
  const cwd = folderWith({ ".git/HEAD": "", "chart/Chart.yaml": chart });
  const config = { extends: [], rules: { "k8s/no-privileged": "error" } } as const;
  vi.stubEnv("PATH", "");
  const notices: string[] = [];
  const onNotice = (notice: string): void => {
    notices.push(notice);
  };
  await scan({ cwd, config, onNotice });
  expect(notices).toEqual([]);
  await scan({ cwd, config, onNotice, render: true });
  expect(notices).toEqual(["There is no helm on the PATH outside of the project, so no chart was rendered."]);
  vi.unstubAllEnvs();
});

test("scan asks registries for whoever says so, and tells what they did not know", async () => {
  const { host } = await registry(({ url }, response) => {
    const status = url?.includes("/known/") ? 200 : 404;
    response.writeHead(status, { "content-type": INDEX, "docker-content-digest": DIGEST }).end();
  });
  const cwd = folderWith({ ".git/HEAD": "", Dockerfile: `FROM ${host}/known:1\nFROM ${host}/new:1\n` });
  const config = { extends: [], rules: { "docker/pin-base-image": "error" } } as const;
  const notices: string[] = [];
  const onNotice = (notice: string): void => {
    notices.push(notice);
  };
  const fixes = async (online: boolean) => {
    const { findings } = await scan({ cwd, config, onNotice, online });
    return findings.map(({ fix }) => fix?.edits.map(({ text }) => text));
  };
  expect(await fixes(false)).toEqual([undefined, undefined]);
  expect(notices).toEqual([]);
  expect(await fixes(true)).toEqual([[`@${DIGEST}`], undefined]);
  expect(notices).toEqual([`The digest of ${host}/new:1 is not known: ${host} has no such image.`]);
});
