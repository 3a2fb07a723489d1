import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findHelm, type Limits } from "../../src/engine/helm.ts";
import { renderCharts } from "../../src/engine/render.ts";
import { openSession, type SessionRequest } from "../../src/engine/session.ts";
import { containersOf } from "../../src/model/kubernetes/workload.ts";
import { defineRule, type Rule } from "../../src/rule/define-rule.ts";
import noCommittedSecret from "../../src/rules/k8s/no-committed-secret.ts";
import noRemovedApi from "../../src/rules/k8s/no-removed-api.ts";
import requireNetworkPolicy from "../../src/rules/k8s/require-network-policy.ts";
import unusedSuppression from "../../src/rules/opsguard/unused-suppression.ts";
import { folderWith } from "../support/folder.ts";
import { line, META } from "../support/projects.ts";

afterEach(() => vi.unstubAllEnvs());

const images = defineRule({
  ...META,
  id: "k8s/images",
  artefact: "kubernetes",
  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      if (container.image?.known) yield { at: container.image, message: `${container.image.value}.` };
    }
  },
});

const CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;
const TEMPLATE = `${pod("literal", "web:1")}---\n${pod("{{ .Release.Name }}", "{{ .Values.image }}")}`;
const RENDERED =
  `---\n# Source: shop/templates/web.yaml\n${pod("literal", "web:1")}` +
  `---\n# Source: shop/templates/web.yaml\n${pod("shop", "web:latest")}`;
/** The fake Helm writes what a chart holds under this name. */
const OUTPUT = "rendered.txt";

const FILES = {
  ".git/HEAD": "ref: refs/heads/main\n",
  "deploy/Chart.yaml": CHART,
  "deploy/values.yaml": "image: web:latest\n",
  "deploy/templates/web.yaml": TEMPLATE,
  [`deploy/${OUTPUT}`]: RENDERED,
};
const AS_WRITTEN = ["deploy/templates/web.yaml:8 k8s/images web:1."];
const AS_RENDERED = [...AS_WRITTEN, "deploy/templates/web.yaml:17 k8s/images web:latest."];

/** A program that stands for Helm, on a search path of its own. Its last arguments are the release and the folder. */
function fakeHelm(script: string) {
  const folder = folderWith({ helm: `#!/bin/sh\necho "$@" >> "$0.calls"\nenv > "$0.env"\n${script}\n` });
  const path = join(folder, "helm");
  chmodSync(path, 0o755);
  const read = (name: string): string => (existsSync(`${path}.${name}`) ? readFileSync(`${path}.${name}`, "utf8") : "");
  vi.stubEnv("PATH", [folder, "relative/bin", ""].join(delimiter));
  return {
    folder,
    calls: (): readonly string[] => read("calls").split("\n").filter(Boolean),
    environment: (): string => read("env"),
  };
}
const PRINTS = `PATH=/usr/bin:/bin cat "$6/${OUTPUT}"`;

const open = (cwd: string, request: Partial<SessionRequest> = {}) =>
  openSession({ cwd, rules: [images], render: true, ...request });

async function found(cwd: string, request: Partial<SessionRequest> = {}) {
  const session = await open(cwd, request);
  return { findings: session.run().findings.map(line), notices: session.notices };
}

/** Renders with limits that a test can wait for. */
async function limited(script: string, limits: Limits) {
  const { folder: searchPath } = fakeHelm(script);
  const root = folderWith(FILES);
  const session = await open(root, { render: false });
  const notices = await renderCharts(session.project, { root, repository: root, isWhole: true, searchPath, limits });
  return { notices, findings: session.run().findings.map(line) };
}

