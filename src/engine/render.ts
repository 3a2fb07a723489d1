import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Artefact } from "../model/artefact.ts";
import { asString, child, type Node } from "../model/tree.ts";
import { is, known } from "../model/value.ts";
import { classify } from "../parsers/classify.ts";
import { loadParser } from "../parsers/parse.ts";
import { parseRendered } from "../parsers/rendered.ts";
import { clipped } from "../text/clipped.ts";
import { isWithin, within } from "../text/path.ts";
import { sourceFile } from "../text/source-file.ts";
import { buildChart, type ChartTemplate, NAMESPACES, templatePath } from "../units/helm/build.ts";
import { milliseconds } from "./clock.ts";
import { kindOf, pathFrom, readBytes, readFolder, realPathIn } from "./disk.ts";
import { findHelm, Helm, LIMITS, type Limits } from "./helm.ts";
import { HiddenLines } from "./hidden-lines.ts";
import { inParallel } from "./in-parallel.ts";
import { mask, secretLines } from "./mask.ts";
import type { OpenProject } from "./open-project.ts";

export interface RenderRequest {
  /** Absolute, without links. */
  readonly root: string;
  /** The folder that nothing is run from: the work tree, or the root. */
  readonly repository: string;
  /** All there is was looked at. */
  readonly isWhole: boolean;
  readonly searchPath: string;
  readonly limits?: Limits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets Helm render the charts of a project, and the project judge what came of it in place of their templates. Returns what
 * is to be said of charts that were not rendered: those are judged as without it.
 */
export async function renderCharts(project: OpenProject, request: RenderRequest): Promise<readonly string[]> {
  const folders = chartFolders(project, request);
  if (folders.length === 0) return [];
  const program = findHelm(request.searchPath, request.repository);
  if (program === undefined) {
    return ["There is no helm on the PATH outside of the project, so no chart was rendered."];
  }
  const helm = new Helm(program, request.limits ?? LIMITS);
  try {
    const late = milliseconds() + MOST_MILLISECONDS;
    const notices = await inParallel(folders, availableParallelism(), (folder) => {
      const chart = new ChartRenderer(project, request, helm, folder);
      return milliseconds() < late ? chart.render() : chart.notice("comes too late: others took five minutes");
    });
    request.signal?.throwIfAborted();
    return notices.flatMap((notice) => notice ?? []);
  } finally {
    helm.close();
  }
}

/** The folders of charts that are in no other. Where all was looked at, a file that was not read is ignored. */
function chartFolders(project: OpenProject, { isWhole }: RenderRequest): readonly string[] {
  const isChart = (folder: string): boolean => {
    const path = within(folder, "Chart.yaml");
    return isWhole ? project.source(path) !== undefined : project.exists(path);
  };
  const folders = new Set<string>();
  for (const path of project.paths()) {
    const found = /^(?:(.*)\/)?(?:Chart\.yaml$|templates\/)/.exec(path);
    if (!found) continue;
    const folder = outermost(found[1] ?? "", isChart);
    if (isChart(folder)) folders.add(folder);
  }
  return [...folders].toSorted();
}

function outermost(folder: string, isChart: (folder: string) => boolean): string {
  const found = /^(?:(.*)\/)?charts\/[^/]+$/.exec(folder);
  const parent = found ? (found[1] ?? "") : undefined;
  return parent !== undefined && isChart(parent) ? outermost(parent, isChart) : folder;
}

/** What Helm takes for the name of a release. */
const RELEASE_NAME = /^[a-z\d](?:[-a-z\d]{0,51}[a-z\d])?$/;
const MOST_ENTRIES = 20_000;
/** After which no other chart is begun: a repository may hold any number of such that never end. */
const MOST_MILLISECONDS = 5 * 60_000;

class ChartRenderer {
  readonly #project: OpenProject;
  readonly #request: RenderRequest;
  readonly #helm: Helm;
  readonly #folder: string;

  constructor(project: OpenProject, request: RenderRequest, helm: Helm, folder: string) {
    this.#project = project;
    this.#request = request;
    this.#helm = helm;
    this.#folder = folder;
  }

