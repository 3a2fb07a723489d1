import { describe, expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import type { KubernetesManifest } from "../../src/model/kubernetes/manifest.ts";
import { containersOf } from "../../src/model/kubernetes/workload.ts";
import { asString, child, items, type Node, type Tree } from "../../src/model/tree.ts";
import { known } from "../../src/model/value.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { findingsOf, line, META } from "../support/projects.ts";

const deployment = (container: string, name = "web"): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          ${container}\n`;
const IMAGE = "image: registry.example.com/web:1.0.0";

const PRIVILEGED_PATCH = "securityContext: { privileged: true }";
const PRIVILEGED = deployment(PRIVILEGED_PATCH);

/** The build of a kustomization. */
async function built(files: Readonly<Record<string, string>>, path: string): Promise<KubernetesManifest> {
  const project = await openProject({ files, rules: [noPrivileged] });
  const unit = project.artefacts().find((one) => one.kind === "kubernetes" && one.path === path && one.inputs);
  if (unit?.kind !== "kubernetes") throw new Error(`Nothing builds ${path}.`);
  return unit;
}

const at = (object: { readonly tree: Node } | undefined, ...path: readonly string[]): string | undefined =>
  known(asString(child(object?.tree, ...path)));

/** Judges a value, so that the file which set it must be named. */
const noPrivileged = defineRule({
  ...META,
  id: "k8s/privileged-for-test",
  artefact: "kubernetes",
  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      const privileged = child(container.body, "securityContext", "privileged");
      if (privileged && known(asString(privileged)) === "true") yield { at: privileged, message: "Privileged." };
    }
  },
});
/** Judges an absence. */
const probed = defineRule({
  ...META,
  id: "k8s/probed-for-test",
  artefact: "kubernetes",
  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      if (!child(container.body, "readinessProbe")) {
        yield { at: container.anchor, message: "No probe.", missing: "readinessProbe" };
      }
    }
  },
});
const rules = [noPrivileged, probed];
const unprobed = "base/web.yaml:8 k8s/probed-for-test No probe.";

const overlay = (patch: string, resource = "../../base") => ({
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": deployment(IMAGE),
  "overlays/prod/kustomization.yaml": `resources: [${resource}]\npatches: [{ path: patch.yaml }]\n`,
  "overlays/prod/patch.yaml": deployment(patch),
});

describe("what is judged", () => {
  test("a value is flagged in the file that set it, and only if it reaches a build", async () => {
    expect(await findingsOf({ files: overlay("securityContext: { privileged: true }"), rules })).toEqual([
      unprobed,
      "overlays/prod/patch.yaml:9 k8s/privileged-for-test Privileged.",
    ]);
    const healed = {
      ...overlay("securityContext: { privileged: false }"),
      "base/web.yaml": deployment("securityContext: { privileged: true }"),
    };
    expect(await findingsOf({ files: healed, rules: [noPrivileged] })).toEqual([]);
  });

  test("what is missing is asked of the build: once, with the builds it is missing in", async () => {
    const files = { ...overlay("tty: true"), "overlays/dev/kustomization.yaml": "resources: [../../base]\n" };
    const { findings } = (await openProject({ files, rules })).run();
    expect(findings.map(line)).toEqual([unprobed]);
    expect(findings[0]?.related.map(({ path }) => path)).toEqual([
      "overlays/dev/kustomization.yaml",
      "overlays/prod/kustomization.yaml",
    ]);
    expect(await findingsOf({ files: overlay("readinessProbe: { exec: { command: [ok] } }"), rules })).toEqual([]);
  });

  test("a base that cannot be read makes the build partial: values are judged, absences are not", async () => {
    const files = overlay("securityContext: { privileged: true }", "../../base, https://example.com/base");
    expect(await findingsOf({ files, rules })).toEqual([
      "overlays/prod/patch.yaml:9 k8s/privileged-for-test Privileged.",
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["a document of a manifest", { "base/web.yaml": `${deployment(IMAGE)}---\nkind: Service\napiVersion: [v1\n` }],
    ["a document of a patch", { "overlays/prod/patch.yaml": `${PRIVILEGED}---\nkind: Service\napiVersion: [v1\n` }],
    [
      "a document of the kustomization",
      { "base/kustomization.yaml": "resources: [web.yaml]\n---\nkind: Kustomization\npatches: [\n" },
    ],
    ["a resource that is not there", { "base/kustomization.yaml": "resources: [web.yaml, gone.yaml]\n" }],
    [
      "a patch that is not there",
      { "base/kustomization.yaml": "resources: [web.yaml]\npatches: [{ path: gone.yaml }]\n" },
    ],
  ])("%s that cannot be read makes the build partial, too", async (_, files) => {
    const found = await findingsOf({ files: { ...overlay(PRIVILEGED_PATCH), ...files }, rules });
    expect(found).toEqual(["overlays/prod/patch.yaml:9 k8s/privileged-for-test Privileged."]);
  });

  test("in a manifest on its own the other documents are whole", async () => {
    const files = { "web.yaml": `${deployment(IMAGE)}---\nkind: Service\napiVersion: [v1\n` };
    expect(await findingsOf({ files, rules })).toEqual(["web.yaml:8 k8s/probed-for-test No probe."]);
  });

  test("a manifest that the kustomization of its folder does not list is a part of something unseen", async () => {
    const files = { ...overlay("tty: true"), "base/extra.yaml": deployment("securityContext: { privileged: true }") };
    expect(await findingsOf({ files, rules })).toEqual([
      "base/extra.yaml:9 k8s/privileged-for-test Privileged.",
      unprobed,
    ]);
  });

  test("it follows an update of any of its files", async () => {
    const project = await openProject({ files: overlay("tty: true"), rules });
    expect(project.run().findings.map(line)).toEqual([unprobed]);
    await project.update("overlays/prod/patch.yaml", deployment("readinessProbe: {}"));
    expect(project.run().findings).toEqual([]);
    await project.update("overlays/prod/kustomization.yaml", undefined);
    expect(project.run().findings.map(line)).toEqual([unprobed]);
  });

  test("kustomizations that include each other end", async () => {
    const files = {
      "a/kustomization.yaml": "resources: [../b]\n",
      "b/kustomization.yaml": "resources: [../a, web.yaml]\n",
      "b/web.yaml": deployment("securityContext: { privileged: true }"),
    };
    expect(await findingsOf({ files, rules })).toBeDefined();
  });
});

describe("what a build makes", () => {
  const base = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": deployment(`${IMAGE}\n          env: [{ name: A, value: a }, { name: B, value: b }]`),
  };
  const made = async (fields: string, more: Readonly<Record<string, string>> = {}) => {
    const files = { ...base, ...more, "prod/kustomization.yaml": `resources: [../base]\n${fields}` };
    return built(files, "prod/kustomization.yaml");
  };

  test("namespace, labels, annotations, replicas and images", async () => {
    const { objects } = await made(`namespace: shop
commonLabels: { team: shop }
labels:
  - pairs: { tier: web }
    includeTemplates: true
commonAnnotations: { owner: me }
replicas: [{ name: web, count: 3 }]
images: [{ name: registry.example.com/web, newTag: 2.0.0 }]
`);
    const [web] = objects;
    expect(web?.namespace).toMatchObject({ known: true, value: "shop", range: { path: "prod/kustomization.yaml" } });
    expect(at(web, "metadata", "labels", "team")).toBe("shop");
    expect(at(web, "spec", "selector", "matchLabels", "team")).toBe("shop");
    expect(at(web, "spec", "selector", "matchLabels", "tier")).toBeUndefined();
    expect(at(web, "spec", "template", "metadata", "labels", "tier")).toBe("web");
    expect(at(web, "metadata", "annotations", "owner")).toBe("me");
    expect(at(web, "spec", "replicas")).toBe("3");
    expect(web?.workload?.containers[0]?.image).toMatchObject({
      value: "registry.example.com/web:2.0.0",
      range: { path: "prod/kustomization.yaml" },
    });
  });

  test("a digest takes the place of the tag, and a new name keeps it", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const image = async (fields: string) =>
      (await made(`images: [{ name: registry.example.com/web, ${fields} }]\n`)).objects[0]?.workload?.containers[0]
        ?.image;
    expect(await image(`digest: "${digest}"`)).toMatchObject({ value: `registry.example.com/web@${digest}` });
    expect(await image("newName: other.example.com/web")).toMatchObject({ value: "other.example.com/web:1.0.0" });
  });

  test("lists are merged by their keys, and $patch deletes", async () => {
    const { objects } = await made("patches: [{ path: patch.yaml }]\n", {
      "prod/patch.yaml": deployment(
        "env: [{ name: B, value: two }, { name: C, value: c }, { name: A, $patch: delete }]",
      ),
    });
    const env = child(objects[0]?.workload?.containers[0]?.body, "env");
    const names =
      env?.type === "sequence"
        ? env.items.map((item) => [at({ tree: item as Node }, "name"), at({ tree: item as Node }, "value")])
        : [];
    expect(names).toEqual([
      ["B", "two"],
      ["C", "c"],
    ]);
  });

  test("the items of a patch come first, as JSON patches behind it count them", async () => {
    const { objects } = await made(
      `patches:
  - path: patch.yaml
  - target: { kind: Deployment }
    patch: |-
      - { op: add, path: /spec/template/spec/containers/0/tty, value: true }
`,
      {
        "prod/patch.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: proxy, image: proxy:1 }] } } }\n",
      },
    );
    const containers = objects[0]?.workload?.containers.map(({ name, body }) => [name, at({ tree: body }, "tty")]);
    expect(containers).toEqual([
      [expect.objectContaining({ value: "proxy" }), "true"],
      [expect.objectContaining({ value: "web" }), undefined],
    ]);
  });

  test("ports are told apart by their protocol too, which is TCP where none is given", async () => {
    const { objects } = await made("patches: [{ path: patch.yaml }]\n", {
      "base/web.yaml": deployment("ports: [{ containerPort: 53, protocol: UDP }, { containerPort: 53 }]"),
      "prod/patch.yaml": deployment("ports: [{ containerPort: 53, protocol: TCP, name: dns-tcp }]"),
    });
    const ports = child(objects[0]?.workload?.containers[0]?.body, "ports");
    const read = (port: Tree) => [at({ tree: port as Node }, "protocol"), at({ tree: port as Node }, "name")];
    expect(ports?.type === "sequence" && ports.items.map(read)).toEqual([
      ["TCP", "dns-tcp"],
      ["UDP", undefined],
    ]);
  });

  test("images are meant by their names as written, one item after the other", async () => {
    const image = async (written: string, images: string) => {
      const { objects } = await made(`images: ${images}\n`, { "base/web.yaml": deployment(`image: ${written}`) });
      return objects[0]?.workload?.containers[0]?.image;
    };
    const toTwo = "[{ name: docker.io/library/nginx, newTag: '2' }]";
    expect(await image("nginx", toTwo)).toMatchObject({ value: "nginx" });
    expect(await image("docker.io/library/nginx:1", toTwo)).toMatchObject({ value: "docker.io/library/nginx:2" });
    const moved =
      "[{ name: nginx, newName: mirror.example.com/nginx }, { name: mirror.example.com/nginx, newTag: '3' }]";
    expect(await image("nginx:1", moved)).toMatchObject({ value: "mirror.example.com/nginx:3" });
    expect(await image("nginx-extra:1", moved)).toMatchObject({ value: "nginx-extra:1" });
    expect(await image("nginx:1", "[{ name: nginx, tagSuffix: -alpine }]")).toMatchObject({ known: false });
  });

  test("labels go where their kinds have them", async () => {
    const more = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: shop } } }, { ipBlock: { cidr: 10.0.0.0/8 } }] }]
---
apiVersion: example.com/v1
kind: Widget
metadata: { name: web }
spec: { selector: { matchLabels: { app: web } }, deep: [{ a: 1 }] }
`;
    const files = { "base/web.yaml": deployment(IMAGE) + more };
    const { objects } = await made("commonLabels: { team: shop }\n", files);
    const [, policy, widget] = objects;
    expect(at(policy, "spec", "podSelector", "matchLabels", "team")).toBe("shop");
    const ingress = child(policy?.tree, "spec", "ingress");
    const from = ingress?.type === "sequence" ? child(ingress.items[0], "from") : undefined;
    const teams =
      from?.type === "sequence"
        ? from.items.map((item) => at({ tree: item as Node }, "podSelector", "matchLabels", "team"))
        : [];
    expect(teams).toEqual(["shop", undefined]);
    expect(at(widget, "metadata", "labels", "team")).toBe("shop");
    expect(at(widget, "spec", "selector", "matchLabels", "team")).toBeUndefined();
    const own = await made(
      "labels: [{ pairs: { team: shop }, fields: [{ kind: Widget, path: 'spec/deep[]/labels', create: true }] }]\n",
      files,
    );
    const deep = child(own.objects[2]?.tree, "spec", "deep");
    expect(deep?.type === "sequence" && at({ tree: deep.items[0] as Node }, "labels", "team")).toBe("shop");
    expect(at(own.objects[0], "spec", "template", "metadata", "labels", "team")).toBeUndefined();
  });

  test("a namespace that is among the objects is the one they move to", async () => {
    const namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: old }\n";
    const { objects } = await made("namespace: shop\n", { "base/web.yaml": deployment(IMAGE) + namespace });
    expect(at(objects[1], "metadata", "name")).toBe("shop");
    expect(at(objects[1], "metadata", "namespace")).toBeUndefined();
  });

  test("patchesJson6902 find the labels already set, and replicas and images have the last word", async () => {
    const { objects, partial } = await made(
      `commonLabels: { team: shop }
replicas: [{ name: web, count: 3 }]
patchesJson6902:
  - target: { group: apps, version: v1, kind: Deployment, name: web }
    path: late.yaml
`,
      {
        "prod/late.yaml":
          "- { op: replace, path: /metadata/labels/team, value: other }\n- { op: add, path: /spec/replicas, value: 9 }\n",
      },
    );
    expect(partial).toBe(false);
    expect(at(objects[0], "metadata", "labels", "team")).toBe("other");
    expect(at(objects[0], "spec", "replicas")).toBe("3");
  });

  test.each([
    ["labelSelector: 'tier in (front, back)'", true],
    ["labelSelector: 'tier notin (front)'", false],
    ["labelSelector: 'tier in (front),!x, app=web'", true],
    ["labelSelector: 'tier in (back),app=web'", false],
    ["namespace: default", true],
    ["namespace: shop", false],
  ])("a patch for %s", async (target, isMeant) => {
    const web = deployment(IMAGE).replace("{ name: web }", "{ name: web, labels: { tier: front, app: web } }");
    const { objects, unmatched } = await made(
      `patches:\n  - target: { kind: Deployment, ${target} }\n    patch: '[{ op: add, path: /spec/replicas, value: 8 }]'\n`,
      { "base/web.yaml": web },
    );
    expect(at(objects[0], "spec", "replicas")).toBe(isMeant ? "8" : undefined);
    if (isMeant) expect(unmatched).toEqual([]);
  });

  test("ports of one number are told apart by their protocols", async () => {
    const ports = (more: string): string =>
      deployment(`ports: [{ containerPort: 443, protocol: TCP${more} }, { containerPort: 443, protocol: UDP${more} }]`);
    const { objects } = await made("patches: [{ path: patch.yaml }]\n", {
      "base/web.yaml": ports(""),
      "prod/patch.yaml": ports(", hostPort: 443"),
    });
    const merged = items(child(objects[0]?.workload?.containers[0]?.body, "ports"));
    expect(merged.map((tree) => [at({ tree }, "protocol"), at({ tree }, "hostPort")])).toEqual([
      ["TCP", "443"],
      ["UDP", "443"],
    ]);
  });

  test("null takes a field away", async () => {
    const { objects } = await made("patches: [{ path: patch.yaml }]\n", {
      "prod/patch.yaml": deployment("image: null"),
    });
    expect(objects[0]?.workload?.containers[0]?.image).toBeUndefined();
  });

  test("JSON patches add, replace and remove", async () => {
    const { objects, partial } = await made(
      "patches:\n  - path: patch.yaml\n    target: { kind: Deployment, name: w.* }\n",
      {
        "prod/patch.yaml": `- { op: add, path: /spec/replicas, value: 4 }
- { op: replace, path: /spec/template/spec/containers/0/image, value: other:1 }
- { op: remove, path: /spec/template/spec/containers/0/env/0 }
- { op: add, path: /metadata/annotations, value: { a/b: c } }
- { op: replace, path: /metadata/annotations/a~1b, value: d }
`,
      },
    );
    expect(at(objects[0], "spec", "replicas")).toBe("4");
    expect(at(objects[0], "metadata", "annotations", "a/b")).toBe("d");
    expect(partial).toBe(false);
    expect(objects[0]?.workload?.containers[0]?.image).toMatchObject({
      value: "other:1",
      range: { path: "prod/patch.yaml" },
    });
    const dead = await made("patches:\n  - path: patch.yaml\n    target: { kind: Deployment }\n", {
      "prod/patch.yaml": "- { op: replace, path: /spec/nowhere/else, value: 1 }\n",
    });
    expect(dead.partial).toBe(true);
  });

  test("components change what was built before them", async () => {
    const { objects } = await made("components: [../debug]\n", {
      "debug/kustomization.yaml": "kind: Component\nreplicas: [{ name: web, count: 7 }]\n",
    });
    expect(at(objects[0], "spec", "replicas")).toBe("7");
  });

  test("generators make objects, and what plugins make is unseen", async () => {
    const { objects, partial } = await made(
      "configMapGenerator: [{ name: settings, literals: [LOG_LEVEL=debug], files: [app.conf] }]\n",
      { "prod/app.conf": "" },
    );
    expect(objects.map(({ address }) => address)).toEqual(["Deployment/web", "ConfigMap/settings"]);
    expect(at(objects[1], "data", "LOG_LEVEL")).toBe("debug");
    expect(partial).toBe(false);
    expect((await made("helmCharts: [{ name: redis }]\n")).partial).toBe(true);
  });

  test("what is generated carries the labels and annotations that the options say", async () => {
    const { objects } = await made(`configMapGenerator:
  - name: settings
    options: { annotations: { own: "yes" } }
generatorOptions: { labels: { app: web }, annotations: { common: "yes" } }
`);
    expect(at(objects[1], "metadata", "labels", "app")).toBe("web");
    expect(at(objects[1], "metadata", "annotations", "common")).toBe("yes");
    expect(at(objects[1], "metadata", "annotations", "own")).toBe("yes");
  });

  test("what a replacement copies is decided elsewhere", async () => {
    const { objects } = await made(`replacements:
  - source: { kind: ConfigMap, name: a, fieldPath: data.x }
    targets:
      - select: { kind: Deployment }
        fieldPaths: [spec.replicas]
        options: { create: true }
      - select: { name: w.+ }
        fieldPaths: ["spec.template.spec.containers.[name=web].image", "spec.nothing.[name=web].image"]
      - select: { kind: Deployment }
        fieldPaths: [".metadata.annotations.[a.b/c]", "spec.template.spec.containers.*.tty", "spec.template.spec.containers.[name=api].stdin"]
`);
    expect(child(objects[0]?.tree, "spec", "replicas")).toMatchObject({ known: false });
    expect(objects[0]?.workload?.containers[0]?.image).toMatchObject({ known: false });
    expect(child(objects[0]?.workload?.containers[0]?.body, "tty")).toMatchObject({ known: false });
    expect(child(objects[0]?.workload?.containers[0]?.body, "stdin")).toBeUndefined();
    expect(child(objects[0]?.tree, "spec", "nothing")).toBeUndefined();
    expect(child(objects[0]?.tree, "metadata", "annotations", "a.b/c")).toMatchObject({ known: false });
    expect(child(objects[0]?.tree, "")).toBeUndefined();
  });

  test("an alias bomb in a base stays as small as it is written", async () => {
    const bomb = Array.from({ length: 30 }, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join("\n");
    const everywhere = `binaryData${".*".repeat(31)}`;
    const replacements = `replacements:\n  - targets: [{ select: { kind: ConfigMap }, fieldPaths: ["${everywhere}"] }]\n`;
    const { objects } = await made(`namespace: shop\n${replacements}`, {
      "base/web.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: bomb }\nbinaryData:\n  a0: &a0 [x]\n${bomb}\n`,
    });
    expect(objects[0]?.namespace).toMatchObject({ value: "shop" });
  });
});

