import type { Artefact } from "../model/artefact.ts";
import { kubernetesObjects } from "../model/kubernetes/build.ts";
import { type CustomKind, declaredIn } from "../model/kubernetes/schema-definition.ts";
import { isKustomizationName } from "../model/kustomization.ts";
import type { SyntaxProblem, SyntaxReport } from "../model/syntax.ts";
import { asString, child, entry, type Mapping, type Node } from "../model/tree.ts";
import { known } from "../model/value.ts";
import { remembered } from "../text/remembered.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import { bakeFromJson, isBakeJson } from "./bake.ts";
import { chartRole, parseChartSchema } from "./chart.ts";
import { composeArtefacts, mayBeCompose } from "./compose.ts";
import { definitionIn } from "./definition.ts";
import { imageBuilds, isWorkflow, mayBuildImages } from "./image-builds.ts";
import { kustomization } from "./kustomization.ts";
import { withOpenPlaces } from "./open-places.ts";
import type { Parsed } from "./parse.ts";
import { maskTemplate } from "./syntax/go-template.ts";
import { commentsOf, type ReadDocument } from "./syntax/yaml/comment-scopes.ts";
import { compose } from "./syntax/yaml/compose.ts";
import { documents, type YamlDocument } from "./syntax/yaml/documents.ts";

/** All JSON is YAML. Most of it deploys nothing, and shows by its keys that it does not. */
export function parseJson(source: SourceFile): Parsed {
  if (chartRole(source.path)) return parseChartSchema(source);
  return isBakeJson(source.path) || MAY_DEPLOY.test(source.text) ? parseYaml(source) : { artefacts: [], comments: [] };
}