  /** Returns what is to be said of it. */
  async render(): Promise<string | undefined> {
    await this.#consult(["Chart.yaml", "values.yaml"].map((name) => within(this.#folder, name)));
    const tree = await this.#chartTree();
    if (is(asString(child(tree, "type")), "library")) return undefined;
    const name = known(asString(child(tree, "name"))) ?? "";
    const failure = this.#unfit() ?? (await this.#adopt(RELEASE_NAME.test(name) ? name : "release", tree));
    return failure === undefined ? undefined : this.notice(failure);
  }

  async #consult(paths: readonly string[]): Promise<void> {
    if (!this.#request.isWhole) await this.#project.consult(paths);
  }

  async #chartTree(): Promise<Node | undefined> {
    const artefacts = await this.#artefacts(within(this.#folder, "Chart.yaml"));
    return artefacts.find((artefact) => artefact.kind === "chart")?.tree;
  }

  async #adopt(release: string, tree: Node | undefined): Promise<string | undefined> {
    const { root, signal } = this.#request;
    const folder = join(root, this.#folder);
    const [one, other] = await Promise.all([
      this.#helm.template(folder, { name: release, namespace: NAMESPACES[0] }, signal),
      this.#helm.template(folder, { name: release, namespace: NAMESPACES[1] }, signal),
    ]);
    if ("failure" in one) return one.failure;
    if ("failure" in other) return other.failure;
    const rendered = [parseRendered(one.text), parseRendered(other.text)] as const;
    const sources = rendered[0].flatMap(({ source }) =>
      source === undefined ? [] : (templatePath(this.#folder, source) ?? []),
    );
    await this.#consult(sources);
    const chart = { folder: this.#folder, tree, templates: await this.#templates(), otherFiles: this.#read(VALUES) };
    await this.#project.adopt(
      this.#folder,
      buildChart(chart, rendered, (path) => this.#project.exists(path)),
    );
    return undefined;
  }

  async #templates(): Promise<readonly ChartTemplate[]> {
    const templates: ChartTemplate[] = [];
    for (const path of this.#read(TEMPLATE)) {
      const artefacts = await this.#artefacts(path);
      const manifest = artefacts.find((artefact) => artefact.kind === "kubernetes");
      templates.push({ path, text: this.#project.source(path)?.text ?? "", manifest });
    }
    return templates;
  }

  async #artefacts(path: string): Promise<readonly Artefact[]> {
    const source = this.#project.source(path);
    return source ? (await loadParser(classify(path)))(source).artefacts : [];
  }

  /** The files of the chart that were read and are named so, from its folder. */
  #read(pattern: RegExp): readonly string[] {
    const start = this.#folder === "" ? 0 : this.#folder.length + 1;
    const files = this.#project.paths().filter((path) => isWithin(this.#folder, path));
    return files.filter((path) => pattern.test(path.slice(start))).toSorted();
  }

  /** Why Helm is not to see the chart: it would read something else than was read here, or may be read. */
  #unfit(): string | undefined {
    const { root } = this.#request;
    let count = 0;
    const open = [join(root, this.#folder)];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const { name, kind } of readFolder(folder) ?? []) {
        const path = join(folder, name);
        count += 1;
        if (count > MOST_ENTRIES) return `holds more than ${MOST_ENTRIES} files`;
        if (kind === "folder") open.push(path);
        else if (kind !== "file" && kindOf(realPathIn(root, path) ?? "") !== "file") {
          return `holds ${clipped(pathFrom(root, path) ?? name)}, which is no file of the project`;
        }
      }
    }
    const changed = this.#read(/^/).find((path) => !this.#isOnDisk(path));
    return changed === undefined ? undefined : `differs from what is on disk: ${clipped(changed)}`;
  }

  #isOnDisk(path: string): boolean {
    const content = readBytes(join(this.#request.root, path));
    return (
      content !== undefined &&
      "bytes" in content &&
      sourceFile(path, content.bytes).text === this.#project.source(path)?.text
    );
  }

  /** A chart may fail with whatever it likes to say, secrets among it. */
  notice(failure: string): string {
    const secrets = this.#read(/^/).flatMap((path) => secretLines(this.#project.source(path)?.text ?? ""));
    const reason = clipped(mask(failure, new HiddenLines(secrets)), 300).replace(/\.$/, "");
    return `The chart ${this.#folder || "."} was not rendered: it ${reason}.`;
  }
}

const TEMPLATE = /^(?:charts\/[^/]+\/)*templates\//;
const VALUES = /^(?:charts\/[^/]+\/)*values\.yaml$/;