describe("patches that are written in the kustomization", () => {
  const files = (patches: string) => ({
    "web.yaml": deployment(IMAGE),
    "kustomization.yaml": `resources: [web.yaml]\n${patches}`,
  });
  const found = async (patches: string) => {
    return findingsOf({ files: files(patches), rules });
  };

  test.each<[string, string, number]>([
    [
      "strategic merge, in lines",
      "patches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: web }\n      spec:\n        template:\n          spec:\n            containers:\n              - name: web\n                securityContext:\n                  privileged: true\n",
      13,
    ],
    [
      "as an item",
      "patchesStrategicMerge:\n  - |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: web }\n    spec: { template: { spec: { containers: [{ name: web, securityContext: { privileged: true } }] } } }\n",
      7,
    ],
    [
      "operations",
      "patches:\n  - target: { kind: Deployment }\n    patch: |\n      - op: add\n        path: /spec/template/spec/containers/0/securityContext\n        value:\n          privileged: true\n",
      8,
    ],
    [
      "on one line, in quotes",
      `patches:\n  - target: { kind: Deployment }\n    patch: '[{"op": "add", "path": "/spec/template/spec/containers/0/securityContext", "value": {"privileged": true}}]'\n`,
      4,
    ],
  ])("%s: a value stands where it is written", async (_name, patches, at) => {
    expect(await found(patches)).toEqual([
      `kustomization.yaml:${at} k8s/privileged-for-test Privileged.`,
      "web.yaml:8 k8s/probed-for-test No probe.",
    ]);
  });

  test("the place is exact, line ends of Windows and escapes included", async () => {
    const text =
      'resources: [web.yaml]\r\npatches:\r\n  - target: { kind: Deployment }\r\n    patch: "- op: add\\n  path: /spec/template/spec/containers/0/securityContext\\n  value: { privileged: true }"\r\n';
    const project = await openProject({
      files: { "web.yaml": deployment(IMAGE), "kustomization.yaml": text },
      rules: [noPrivileged],
    });
    const [one] = project.run().findings;
    expect(text.slice(one?.start, one?.end)).toBe("true");
  });

  test("one that does not parse leaves the build partial", async () => {
    expect((await built(files("patches:\n  - patch: |\n      a: [\n"), "kustomization.yaml")).partial).toBe(true);
    expect((await built(files("patches:\n  - patch: '{}'\n"), "kustomization.yaml")).partial).toBe(false);
  });
});

