import { expect, test } from "vitest";
import { stated } from "../../src/model/compose.ts";
import { child, lacks } from "../../src/model/tree.ts";
import { parseYaml } from "../../src/parsers/yaml.ts";
import { code } from "../../src/rule/code.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const kinds = (path: string, text: string) =>
  parseYaml(sourceFile(path, text))
    .artefacts.map(({ kind }) => kind)
    .filter((kind) => kind !== "syntax");

const WEB = "services:\n  web:\n    image: nginx:1.29\n";

test.each([
  ["compose.yaml", WEB],
  ["deploy/docker-compose.yml", WEB],
  ["docker-compose.prod.yml", WEB],
  ["docker-compose_test.yaml", "services:\n  web:\n    environment: [A=b]\n"],
  ["compose.override.yaml", "services: {}\n"],
  ["compose.networks.yaml", "networks:\n  back: {}\n"],
  ["compose.yaml", "include: [a.yaml]\n"],
  ["compose.yaml", "{}\n"],
  ["docker-compose.yml", "web:\n  image: nginx\n  links: [db]\n"],
  ["stacks/shop.yml", WEB],
  ["stacks/shop.yml", `version: "3.8"\nx-logging: &l {}\n${WEB}volumes: {}\n`],
  ["stack.yml", '{"services": {"web": {"build": "."}}}\n'],
  ["stack.yml", "---\nservices:\n  web:\n    image: $IMAGE\n"],
])("a Compose file: %s", (path, text) => {
  expect(kinds(path, text)).toEqual(["compose", "compose-source"]);
});

test.each([
  [
    "a workflow",
    ".github/workflows/docker-compose.yml",
    "on: push\njobs:\n  a:\n    services:\n      db:\n        image: postgres\n",
  ],
  ["a pipeline of GitLab", ".gitlab-ci.yml", "services: [docker:dind]\ntest:\n  script: make\n"],
  ["a part of one, by a name of ours", "ci/docker-compose.yml", "stages: [test]\nservices:\n  - docker:dind\n"],
  [
    "a pipeline of Woodpecker",
    ".woodpecker.yml",
    "steps:\n  a:\n    image: alpine\nservices:\n  db:\n    image: postgres\n",
  ],
  ["one of Bitbucket", "bitbucket-pipelines.yml", "definitions:\n  services:\n    db:\n      image: postgres\n"],
  ["values of a chart", "chart/values.yaml", WEB],
  ["values of a chart by another name", "env/prod-values.yaml", WEB],
  ["values with images in parts", "prod.yaml", "services:\n  web:\n    image:\n      repository: nginx\n"],
  ["values with more than services", "prod.yaml", `replicas: 2\n${WEB}`],
  ["a blueprint of Render", "render.yaml", "services:\n  - type: web\n    name: api\n"],
  ["a container of Symfony", "config/services.yaml", "services:\n  App\\Mailer:\n    class: App\\Mailer\n"],
  ["Kubernetes by a name of ours", "templates/compose.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"],
  ["tasks of Ansible", "roles/app/tasks/docker-compose.yml", "- name: up\n  command: docker compose up\n"],
  ["nothing at all", "docker-compose.yml", "just text\n"],
  ["some other settings", "compose-lint.yml", "rules:\n  a: off\n"],
])("no Compose file: %s", (_title, path, text) => {
  expect(kinds(path, text)).not.toContain("compose");
});

/** The artefacts of a file with these documents. */
function fromDocuments(...documents: readonly string[]) {
  const { artefacts } = parseYaml(sourceFile("compose.yaml", documents.join("---\n")));
  const file = artefacts.find((artefact) => artefact.kind === "compose");
  const source = artefacts.find((artefact) => artefact.kind === "compose-source");
  if (!file || !source) throw new Error("No Compose file.");
  return { file, source };
}

test("of several documents each is merged over those in front of it", () => {
  const { file, source } = fromDocuments(
    WEB,
    "services:\n  db:\n    image: postgres\n  web:\n    user: app\n",
    "services:\n  web:\n    user: root\n",
  );
  expect(file.partial).toBeUndefined();
  expect(
    file.services.map(({ name, body }) => [name, stated(child(body, "image")), stated(child(body, "user"))]),
  ).toEqual([
    ["web", "nginx:1.29", "root"],
    ["db", "postgres", undefined],
  ]);
  expect(source).toMatchObject({ partial: true, documents: [{}, {}, {}] });
});

test("what a later document sets back is gone, and stands nowhere", () => {
  const { file } = fromDocuments(`${WEB}    ports: ["80"]\n`, "services:\n  web:\n    ports: !reset []\n");
  expect(file.services.map(({ body }) => lacks(body, "ports"))).toEqual([true]);
});

test("a document of something else leaves open what it may say", () => {
  const { file, source } = fromDocuments(WEB, "kind: ConfigMap\n", "- a\n");
  expect(file).toMatchObject({ partial: true, services: [{ name: "web" }] });
  expect(source.documents).toHaveLength(1);
});

test("any number of documents takes time in their length", () => {
  const { file } = fromDocuments(...Array.from({ length: 20_000 }, (_, i) => `services:\n  s${i}:\n    image: a\n`));
  expect(file.partial).toBe(true);
  expect(file.services).toHaveLength(50);
});

test("services are found in order, each at its name", () => {
  const text = code`
    services:
      web: &web
        image: nginx
      api:
        <<: *web
      nothing:
  `;
  const [file] = parseYaml(sourceFile("compose.yaml", text)).artefacts;
  const services = file?.kind === "compose" ? file.services : [];
  expect(services.map(({ name, address, range }) => [name, address, text.slice(range.start, range.end)])).toEqual([
    ["web", "service:web", "web"],
    ["api", "service:api", "api"],
  ]);
});