describe.skipIf(process.platform === "win32")("charts", () => {
  test("are judged as Helm renders them, a literal once", async () => {
    const helm = fakeHelm(PRINTS);
    const root = folderWith(FILES);
    expect(await found(root)).toEqual({ findings: AS_RENDERED, notices: [] });
    expect(helm.calls().toSorted()).toEqual([
      `template --namespace opsguard-one -- shop ${root}/deploy`,
      `template --namespace opsguard-other -- shop ${root}/deploy`,
    ]);
  });

  test("are rendered for whoever asks alone, and never for content that is not on disk", async () => {
    const helm = fakeHelm(PRINTS);
    const root = folderWith(FILES);
    expect((await found(root, { render: false })).findings).toEqual(AS_WRITTEN);
    expect((await found(root, { overlays: { "deploy/templates/web.yaml": TEMPLATE } })).findings).toEqual(AS_WRITTEN);
    expect(helm.calls()).toEqual([]);
  });

  test("are rendered without anything of the user's: credentials, plugins, repositories, clusters", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "abc");
    vi.stubEnv("HELM_PLUGINS", "/somewhere");
    vi.stubEnv("KUBECONFIG", "/somewhere");
    const helm = fakeHelm(PRINTS);
    await open(folderWith(FILES));
    const environment = helm.environment();
    expect(environment).not.toMatch(/AWS|somewhere/);
    expect(environment).toContain("HELM_NO_PLUGINS=1");
    const home = /^HOME=(.*)$/m.exec(environment)?.[1] ?? "";
    expect(environment).toContain(`HELM_PLUGINS=${home}/plugins`);
    expect([home === "", existsSync(home)]).toEqual([false, false]);
  });

  test("are neither libraries nor parts of others, and each is named by what it is called", async () => {
    const helm = fakeHelm(PRINTS);
    const root = folderWith({
      ...FILES,
      "deploy/charts/cart/Chart.yaml": CHART,
      "deploy/charts/cart/charts/pay/Chart.yaml": CHART,
      "charts/common/Chart.yaml": `${CHART}type: library\n`,
      "charts/odd/Chart.yaml": CHART.replace("shop", "--set=Odd_Name"),
      [`charts/odd/${OUTPUT}`]: "",
    });
    await open(root);
    const charts = new Set(helm.calls().map((call) => call.replace(/^.* -- /, "").replace(root, "")));
    expect([...charts].toSorted()).toEqual(["release /charts/odd", "shop /deploy"]);
  });

  test("are read whole where a template alone is asked for", async () => {
    fakeHelm(PRINTS);
    const root = folderWith({
      ...FILES,
      "deploy/templates/other.yaml": pod("other", "other:1"),
      [`deploy/${OUTPUT}`]: `${RENDERED}---\n# Source: shop/templates/other.yaml\n${pod("other", "other:1")}`,
    });
    expect((await found(root, { paths: ["deploy/templates/web.yaml"] })).findings).toEqual(AS_RENDERED);
  });

  test("hold no more than is looked at: what is ignored stays so", async () => {
    fakeHelm(PRINTS);
    const root = folderWith({ ...FILES, "opsguard.yaml": "ignore: [deploy/templates/web.yaml]\n" });
    expect((await found(root)).findings).toEqual([]);
    const charts = defineRule({
      ...META,
      id: "k8s/charts",
      artefact: "chart",
      check: ({ path }) => [{ at: { range: { start: 0, end: 1 } }, message: `${path}.` }],
    });
    const ignored = folderWith({ ...FILES, "opsguard.yaml": "ignore: [deploy/Chart.yaml, deploy/values.yaml]\n" });
    expect((await found(ignored, { rules: [images, charts] })).findings).toEqual(AS_WRITTEN);
  });

  test("are judged as written once a file of them changes", async () => {
    fakeHelm(PRINTS);
    const session = await open(folderWith(FILES));
    await session.project.update("deploy/values.yaml", "image: web:2\n");
    expect(session.run().findings.map(line)).toEqual(AS_WRITTEN);
    await session.render();
    expect(session.notices).toEqual([
      "The chart deploy was not rendered: it differs from what is on disk: deploy/values.yaml.",
    ]);
  });

  test("may be the whole project", async () => {
    fakeHelm(PRINTS);
    const root = folderWith({
      "Chart.yaml": CHART,
      "templates/web.yaml": TEMPLATE,
      [OUTPUT]: RENDERED,
    });
    expect((await found(root)).findings).toEqual(AS_RENDERED.map((one) => one.replace("deploy/", "")));
  });
});

