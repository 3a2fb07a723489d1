import { describe, expect, test } from "vitest";
import type { Artefact, Unit } from "../../src/model/artefact.ts";
import type { KubernetesManifest, KubernetesObject } from "../../src/model/kubernetes/manifest.ts";
import { child, items, type Node } from "../../src/model/tree.ts";
import { inserted, quoted, removed, replaced } from "../../src/model/yaml-edit.ts";
import { parseRendered } from "../../src/parsers/rendered.ts";
import { parseYaml } from "../../src/parsers/yaml.ts";
import { code } from "../../src/rule/code.ts";
import { sourceFile } from "../../src/text/source-file.ts";
import { buildChart, NAMESPACES } from "../../src/units/helm/build.ts";

const CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: cart\n    alias: basket\n";

const artefactsOf = (path: string, text: string): readonly Artefact[] => parseYaml(sourceFile(path, text)).artefacts;

/** What is made of a chart in the folder `deploy`, by templates below it, and of what Helm writes for two namespaces. */
function build(templates: Readonly<Record<string, string>>, one: string, other = one, ignored: readonly string[] = []) {
  const [chart] = artefactsOf("deploy/Chart.yaml", CHART);
  const read = Object.entries(templates).map(([name, text]) => {
    const path = `deploy/${name}`;
    const manifest = artefactsOf(path, text).find((artefact) => artefact.kind === "kubernetes");
    return { path, text, manifest };
  });
  const units = buildChart(
    {
      folder: "deploy",
      tree: chart?.kind === "chart" ? chart.tree : undefined,
      templates: read,
      otherFiles: ["deploy/values.yaml"],
    },
    [parseRendered(one), parseRendered(other)],
    (path) => ignored.includes(path) || read.some((template) => template.path === path),
  );
  const [made, ...rest] = units.map(manifestOf);
  if (!made) throw new Error("A chart makes a unit.");
  /** The text that a node stands at, with its file. */
  const textAt = (node: Node | undefined): string => {
    const { path = "", start, end } = node?.range ?? { start: 0, end: 0 };
    const text = path === "deploy/Chart.yaml" ? CHART : (read.find((template) => template.path === path)?.text ?? "");
    return `${path.slice("deploy/".length)}: ${text.slice(start, end)}`;
  };
  return { made, rest, textAt, object: (index = 0): KubernetesObject => objectOf(made, index) };
}

function manifestOf(unit: Unit): KubernetesManifest {
  if (unit.kind !== "kubernetes") throw new Error("A chart makes manifests.");
  return unit;
}

function objectOf({ objects }: KubernetesManifest, index: number): KubernetesObject {
  const object = objects[index];
  if (!object) throw new Error(`There is no object ${index}.`);
  return object;
}

/** A document as Helm writes it. */
const document = (source: string, text: string): string => `---\n# Source: ${source}\n${text}`;

const containerOf = ({ tree }: KubernetesObject, index = 0): Node | undefined =>
  items(child(tree, "spec", "template", "spec", "containers"))[index];

const WEB = code`
  apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: {{ .Release.Name }}-web
    {{- with .Values.labels }}
    labels: {{ toYaml . | nindent 4 }}
    {{- end }}
  spec:
    template:
      spec:
        hostPID: true
        containers:
          {{- range .Values.helpers }}
          - name: {{ . }}
            image: "busybox:1"
          {{- end }}
          - name: web
            image: "{{ .Values.image }}:{{ .Values.tag }}"
            {{- if .Values.isRoot }}
            securityContext:
              privileged: true
              runAsUser: 0
            {{- else }}
            securityContext:
              privileged: false
            {{- end }}
            resources:
              {{- toYaml .Values.resources | nindent 14 }}
`;
const RENDERED_WEB = code`
  apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: shop-web
    labels:
      team: pay
  spec:
    template:
      spec:
        hostPID: true
        containers:
          - name: one
            image: "busybox:1"
          - name: two
            image: "busybox:1"
          - name: web
            image: "example.com/web:latest"
            securityContext:
              privileged: false
            resources:
              limits:
                memory: 1Gi
`;