describe("a part of the project", () => {
  const probe = "readinessProbe: { httpGet: { path: /, port: 80 } }";
  const files = {
    ...overlay(probe),
    "overlays/eu/kustomization.yaml": "resources:\n  - ../prod/ # and more\n",
    "base/api.yaml": deployment(IMAGE, "api"),
    "other/kustomization.yaml": "resources: [web.yaml]\n",
    "other/web.yaml": deployment(IMAGE),
    "top/kustomization.yaml": "resources: [sub/web.yaml]\npatches: [{ path: patch.yaml }]\n",
    "top/sub/web.yaml": deployment(IMAGE),
    "top/patch.yaml": deployment(probe),
  };

  test.each(["base", "base/web.yaml", "overlays/prod", "top/sub/web.yaml", "top/sub"])(
    "%s is judged as what is built on it",
    async (path) => {
      expect(await findingsOf({ files, rules, paths: [path] })).toEqual([]);
    },
  );

  test("what nothing is built on is judged alone", async () => {
    expect(await findingsOf({ files, rules, paths: ["other"] })).toEqual([
      "other/web.yaml:8 k8s/probed-for-test No probe.",
    ]);
    const project = await openProject({ files, rules, paths: ["other/web.yaml"] });
    expect(project.paths()).toEqual(["other/web.yaml", "other/kustomization.yaml"]);
  });

  test("all that is built on it is read, however far away", async () => {
    const project = await openProject({ files, rules, paths: ["base/web.yaml"] });
    expect(project.paths().toSorted()).toEqual([
      "base/kustomization.yaml",
      "base/web.yaml",
      "overlays/eu/kustomization.yaml",
      "overlays/prod/kustomization.yaml",
      "overlays/prod/patch.yaml",
    ]);
  });
});

test("beside a kustomization that cannot be read nobody knows what is a patch", async () => {
  const files = { "kustomization.yaml": "resources: [web.yaml\n", "web.yaml": deployment(IMAGE) };
  expect(await findingsOf({ files, rules })).toEqual([]);
  expect(await findingsOf({ files: { "web.yaml": deployment(PRIVILEGED_PATCH) }, rules })).toHaveLength(2);
});

test("a kustomization of a wrong apiVersion is one, by its name", async () => {
  const files = overlay(PRIVILEGED_PATCH);
  const path = "overlays/prod/kustomization.yaml";
  const wrong = { ...files, [path]: `apiVersion: v1\nkind: Kustomization\n${files[path]}` };
  expect(await findingsOf({ files: wrong, rules })).toEqual(await findingsOf({ files, rules }));
});

test("what others call a Kustomization is an object like any", async () => {
  const flux =
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps }\nspec: { path: ./apps }\n";
  const files = { "apps/kustomization.yaml": `${flux}---\n${PRIVILEGED}` };
  expect(await findingsOf({ files, rules: [noPrivileged] })).toHaveLength(1);
});