describe.skipIf(process.platform === "win32")("in a template", () => {
  const ignored = TEMPLATE.replace(
    "spec:\n  containers:\n    - name: web\n      image: {{",
    "# opsguard-ignore k8s/images -- pinned by whoever installs it\nspec:\n  containers:\n    - name: web\n      image: {{",
  );
  const rules = [images, unusedSuppression];

  test("what is suppressed for the sake of releases is of use, rendered or not", async () => {
    fakeHelm(PRINTS);
    const root = folderWith({ ...FILES, "deploy/templates/web.yaml": ignored });
    expect((await found(root, { rules })).findings).toEqual(AS_WRITTEN);
    expect((await found(root, { rules, render: false })).findings).toEqual(AS_WRITTEN);
  });

  test("what is of no use in what is made of it is told", async () => {
    fakeHelm(PRINTS);
    const files = { ...FILES, [`deploy/${OUTPUT}`]: RENDERED.replace("web:latest", "''") };
    const { findings } = await found(folderWith({ ...files, "deploy/templates/web.yaml": ignored }), { rules });
    expect(findings).toEqual([
      ...AS_WRITTEN,
      "deploy/templates/web.yaml:14 opsguard/unused-suppression No finding of k8s/images is here to suppress.",
    ]);
  });

  test("an expression that makes a secret is none, and what another one says itself is", async () => {
    const secrets = defineRule({
      ...META,
      id: "k8s/secrets",
      artefact: "kubernetes",
      *check(manifest) {
        for (const { container } of containersOf(manifest)) {
          if (container.image?.known) yield { at: container.image, message: "Secret.", isSecret: true };
        }
      },
    });
    fakeHelm(PRINTS);
    const excerpts = async (image: string) => {
      const files = { ...FILES, "deploy/templates/web.yaml": TEMPLATE.replace("{{ .Values.image }}", image) };
      const session = await open(folderWith(files), { rules: [secrets] });
      return session.run().findings.map(({ excerpt }) => excerpt.trim());
    };
    expect(await excerpts("{{ .Values.image }}")).toEqual(["image: *****", "image: {{ .Values.image }}"]);
    expect(await excerpts('{{ .x | default "hunter2" }}')).toEqual([
      "image: *****",
      "image: ** ** * ******* ********* **",
    ]);
  });
});