describe("a rendered value stands", () => {
  const { textAt, object } = build({ "templates/web.yaml": WEB }, document("shop/templates/web.yaml", RENDERED_WEB));
  const { tree } = object();

  test("at the literal that the template writes", () => {
    expect(textAt(child(tree, "kind"))).toBe("templates/web.yaml: Deployment");
    expect(textAt(child(tree, "spec", "template", "spec", "hostPID"))).toBe("templates/web.yaml: true");
  });

  test("at the action that makes it", () => {
    expect(textAt(child(tree, "metadata", "name"))).toBe("templates/web.yaml: {{ .Release.Name }}-web");
    expect(object().address).toBe("Deployment/shop-web");
    expect(textAt(child(containerOf(object(), 2), "image"))).toBe(
      'templates/web.yaml: "{{ .Values.image }}:{{ .Values.tag }}"',
    );
  });

  test("at the action or the key that holds it, where that brings more than a value", () => {
    expect(textAt(child(tree, "metadata", "labels", "team"))).toBe("templates/web.yaml: {{ toYaml . | nindent 4 }}");
    expect(textAt(child(containerOf(object(), 2), "resources", "limits"))).toBe("templates/web.yaml: resources");
  });

  test("in the item of the loop that writes it, as often as it does", () => {
    const names = [0, 1, 2].map((index) => textAt(child(containerOf(object(), index), "name")));
    expect(names).toEqual(["templates/web.yaml: {{ . }}", "templates/web.yaml: {{ . }}", "templates/web.yaml: web"]);
    expect(textAt(child(containerOf(object(), 1), "image"))).toBe('templates/web.yaml: "busybox:1"');
  });

  test("in the branch that was taken", () => {
    const privileged = child(containerOf(object(), 2), "securityContext", "privileged");
    expect(textAt(privileged)).toBe("templates/web.yaml: false");
    expect(privileged?.range.start).toBe(WEB.indexOf("false"));
    const root = build(
      { "templates/web.yaml": WEB },
      document(
        "shop/templates/web.yaml",
        RENDERED_WEB.replace("privileged: false", "privileged: true\n          runAsUser: 0"),
      ),
    );
    const isRoot = child(containerOf(root.object(), 2), "securityContext", "privileged");
    expect(isRoot?.range.start).toBe(WEB.indexOf("true\n", WEB.indexOf("privileged")));
  });

  test("in the first line of a template that another one writes", () => {
    const shared = build(
      { "templates/web.yaml": '# {{ include "common.web" . }}\n\n{{ include "common.web" . }}\n' },
      document("shop/templates/web.yaml", RENDERED_WEB),
    );
    expect(shared.textAt(containerOf(shared.object(), 0))).toBe('templates/web.yaml: {{ include "common.web" . }}');
    expect(containerOf(shared.object(), 0)?.range.start).toBe(32);
  });

  test("at the dependency, where the template is in an archive, and at the name of the chart, where nobody knows", () => {
    const packed = build({}, document("shop/charts/basket/templates/web.yaml", RENDERED_WEB));
    expect(packed.textAt(containerOf(packed.object(), 0))).toBe("Chart.yaml: cart");
    const other = build({}, document("shop/../../etc/passwd", RENDERED_WEB));
    expect(other.textAt(containerOf(other.object(), 0))).toBe("Chart.yaml: shop");
    const none = build({}, `---\n${RENDERED_WEB}`);
    expect(none.textAt(none.object().tree)).toBe("Chart.yaml: shop");
  });

  test("in the document of the template that wrote it, whatever order Helm writes them in", () => {
    const service = (name: string, port: number) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - port: ${port}\n`;
    const template = `${service('{{ include "shop.name" . }}-inner', 80)}---\n${service('{{ include "shop.name" . }}', 80)}`;
    const { textAt: at, made } = build(
      { "templates/services.yaml": template },
      document("shop/templates/services.yaml", service("shop", 80)) +
        document("shop/templates/services.yaml", service("shop-inner", 80)),
    );
    expect(made.objects.map((one) => at(child(one.tree, "metadata", "name")))).toEqual([
      'templates/services.yaml: {{ include "shop.name" . }}',
      'templates/services.yaml: {{ include "shop.name" . }}-inner',
    ]);
  });
});

describe("a document is known as that of its template", () => {
  const text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NAME\n";
  const nameAt = (written: string, made: string): string => {
    const templates = {
      "templates/config.yaml": `${text.replace("NAME", "other")}---\n${text.replace("NAME", written)}`,
    };
    const { object, textAt } = build(templates, document("shop/templates/config.yaml", text.replace("NAME", made)));
    return textAt(child(object().tree, "metadata", "name"));
  };

  test.each([
    ["shop-{{ .Values.stage }}", "shop-live"],
    ['"shop {{- .Values.stage }}"', '"shoplive"'],
    ['"{{ .Values.stage -}} shop"', '"liveshop"'],
    ["{{ if .Values.isLive }}live{{ else }}trial{{ end }}", "live"],
    ["'{{ .Values.stage }}-shop'", "'live-shop'"],
    ['{{ .Values.stage | default "}}" }}', "live"],
  ])("%s", (written, made) => {
    expect(nameAt(written, made)).toBe(`templates/config.yaml: ${written}`);
  });

  test("though it lacks what other branches write", () => {
    const keys = ["a", "b", "c", "d", "e", "f"].map(
      (key) => `  {{- if .Values.${key} }}\n  ${key}: {}\n  {{- end }}\n`,
    );
    const templates = { "templates/config.yaml": text.replace("NAME", "shop") + keys.join("") };
    const { object, textAt } = build(templates, document("shop/templates/config.yaml", text.replace("NAME", "shop")));
    expect(textAt(child(object().tree, "metadata", "name"))).toBe("templates/config.yaml: shop");
  });
});

describe("nothing is certain", () => {
  const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n  namespace: NS\ndata:\n  key: VALUE\n";
  const source = "shop/templates/config.yaml";
  const template = {
    "templates/config.yaml": CONFIG.replace("NS", "{{ .Release.Namespace }}").replace("VALUE", "{{ randAlphaNum 8 }}"),
  };

  test("of the namespace, and of what is made by chance", () => {
    const one = CONFIG.replace("NS", NAMESPACES[0]).replace("VALUE", "x7");
    const other = CONFIG.replace("NS", NAMESPACES[1]).replace("VALUE", "y8");
    const { object, textAt } = build(template, document(source, one), document(source, other));
    expect(object().namespace).toBeUndefined();
    const own = build(template, document(source, one.replace("-one", "-one-a")), document(source, other));
    expect(own.object().namespace).toMatchObject({ known: false });
    const stated = CONFIG.replace("NS", "shop");
    expect(build(template, document(source, stated)).object().namespace).toMatchObject({ value: "shop" });
    expect(child(object().tree, "data", "key")).toMatchObject({ type: "scalar", known: false });
    expect(textAt(child(object().tree, "data", "key"))).toBe("templates/config.yaml: {{ randAlphaNum 8 }}");
    expect(child(object().tree, "metadata", "name")).toMatchObject({ known: true, value: "shop" });
  });

  test("of entries and items that only one rendering has", () => {
    const more = CONFIG.replace("key: VALUE", "key: VALUE\n  more: [1, 2]\n  list: [1, 2]");
    const less = CONFIG.replace("key: VALUE", "key: VALUE\n  list: [1]");
    const { object } = build(template, document(source, more), document(source, less));
    expect(child(object().tree, "data")).toMatchObject({ open: true });
    expect(items(child(object().tree, "data", "more"))).toMatchObject([{ known: false }, { known: false }]);
    expect(child(object().tree, "data", "list")).toMatchObject({ open: true });
  });

  test("of a template of which one rendering makes more", () => {
    const { made, rest } = build(
      template,
      document(source, CONFIG) + document(source, CONFIG),
      document(source, CONFIG),
    );
    expect(made).toMatchObject({ objects: [], isIncomplete: true });
    expect(rest).toHaveLength(1);
  });

  test("of a value that is still to be given", () => {
    const named = CONFIG.replace("name: shop", 'name: "shop-{{ .Values.stage }}"').replace(
      "VALUE",
      "{{ .Values.key }}",
    );
    const { object } = build(
      { "templates/config.yaml": named },
      document(source, CONFIG.replace("name: shop", 'name: "shop-"').replace("VALUE", "")),
    );
    expect(object().name).toMatchObject({ known: false });
    expect(child(object().tree, "data", "key")).toMatchObject({ known: false });
  });

  test("of the version of an object, where the template leaves the choice to the cluster", () => {
    const { object } = build(
      { "templates/config.yaml": CONFIG.replace("v1", '{{ include "shop.version" . }}') },
      document(source, CONFIG),
    );
    expect(object().asksCapabilities).toBe(true);
    expect(
      build({ "templates/config.yaml": CONFIG }, document(source, CONFIG)).object().asksCapabilities,
    ).toBeUndefined();
  });
});

describe("the unit", () => {
  const one = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n";
  const two = one.replace("one", "two");
  const source = "shop/templates/config.yaml";

  test("takes the place of its templates, less what was made of none", () => {
    const { made, rest } = build({ "templates/config.yaml": `${one}---\n${two}` }, document(source, two));
    expect(made).toMatchObject({
      path: "deploy/Chart.yaml",
      inputs: ["deploy/Chart.yaml", "deploy/values.yaml", "deploy/templates/config.yaml"],
    });
    expect(made.objects.map(({ address }) => address)).toEqual(["ConfigMap/two"]);
    expect(rest).toMatchObject([
      { path: "deploy/templates/config.yaml", chart: "deploy", inputs: ["deploy/templates/config.yaml"] },
    ]);
    expect(rest[0]?.objects.map(({ address }) => address)).toEqual(["ConfigMap/one"]);
  });

  test("is not whole without the templates that somebody ignores", () => {
    const { made } = build({}, document(source, one), document(source, one), ["deploy/templates/config.yaml"]);
    expect(made).toMatchObject({ objects: [], isIncomplete: true });
  });

  test("is plain data, and no larger than what Helm wrote, whatever aliases stand in it", () => {
    const levels = Array.from({ length: 40 }, (_, i) => `  k${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    const bomb = `${one}data:\n  k0: &a0 [1]\n${levels.join("\n")}\n`;
    const { made } = build({ "templates/config.yaml": bomb }, document(source, bomb));
    expect(structuredClone(made).objects).toHaveLength(1);
  });

  test("is built in time, however alike its items are", () => {
    const list = Array.from({ length: 3000 }, (_, i) => `  - a: ${i}\n    b: {{ .x }}\n`);
    const template = `${one}list:\n${list.join("")}  {{- if .y }}\n  - a: x\n  {{- end }}\n`;
    const rendered = `${one}list:\n${list.toReversed().join("").replaceAll("{{ .x }}", "1")}`;
    expect(build({ "templates/config.yaml": template }, document(source, rendered)).made.objects).toHaveLength(1);
  });

  test("leaves out what would take too long to find, which stays as it was read", () => {
    const numbers = Array.from({ length: 1500 }, (_, i) => i);
    const template = numbers.map((i) => one.replace("one", `x${i}`)).join("---\n");
    const rendered = numbers.map((i) => document(source, one.replace("one", `x${i}`))).join("");
    const { made, rest } = build({ "templates/config.yaml": template }, rendered);
    expect(made.isIncomplete).toBe(true);
    expect(made.objects.length + (rest[0]?.objects.length ?? 0)).toBe(numbers.length);
  });

  test("cannot be edited where the template does not say what was rendered", () => {
    const { object } = build({ "templates/web.yaml": WEB }, document("shop/templates/web.yaml", RENDERED_WEB));
    const container = containerOf(object(), 2);
    const image = child(container, "image");
    if (!container || image?.type !== "scalar") throw new Error("There is an image.");
    expect(inserted(container, ["securityContext", "runAsNonRoot"], true)).toBeUndefined();
    expect(inserted(container, ["env"], ["X"])).toBeUndefined();
    expect(removed(container, ["image"])).toBeUndefined();
    expect(replaced(image, "x")).toBeUndefined();
    const team = child(object().tree, "metadata", "labels", "team");
    expect(team?.type === "scalar" && quoted(team)).toBeUndefined();
    const literal = child(object().tree, "spec", "template", "spec", "hostPID");
    expect(literal?.type === "scalar" && replaced(literal, "false")).toHaveLength(1);
  });
});
