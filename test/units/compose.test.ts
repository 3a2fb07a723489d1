import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import type { ComposeFile } from "../../src/model/compose.ts";
import { asString, child, type Node, resolve, type Tree } from "../../src/model/tree.ts";
import { known } from "../../src/model/value.ts";
import { code } from "../../src/rule/code.ts";

type Files = Readonly<Record<string, string>>;

async function deployments(files: Files): Promise<readonly ComposeFile[]> {
  const project = await openProject({ files, rules: [] });
  return project.artefacts().filter((artefact): artefact is ComposeFile => artefact.kind === "compose");
}
async function deployment(files: Files): Promise<ComposeFile> {
  const [found] = await deployments(files);
  if (!found) throw new Error("No deployment.");
  return found;
}
const plain = (tree: Tree | undefined): unknown => {
  const node = resolve(tree);
  if (node === undefined) return undefined;
  if (node.type === "sequence") return node.items.map(plain);
  if (node.type === "mapping") return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return known(asString(node)) ?? null;
};
const service = ({ tree }: ComposeFile, name: string): Node | undefined => child(tree, "services", name);
const files = (all: readonly ComposeFile[]) => all.map(({ path, partial }) => `${path}${partial ? " (partial)" : ""}`);

const WEB = "services:\n  web:\n    image: nginx:1.29\n";

test("a file alone is no unit", async () => {
  const [file, ...more] = await deployments({ "compose.yaml": WEB, "x/docker-compose.yml": WEB });
  expect([file?.inputs, more.length]).toEqual([undefined, 1]);
});

test("an override is merged by the rules of each key", async () => {
  const base = code`
    services:
      web:
        image: nginx:1.28
        build: .
        command: [serve]
        environment: [A=1, B=2]
        dns: 1.1.1.1
        ports: ["80:80", "127.0.0.1:8443:443"]
        volumes: ["./a:/a", "data:/data"]
        depends_on: [db]
        labels:
          one: "1"
        logging: { driver: syslog, options: { tag: web } }
        cap_add: [CHOWN]
      db:
        image: postgres:17
    volumes:
      data:
  `;
  const over = code`
    services:
      web:
        image: nginx:1.29
        build: { target: dev }
        command: [watch]
        environment: { B: 3, C: }
        dns: [8.8.8.8]
        ports: ["80:80", "9229:9229"]
        volumes: ["./b:/a"]
        depends_on: { cache: { condition: service_healthy } }
        labels: [two=2]
        logging: { driver: json-file }
        cap_add: [CHOWN, KILL]
      cache:
        image: redis:8
  `;
  const unit = await deployment({ "compose.yaml": base, "compose.override.yaml": over });
  expect(unit).toMatchObject({
    path: "compose.yaml",
    inputs: ["compose.yaml", "compose.override.yaml"],
    partial: false,
  });
  expect(plain(service(unit, "web"))).toEqual({
    image: "nginx:1.29",
    build: { context: ".", target: "dev" },
    command: ["watch"],
    environment: { A: "1", B: "3", C: null },
    dns: ["1.1.1.1", "8.8.8.8"],
    ports: ["127.0.0.1:8443:443", "80:80", "9229:9229"],
    volumes: ["data:/data", "./b:/a"],
    depends_on: { db: { condition: "service_started" }, cache: { condition: "service_healthy" } },
    labels: { one: "1", two: "2" },
    logging: { driver: "json-file" },
    cap_add: ["CHOWN", "KILL"],
  });
  expect(unit.services.map(({ name }) => name)).toEqual(["web", "db", "cache"]);
});

test("what is reset is gone, and what is overridden is not added to", async () => {
  const unit = await deployment({
    "compose.yaml": `${WEB}    ports: ["80:80"]\n    environment: { A: 1, B: 2 }\n    expose: [80]\n`,
    "compose.override.yaml": code`
      services:
        web:
          ports: !reset []
          environment:
            A: !reset null
          expose: !override [81]
    `,
  });
  expect(plain(service(unit, "web"))).toEqual({ image: "nginx:1.29", environment: { B: "2" }, expose: ["81"] });
});

test("each value keeps the place of the file that set it", async () => {
  const unit = await deployment({
    "compose.yaml": `${WEB}    user: "1000"\n`,
    "compose.override.yaml": "services:\n  web:\n    image: nginx:1.30\n",
  });
  const web = service(unit, "web");
  expect(child(web, "image")?.range).toEqual({ path: "compose.override.yaml", start: 28, end: 38 });
  expect(child(web, "user")?.range.path).toBeUndefined();
});