describe.skipIf(process.platform === "win32")("of what a release is", () => {
  /** The findings of a rule in a chart whose template and what Helm makes of it are these, beside other files. */
  async function chartFindings(rule: Rule, [template, made]: readonly [string, string], more = {}) {
    fakeHelm(PRINTS);
    const output = `---\n# Source: shop/templates/web.yaml\n${made}`;
    const files = { ...FILES, "deploy/templates/web.yaml": template, [`deploy/${OUTPUT}`]: output, ...more };
    const config = { rules: { [rule.id]: "error" } } as const;
    return (await found(folderWith(files), { rules: [rule], config })).findings.map((one) => one.split(" ")[0]);
  }

  test("a secret that comes from its values is committed there, and one in a template here", async () => {
    const secret = (value: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  password: ${value}\n`;
    const made = secret("k7f2p9x4-q8w3");
    expect(await chartFindings(noCommittedSecret, [secret("{{ .Values.password }}"), made])).toEqual([]);
    expect(await chartFindings(noCommittedSecret, [made, made])).toEqual(["deploy/templates/web.yaml:5"]);
  });

  test("a policy of the namespace that it may go to holds for it", async () => {
    const both = [pod("web", "web:1"), pod("web", "web:1")] as const;
    const policy =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: {}}\n";
    expect(await chartFindings(requireNetworkPolicy, both)).toEqual(["deploy/templates/web.yaml:4"]);
    expect(await chartFindings(requireNetworkPolicy, both, { "policy.yaml": policy })).toEqual([]);
  });

  test("the version that the cluster is asked for is no removed one", async () => {
    const budget = (version: string) =>
      `apiVersion: ${version}\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {}\n`;
    const made = budget("policy/v1beta1");
    expect(await chartFindings(noRemovedApi, [budget('{{ include "shop.version" . }}'), made])).toEqual([]);
    expect(await chartFindings(noRemovedApi, [made, made])).toEqual(["deploy/templates/web.yaml:1"]);
  });
});

describe.skipIf(process.platform === "win32")("a chart that is not rendered is judged as written, and named", () => {
  const notice = (reason: string) => ({
    findings: AS_WRITTEN,
    notices: [`The chart deploy was not rendered: it ${reason}.`],
  });

  test("when Helm refuses it, whatever that says of its secrets", async () => {
    const password = "hunter2hunter2";
    fakeHelm(`echo 'coalesce.go: warning' >&2\necho 'Error: no ${password} here.' >&2\nexit 1`);
    const root = folderWith({ ...FILES, "deploy/values.yaml": `password: ${password}\n` });
    expect(await found(root)).toEqual(notice("is refused by helm: no ************** here"));
    fakeHelm("exit 3");
    expect(await found(root)).toEqual(notice("is refused by helm: it ended with code 3"));
  });

  test("when it takes too long, whatever it started", async () => {
    const limits = { milliseconds: 300, bytes: 1000 };
    expect(await limited("PATH=/usr/bin:/bin sleep 60 & PATH=/usr/bin:/bin sleep 60", limits)).toEqual(
      notice("takes longer than 0.3 seconds"),
    );
  });

  test("when it makes too much", async () => {
    const limits = { milliseconds: 60_000, bytes: 1024 * 1024 };
    expect(await limited("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done", limits)).toEqual(
      notice("makes more than 1 MB"),
    );
  });

  test("when it holds a link out of the project", async () => {
    const helm = fakeHelm(PRINTS);
    const root = folderWith(FILES);
    symlinkSync(folderWith({ "secret.yaml": "a: b\n" }), join(root, "deploy/files"));
    expect(await found(root)).toEqual(notice("holds deploy/files, which is no file of the project"));
    expect(helm.calls()).toEqual([]);
  });

  test("when there is no Helm but one of the project, or of the folder one stands in", async () => {
    const root = folderWith({ ...FILES, "bin/helm": "#!/bin/sh\nexit 1\n", helm: "#!/bin/sh\nexit 1\n" });
    chmodSync(join(root, "bin/helm"), 0o755);
    chmodSync(join(root, "helm"), 0o755);
    const elsewhere = folderWith({});
    symlinkSync(join(root, "bin/helm"), join(elsewhere, "helm"));
    const notAFile = folderWith({});
    mkdirSync(join(notAFile, "helm"));
    vi.stubEnv("PATH", [join(root, "bin"), elsewhere, notAFile, "", "."].join(delimiter));
    expect(await found(root)).toEqual({
      findings: AS_WRITTEN,
      notices: ["There is no helm on the PATH outside of the project, so no chart was rendered."],
    });
    expect(findHelm(process.env["PATH"] ?? "", folderWith({}))).toBe(join(root, "bin/helm"));
  });

  test("unless somebody interrupts", async () => {
    const helm = fakeHelm("PATH=/usr/bin:/bin sleep 60");
    const controller = new AbortController();
    const opening = open(folderWith(FILES), { signal: controller.signal });
    await vi.waitFor(() => expect(helm.calls()).not.toEqual([]));
    controller.abort(new Error("Enough."));
    await expect(opening).rejects.toThrow("Enough.");
  });
});
