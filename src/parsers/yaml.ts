import type { Artefact } from "../model/artefact.ts";
import { kubernetesObjects } from "../model/kubernetes/build.ts";
import type { Comment } from "../model/suppression.ts";
import type { SyntaxProblem } from "../model/syntax.ts";
import { child, entry, type Node } from "../model/tree.ts";
import type { SourceFile } from "../text/source-file.ts";
import { composeFile, mayBeCompose } from "./compose.ts";
import { kustomization } from "./kustomization.ts";
import { withOpenPlaces } from "./open-places.ts";
import type { Parsed } from "./parse.ts";
import { maskTemplate } from "./syntax/go-template.ts";
import { compose } from "./syntax/yaml/compose.ts";
import type { YamlDocument } from "./syntax/yaml/documents.ts";

/** Reads what of a YAML file some artefact is made of; a document that means nothing to us is passed over by its look. */
export function parseYaml(source: SourceFile): Parsed {
  const { path } = source;
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const trees: Node[] = [];
  const template = source.text.includes("{{") ? maskTemplate(source.text) : undefined;
  const text = template?.text ?? source.text;
  for (const document of documentsIn(text)) {
    if (!looksLikeOurs(path, text, document)) continue;
    const { tree, failure, problems: own } = compose(text, withoutBody(text, document), template?.masks);
    if (!template) {
      if (failure) problems.push(failure);
      problems.push(...own);
    }
    if (tree) trees.push(template ? withOpenPlaces(tree, text, template.insertions) : tree);
  }
  const artefacts: Artefact[] = artefactsOf(path, text, trees);
  if (problems.length > 0) artefacts.push({ kind: "syntax", path, problems });
  return { artefacts, comments };
}

function artefactsOf(path: string, text: string, trees: readonly Node[]): Artefact[] {
  const [first] = trees;
  if (first?.type === "mapping" && isKustomization(path, first)) return [kustomization(path, first, text)];
  if (first && isJsonPatch(first)) return [{ kind: "json-patch", path, tree: first }];
  const composed = composeFile(path, trees);
  if (composed) return [composed];
  const objects = trees.flatMap(kubernetesObjects);
  if (objects.length === 0) return [];
  const chart = /^(.*?)\/?(?:^|(?<=\/))templates\//.exec(path)?.[1];
  return [{ kind: "kubernetes", path, objects, ...(chart === undefined ? {} : { chart }) }];
}

const isKustomization = (path: string, tree: Node): boolean => {
  const kind = child(tree, "kind");
  const stated = kind?.type === "scalar" && kind.known ? kind.value : undefined;
  if (stated !== undefined) return stated === "Kustomization" || stated === "Component";
  return /(?:^|\/)kustomization\.ya?ml$/.test(path);
};

const isJsonPatch = (tree: Node): boolean =>
  tree.type === "sequence" &&
  tree.items.length > 0 &&
  tree.items.every((item) => entry(item, "op") !== undefined && entry(item, "path") !== undefined);

/** A document ends where `---` or `...` starts a line, whatever it is in the midst of. */
function documentsIn(text: string): readonly YamlDocument[] {
  const documents: YamlDocument[] = [];
  let start = 0;
  let body = 0;
  let isMarked = false;
  const MARK = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  for (let mark = MARK.exec(text); mark; mark = MARK.exec(text)) {
    documents.push({ start, end: mark.index, body, isMarked });
    isMarked = mark[0] === "---";
    start = mark.index;
    body = mark.index + 3;
  }
  documents.push({ start, end: text.length, body, isMarked });
  return documents;
}

function looksLikeOurs(path: string, text: string, { body, end }: YamlDocument): boolean {
  if (/(?:^|\/)kustomization\.ya?ml$/.test(path)) return true;
  const part = text.slice(body, end);
  return (
    (/(?:^|[\s{,"'])apiVersion["']?\s*:/.test(part) && /(?:^|[\s{,"'])kind["']?\s*:/.test(part)) ||
    /^\s*- (?:op|path)\s*:/m.test(part) ||
    mayBeCompose(path, part)
  );
}

/** Of a CustomResourceDefinition, which is long and which no rule reads, only what stands in front of its `spec`. */
function withoutBody(text: string, document: YamlDocument): YamlDocument {
  const part = text.slice(document.body, document.end);
  if (!/^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*(?:#.*)?\r?$/m.test(part)) return document;
  const spec = /^spec:/m.exec(part);
  const after = spec && /^(?:apiVersion|kind|metadata):/m.exec(part.slice(spec.index));
  return spec && !after ? { ...document, end: document.body + spec.index } : document;
}