/** In a JSON schema, as the schemas of custom resources are, `apiVersion` is a property, and so a mapping. */
const MAY_DEPLOY = /"apiVersion"\s*:\s*(?!\s|\{(?!\{))|"(?:op|services)"\s*:/;

/** Reads what of a YAML file some artefact is made of; a document that means nothing to us is passed over by its look. */
export function parseYaml(source: SourceFile): Parsed {
  const { path } = source;
  const problems: SyntaxProblem[] = [];
  const trees: Node[] = [];
  const declared: CustomKind[] = [];
  let isIncomplete = false;
  const { template, text } = unmasked(source);
  const read = documentsOf(source).map((document): ReadDocument => {
    const isOurs = looksLikeOurs(path, text, document);
    const mayHide = maySuppress(text, document);
    if (!isOurs && !mayHide) return { document, composition: undefined };
    const definition = isOurs ? definitionIn(text, document) : undefined;
    const isCut = definition !== undefined && !mayHide;
    const composition = compose(text, isCut ? { ...document, end: definition.body } : document, template?.masks);
    if (isOurs && !template) {
      if (composition.failure) problems.push(composition.failure);
      problems.push(...composition.problems);
    }
    const { tree, failure } = composition;
    if (isOurs && failure) isIncomplete = true;
    if (isOurs && tree) trees.push(template ? withOpenPlaces(tree, text, template) : tree);
    const { start, end } = document;
    if (definition?.kind) declared.push({ ...definition.kind, range: { start, end } });
    else if (isOurs && tree && !isCut) declared.push(...declaredIn(tree, { start, end }));
    return { document, composition };
  });
  if (isIncomplete && trees.length === 0 && isKustomizationName(path)) trees.push(NOTHING);
  const artefacts: Artefact[] = artefactsOf(source, text, trees).map((one) =>
    isIncomplete ? { ...one, isIncomplete } : one,
  );
  if (declared.length > 0) artefacts.push({ kind: "custom-kinds", path, declared });
  artefacts.push(...syntaxReports(path, problems, artefacts));
  return { artefacts, comments: commentsOf(text, read) };
}

/** What can be read of a kustomization that cannot: without it the patches beside it would be taken for whole objects. */
const NOTHING: Mapping = { type: "mapping", range: { start: 0, end: 0 }, entries: [] };

/** The document that starts where a range does, read as `parseYaml` would if anyone wanted all of it. */
export function readDocument(source: SourceFile, { start }: Range): Node | undefined {
  const document = documentsOf(source).find((one) => one.start === start);
  if (!document) return undefined;
  const { template, text } = unmasked(source);
  const { tree } = compose(text, document, template?.masks);
  return tree && template ? withOpenPlaces(tree, text, template) : tree;
}

/** The text of a file, templates masked; the `${{ }}` of workflows stand within texts, and are none. */
const unmasked = remembered(({ path, text }: SourceFile) => {
  const template = text.includes("{{") && !isWorkflow(path) ? maskTemplate(text) : undefined;
  return { template, text: template?.text ?? text };
});

const documentsOf = remembered((source: SourceFile): readonly YamlDocument[] => documents(unmasked(source).text));

/** `text` is that of the source, templates masked. */
function artefactsOf({ path, text: written }: SourceFile, text: string, trees: readonly Node[]): Artefact[] {
  const [first] = trees;
  if (first?.type === "mapping" && isKustomization(path, first)) return [kustomization(path, first, text)];
  if (first && isJsonPatch(first)) return [{ kind: "json-patch", path, tree: first }];
  const role = chartRole(path);
  const objects = trees.flatMap(kubernetesObjects);
  if (role && objects.length === 0) return [{ kind: "chart", path, role, tree: first }];
  if (first && mayBuildImages(path, text)) {
    const built = imageBuilds(path, text, trees);
    return built ? [built] : [];
  }
  const bake = first && bakeFromJson(path, first);
  if (bake) return [bake];
  const composed = composeArtefacts(path, trees);
  if (composed.length > 0) return [...composed];
  if (objects.length === 0) return [];
  const isTemplate = written !== text;
  const asks = isTemplate && written.includes(".Capabilities.") ? ({ asksCapabilities: true } as const) : {};
  const chart = /^(.*?)\/?(?:^|(?<=\/))templates\//.exec(path)?.[1];
  const branches = isTemplate && BRANCH.test(written) ? ({ hasBranches: true } as const) : {};
  return [{ kind: "kubernetes", path, objects, ...branches, ...(chart === undefined ? {} : { chart, ...asks }) }];
}

/** Where a template may leave out what follows, or write it more than once. */
const BRANCH = /\{\{-?\s*(?:if|else|range|with|define|block)\b/;

/** Keys that are repeated apart from the rest, where it is a rule of the format that speaks of them. */
function syntaxReports(path: string, problems: readonly SyntaxProblem[], artefacts: readonly Artefact[]) {
  const repeatsIn = artefacts.map(({ kind }) => REPETITIONS[kind]).find((family) => family !== undefined);
  const isOwned = ({ code }: SyntaxProblem): boolean => repeatsIn !== undefined && code === "duplicate-key";
  const repeated = problems.filter(isOwned);
  const others = problems.filter((problem) => !isOwned(problem));
  const reports: SyntaxReport[] = [];
  if (others.length > 0) reports.push({ kind: "syntax", path, problems: others });
  if (repeated.length > 0 && repeatsIn) reports.push({ kind: "syntax", path, problems: repeated, repeatsIn });
  return reports;
}
const REPETITIONS: Readonly<Partial<Record<Artefact["kind"], SyntaxReport["repeatsIn"]>>> = {
  chart: "kubernetes",
  compose: "compose",
  "json-patch": "kubernetes",
  kubernetes: "kubernetes",
  kustomization: "kubernetes",
};

/** Others have objects of these kinds too, which have a `spec`: Flux a `Kustomization`, Backstage a `Component`. */
function isKustomization(path: string, tree: Node): boolean {
  const [version, kind] = ["apiVersion", "kind"].map((key) => known(asString(child(tree, key))));
  const isForeign = version !== undefined && !version.startsWith("kustomize.config.k8s.io/");
  if (isForeign && (entry(tree, "spec") || !isKustomizationName(path))) return false;
  return kind === undefined ? isKustomizationName(path) : kind === "Kustomization" || kind === "Component";
}

const isJsonPatch = (tree: Node): boolean =>
  tree.type === "sequence" &&
  tree.items.length > 0 &&
  tree.items.every((item) => entry(item, "op") !== undefined && entry(item, "path") !== undefined);

function looksLikeOurs(path: string, text: string, { body, end }: YamlDocument): boolean {
  if (isKustomizationName(path) || chartRole(path) || isBakeJson(path)) return true;
  const part = text.slice(body, end);
  return (
    (/(?:^|[\s{,"'])apiVersion["']?\s*:/.test(part) && /(?:^|[\s{,"'])kind["']?\s*:/.test(part)) ||
    (/(?:^|[\s{,"'])op["']?[ \t]*:/.test(part) && /(?:^|[\s{,"'])path["']?[ \t]*:/.test(part)) ||
    mayBuildImages(path, part) ||
    mayBeCompose(path, part)
  );
}

/** Is there a comment that could be about what rules find? Every tool's says one of these words. */
function maySuppress(text: string, { start, end }: YamlDocument): boolean {
  const part = text.slice(start, end); // what is searched for is not looked for in all that follows
  for (let at = part.indexOf("#"); at !== -1; at = part.indexOf("#", at)) {
    const eol = part.indexOf("\n", at);
    const next = eol === -1 ? part.length : eol;
    if (/allow|disable|ignore|skip/.test(part.slice(at, next))) return true;
    at = next;
  }
  return false;
}