test("a service has what it extends, of its own file or another", async () => {
  const unit = await deployment({
    "compose.yaml": code`
      services:
        web:
          extends: { service: base, file: common/base.yaml }
          image: nginx:1.29
        worker:
          extends: web
          command: work
    `,
    "common/base.yaml": code`
      services:
        base:
          extends: lowest
          image: alpine:3.22
          mem_limit: 1g
        lowest:
          user: "1000"
    `,
  });
  expect(plain(service(unit, "worker"))).toEqual({
    user: "1000",
    image: "nginx:1.29",
    mem_limit: "1g",
    command: "work",
  });
  expect(child(service(unit, "worker"), "mem_limit")?.range.path).toBe("common/base.yaml");
});

test("a base that cannot be found, or that is the service itself, leaves it open", async () => {
  const unit = await deployment({
    "compose.yaml":
      "services:\n  a: { extends: b }\n  b: { extends: a }\n  c: { extends: { service: x, file: gone.yaml } }\n",
  });
  expect(unit.services.map(({ body }) => body.open)).toEqual([true, true, true]);
});

test("an included project is part of the one that includes it", async () => {
  const all = await deployments({
    "compose.yaml": `include: [data/compose.yaml]\n${WEB}`,
    "data/compose.yaml":
      "name: data\ninclude: [{ path: [compose.volumes.yaml] }]\nservices:\n  db: { image: postgres:17 }\n",
    "data/compose.volumes.yaml": "volumes:\n  data:\n",
  });
  expect(files(all)).toContain("compose.yaml");
  expect(plain(all[0]?.tree)).toEqual({
    include: ["data/compose.yaml"],
    services: { db: { image: "postgres:17" }, web: { image: "nginx:1.29" } },
    volumes: { data: null },
  });
});

test("what is included in a loop, or cannot be read, leaves the project partial", async () => {
  expect(files(await deployments({ "compose.yaml": `include: [compose.yaml]\n${WEB}` }))).toEqual([
    "compose.yaml (partial)",
  ]);
  expect(files(await deployments({ "compose.yaml": `include: ["oci://acme/base"]\n${WEB}` }))).toEqual([
    "compose.yaml (partial)",
  ]);
});

test("variants are merged with the file of the folder, and those that are deployed count", async () => {
  const variant = "services:\n  web:\n    restart: always\n";
  const dev = {
    "compose.yaml": WEB,
    "compose.dev.yaml": variant,
    "docker-compose.tools.yml": "services:\n  t: { image: a }\n",
  };
  expect(files(await deployments(dev))).toEqual([
    "docker-compose.tools.yml",
    "compose.dev.yaml (partial)",
    "compose.yaml",
  ]);
  expect(files(await deployments({ ...dev, "compose.prod.yaml": variant }))).toEqual([
    "docker-compose.tools.yml",
    "compose.dev.yaml (partial)",
    "compose.prod.yaml",
    "compose.yaml (partial)",
  ]);
});

test("a variant that is a project of its own is one; of one that may be, nothing is certainly missing", async () => {
  const two = "services:\n  web: { image: a }\n  db: { image: b }\n";
  const copy = { "compose.yaml": two, "compose.prod.yaml": `${two}  proxy: { image: c }\n` };
  expect(files(await deployments(copy))).toEqual(["compose.prod.yaml", "compose.yaml"]);
  const some = { "compose.yaml": two, "compose.prod.yaml": "services:\n  web: { image: d }\n" };
  const unsure = await deployments(some);
  expect(files(unsure)).toEqual(["compose.prod.yaml (partial)", "compose.yaml (partial)"]);
  expect(unsure[0]?.services).toHaveLength(1);
});

test("a part of something unseen is partial", async () => {
  expect(files(await deployments({ "deploy/compose.prod.yaml": "services:\n  web:\n    restart: always\n" }))).toEqual([
    "deploy/compose.prod.yaml (partial)",
  ]);
});

test("many includes of each other take no more time than there are", async () => {
  const names = Array.from({ length: 30 }, (_, i) => `p${i}/compose.yaml`);
  const all = names.map((name, i) => [
    name,
    `include: [${names.slice(i + 1).map((other) => `../${other}`)}]\n${WEB.replace("web", `s${i}`)}`,
  ]);
  const [first] = await deployments(Object.fromEntries(all));
  expect(first?.services).toHaveLength(30);
});
