import { expect, test } from "vitest";
import { applyFixes } from "../../src/engine/fix.ts";
import { openProject } from "../../src/engine/open-project.ts";
import { type Patience, pinImages } from "../../src/engine/pin-images.ts";
import { jsonDocument } from "../../src/reporters/json.ts";
import { VERSION } from "../../src/rule/version.ts";
import pinImage from "../../src/rules/compose/pin-image.ts";
import pinBaseImage from "../../src/rules/docker/pin-base-image.ts";
import { HEX, madeUp } from "../support/made-up.ts";
import { registry, registryWith } from "../support/registry.ts";

const DIGEST = `sha256:${madeUp(64, HEX)}`;

const open = (files: Readonly<Record<string, string>>) =>
  openProject({ files, rules: [pinBaseImage, pinImage], config: { extends: ["opsguard:all"] } });

async function pin(files: Readonly<Record<string, string>>, patience?: Patience) {
  const project = await open(files);
  const notices = await pinImages(project, project.run().findings, undefined, patience);
  return { project, notices };
}

test("each image is asked for once, however often and however it is named", async () => {
  const { host, asked } = await registryWith(DIGEST);
  const { project, notices } = await pin({
    Dockerfile: `FROM ${host}/app:1 AS a\nFROM ${host}/app:1\nCOPY --from=${host}/tools / /\n`,
    "compose.yaml": `services:\n  a:\n    image: "${host}/app:1"\n  b:\n    image: ${host}/tools:latest\n`,
  });
  expect(notices).toEqual([]);
  expect(asked.toSorted()).toEqual(["HEAD /v2/app/manifests/1", "HEAD /v2/tools/manifests/latest"]);
  const { applied, rejected } = await applyFixes(project, ["safe"]);
  expect([applied, rejected]).toEqual([[], []]);
  expect((await applyFixes(project, ["unsafe"])).applied).toHaveLength(5);
  expect(project.source("Dockerfile")?.text).toBe(
    `FROM ${host}/app:1@${DIGEST} AS a\nFROM ${host}/app:1@${DIGEST}\nCOPY --from=${host}/tools@${DIGEST} / /\n`,
  );
  expect(project.source("compose.yaml")?.text).toBe(
    `services:\n  a:\n    image: "${host}/app:1@${DIGEST}"\n  b:\n    image: ${host}/tools:latest@${DIGEST}\n`,
  );
});

test("what is found is the same with the network and without, but for its fixes", async () => {
  const { host } = await registryWith(DIGEST);
  const files = { Dockerfile: `FROM ${host}/app:1\nFROM ${host}/Bad\n` };
  const said = (project: Awaited<ReturnType<typeof open>>) =>
    jsonDocument(project.run(), { version: VERSION, pathOf: (path) => path }).findings;
  const without = said(await open(files));
  const { project } = await pin(files);
  expect(without.map(({ fix }) => fix)).toEqual([undefined, undefined]);
  expect(said(project).map(({ fix, ...finding }) => finding)).toEqual(without);
  expect(said(project).map(({ fix }) => fix?.safety)).toEqual(["unsafe", undefined]);
});

test("what a variable may replace, and what holds a secret, is not asked for", async () => {
  const { host, asked } = await registryWith(DIGEST);
  const project = await open({
    Dockerfile: `ARG BASE=${host}/app:1\nFROM $BASE\nFROM "${host}/app:2"\nFROM ${host}/app@sha256:0123\n`,
    "compose.yaml": [
      "services:",
      `  a: {image: "${host}/app:\${TAG:-1}"}`,
      `  b: {image: &anchor ${host}/app:3}`,
      "  c: {image: *anchor}",
      `  d: {image: ${host}/ghp_${madeUp(36)}:1}`,
      "",
    ].join("\n"),
  });
  const { findings } = project.run();
  expect(findings).toHaveLength(6);
  expect(await pinImages(project, findings)).toEqual([]);
  expect(asked).toEqual([]);
});

test("what is not found is told, by image and reason", async () => {
  const { host } = await registry((_, response) => response.writeHead(404).end());
  const { notices } = await pin({
    Dockerfile: `FROM ${host}/app:1\nFROM 169.254.169.254/latest\nFROM registry:5000/app:1\nFROM node:A:B\n`,
  });
  expect(notices).toEqual([
    `The digest of ${host}/app:1 is not known: ${host} has no such image.`,
    "The digest of 169.254.169.254/latest is not known: 169.254.169.254 is an IP address and no name.",
    "The digest of registry:5000/app:1 is not known: registry:5000 is known to one network only.",
    "The digest of node:A:B is not known: no registry can have an image of this name.",
  ]);
});

test("who is not there is told of by its code, and many by their number", async () => {
  const { host } = await registryWith(DIGEST);
  const gone = `127.0.0.1:1`;
  const images = Array.from({ length: 30 }, (_, i) => `FROM ${gone}/app:${i}\n`);
  const { notices, project } = await pin({ Dockerfile: `${images.join("")}FROM ${host}/app:1\n` });
  expect(notices).toHaveLength(21);
  expect(notices[0]).toBe(`The digest of ${gone}/app:0 is not known: ${gone} cannot be reached (ECONNREFUSED).`);
  expect(notices[20]).toBe("Nor is that of 10 other images.");
  expect(project.run().findings.filter(({ fix }) => fix)).toHaveLength(1);
});

test("patience ends for each and for all", async () => {
  const { host } = await registry(() => undefined);
  const each = await pin({ Dockerfile: `FROM ${host}/app:1\n` }, { forEach: 20, forAll: 60_000 });
  expect(each.notices).toEqual([
    `The digest of ${host}/app:1 is not known: ${host} did not answer within 0.02 seconds.`,
  ]);
  const images = Array.from({ length: 6 }, (_, i) => `FROM ${host}/app:${i}\n`);
  const all = await pin({ Dockerfile: images.join("") }, { forEach: 60_000, forAll: 50 });
  expect(all.notices.slice(3, 5)).toEqual([
    `The digest of ${host}/app:3 is not known: ${host} had not answered when time was up.`,
    `The digest of ${host}/app:4 is not known: ${host} was not asked, since time was up.`,
  ]);
});

test("whoever interrupts is heard", async () => {
  const controller = new AbortController();
  const { host } = await registry(() => controller.abort(new Error("Stop.")));
  const project = await open({ Dockerfile: `FROM ${host}/app:1\n` });
  await expect(pinImages(project, project.run().findings, controller.signal)).rejects.toThrow("Stop.");
});
