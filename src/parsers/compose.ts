import {
  COMPOSE_KEYS,
  type ComposeFile,
  type ComposeSource,
  composeServices,
  isFirstVersion,
  isService,
} from "../model/compose.ts";
import { merged } from "../model/compose-merge.ts";
import { entries, isForeign, isUnknown, type Mapping, type Node, resolve } from "../model/tree.ts";
import { placedTree } from "../model/tree-copy.ts";
import { closest } from "../text/did-you-mean.ts";

/** Names under which `docker compose` looks for files, and what people call those beside them: `compose.prod.yaml`. */
const COMPOSE_NAME = /(?:^|\/)(?:docker-)?compose(?:[._-][^/]*)?\.ya?ml$/i;
/** The names it takes without being told, and that of the first version. */
const DEFAULT_NAME = /(?:^|\/)(?:(?:docker-)?compose(?:\.override)?|fig)\.ya?ml$/i;
/** Values of a chart, which may have services with images too. */
const VALUES_NAME = /(?:^|[/._-])values[^/]*\.ya?ml$/i;

/** Top-level keys of other formats: Kubernetes, workflows of GitHub, pipelines of Bitbucket, GitLab and Woodpecker. */
const FOREIGN: ReadonlySet<string> = new Set(
  "apiVersion definitions kind on parameters pipeline pipelines stages steps workflow".split(" "),
);

/** Might a document of this text be a Compose file? Cheap, and never wrong when it says no. */
export const mayBeCompose = (path: string, text: string): boolean =>
  COMPOSE_NAME.test(path) || DEFAULT_NAME.test(path) || /(?:^|[\s{,"'])services["']?[ \t]*:/.test(text);

/**
 * What the documents of a file make, when they are of Compose, which merges each over those in front of it. What comes of
 * a later one names its file, as all that is merged in does.
 */
export function composeArtefacts(path: string, trees: readonly Node[]): readonly (ComposeFile | ComposeSource)[] {
  const [first] = trees;
  if (!first || !isComposeFile(path, first)) return [];
  const documents = trees
    .slice(0, MOST_DOCUMENTS)
    .filter((tree): tree is Mapping => tree.type === "mapping" && !hasForeignKey(tree));
  const tree = documents.slice(1).reduce<Node>((base, over) => merged(base, placedTree(over, path), "") ?? base, first);
  if (tree.type !== "mapping") return [];
  const partial = documents.length < trees.length && { partial: true };
  return [
    { kind: "compose", path, ...partial, tree, services: composeServices(tree) },
    { kind: "compose-source", path, ...(trees.length > 1 && { partial: true }), documents },
  ];
}

/** More nobody writes, and each is merged with all that came before. */
const MOST_DOCUMENTS = 50;

/** By its name and nothing that speaks against it; else by services that can be nothing but those of Compose. */
export function isComposeFile(path: string, tree: Node): tree is Mapping {
  if (tree.type !== "mapping" || isForeign(tree)) return false;
  const keys = tree.entries.flatMap(({ key }) => key ?? []);
  if (hasForeignKey(tree)) return false;
  if (DEFAULT_NAME.test(path)) {
    return keys.length === 0 || keys.some(isSection) || isFirstVersion(tree);
  }
  if (COMPOSE_NAME.test(path)) {
    return mayBeServices(tree) && (keys.includes("services") || keys.includes("include") || keys.every(isTopLevel));
  }
  return !VALUES_NAME.test(path) && keys.every(isTopLevel) && hasServices(tree);
}

const hasForeignKey = ({ entries: all }: Mapping): boolean =>
  all.some(({ key }) => key !== undefined && FOREIGN.has(key));

/** One of the sections, or what was meant for one. */
const isSection = (key: string): boolean =>
  COMPOSE_KEYS.has(key) || closest(key.toLowerCase(), COMPOSE_KEYS, 1) !== undefined;

const isTopLevel = (key: string): boolean => COMPOSE_KEYS.has(key) || key.startsWith("x-");

/** Of a file that has a name of Compose: whatever its services are, they are no list, as those of GitLab and Render. */
const mayBeServices = (tree: Mapping): boolean =>
  tree.entries.every(({ key, value }) => key !== "services" || resolve(value).type !== "sequence");

/** Mappings, or nothing that is known; one of them is certainly a service. */
function hasServices(tree: Mapping): boolean {
  const services = entries(tree.entries.findLast(({ key }) => key === "services")?.value);
  return (
    services.some(isService) &&
    services.every(({ value }) => {
      const node = resolve(value);
      return node.type === "mapping" || isUnknown(node);
    })
  );
}
