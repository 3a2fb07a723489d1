import type { NamedContext } from "../model/bake.ts";
import type { ImageBuild, ImageBuilds } from "../model/image-build.ts";
import { nameAtStart } from "../model/image-reference.ts";
import { argumentsOf, commandsIn, flagValue, programOf, subcommand, unwrap } from "../model/shell-command.ts";
import { asString, child, entries, items, type Node, type Scalar } from "../model/tree.ts";
import { bare, known, type Value } from "../model/value.ts";
import { folderOf } from "../text/path.ts";
import { isScript, parseShell, shellBudget } from "./shell/parse-shell.ts";
import { scalarView } from "./syntax/yaml/scalar-view.ts";

/** May a YAML file of this path and look have images built? */
export function mayBuildImages(path: string, text: string): boolean {
  if (isWorkflow(path)) return /docker|buildx|bake/.test(text);
  if (isSkaffold(path)) return text.includes("artifacts");
  return isCloudBuild(path) && text.includes("docker");
}

/** A workflow of GitHub. */
export const isWorkflow = (path: string): boolean => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
const isSkaffold = (path: string): boolean => /(?:^|\/)skaffold[^/]*\.ya?ml$/.test(path);
const isCloudBuild = (path: string): boolean => /(?:^|\/)cloudbuild[^/]*\.ya?ml$/.test(path);

/** The builds of a workflow, a Skaffold or a Cloud Build file. */
export function imageBuilds(path: string, text: string, documents: readonly Node[]): ImageBuilds | undefined {
  const builds = documents.flatMap((tree) => {
    if (isWorkflow(path)) return workflowBuilds(text, tree);
    return isSkaffold(path) ? skaffoldBuilds(path, tree) : cloudBuilds(tree);
  });
  return builds.length === 0 ? undefined : { kind: "image-builds", path, builds };
}

/** A value with an expression of the workflow in it is decided elsewhere. */
function decided(value: Value<string>): Value<string>;
function decided(value: Value<string> | undefined): Value<string> | undefined;
function decided(value: Value<string> | undefined): Value<string> | undefined {
  if (!value?.known) return value;
  const { range } = value;
  return /\$\{\{|\$\w|\$\{/.test(value.value) ? { known: false, range } : { known: true, value: value.value, range };
}

/** Of a name of which a variable decides the tag, what stands in front of that. */
function imageName(tag: Known): Value<string> {
  const whole = decided(tag);
  const name = whole.known ? whole.value : nameAtStart(tag.value.split("$", 1)[0] ?? "");
  const { range } = tag;
  return name === undefined ? { known: false, range } : { known: true, value: name, range };
}

/** Does a step make, fetch or move files that a later one may build from? */
const PREPARES = /\b(?:cp|mv|sed|tee|envsubst|generate|curl|wget|unzip|tar|git clone|mkdir)\b|>/;

function workflowBuilds(written: string, tree: Node): readonly ImageBuild[] {
  const found: ImageBuild[] = [];
  const text = withoutExpressions(written);
  for (const { value } of entries(child(tree, "jobs"))) {
    const defaults = known(asString(child(value, "defaults", "run", "working-directory")));
    let isPrepared = false;
    for (const step of items(child(value, "steps"))) {
      const uses = known(asString(child(step, "uses"))) ?? "";
      const inputs = child(step, "with");
      if (/^docker\/build-push-action@/i.test(uses)) found.push(pushAction(step, inputs, isPrepared));
      const run = child(step, "run");
      if (run?.type === "scalar" && run.known) {
        const folder = known(asString(child(step, "working-directory"))) ?? defaults ?? "";
        found.push(...dockerBuilds(text, run, folder, isPrepared));
        if (PREPARES.test(run.value)) isPrepared = true;
      }
      if (/^actions\/(?:download-artifact|cache)@/i.test(uses)) isPrepared = true;
      if (/^actions\/checkout@/i.test(uses) && ["path", "repository"].some((key) => child(inputs, key)))
        isPrepared = true;
      if (uses !== "" && !/^(?:actions|docker)\//i.test(uses)) isPrepared = true;
    }
  }
  return found;
}

/** With a variable of the same length in the place of each `${{ }}`, which no shell ever sees. */
function withoutExpressions(text: string): string {
  let result = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("${{", at);
    const end = start === -1 ? -1 : text.indexOf("}}", start);
    if (end === -1) return result + text.slice(at);
    const name = text.slice(start + 1, end + 2);
    result += `${text.slice(at, start)}$${name.replaceAll(name.includes("\n") ? /\S/g : /./g, "_")}`;
    at = end + 2;
  }
}

/** https://github.com/docker/build-push-action: without a context, the repository at the commit, as if it were the root. */
function pushAction(step: Node, inputs: Node | undefined, isPrepared: boolean): ImageBuild {
  const text = (key: string): Value<string> | undefined => decided(asString(child(inputs, key)));
  const uses = child(step, "uses");
  const inRepository = defaultContext(text("context"));
  return {
    by: "build-push-action",
    range: (text("file") ?? text("context") ?? uses ?? step).range,
    context: inRepository ?? text("context"),
    dockerfile: text("file"),
    dockerfileIs: inRepository ? "inContext" : "inFolder",
    target: text("target"),
    contexts: listed(asString(child(inputs, "build-contexts")), "\n").flatMap(namedContext),
    images: listed(asString(child(inputs, "tags")), /[\n,]/).map(imageName),
    folders: [""],
    isPrepared,
  };
}

/** `{{defaultContext}}:folder`: a folder of the repository, or of what another template says. */
function defaultContext(context: Value<string> | undefined): Value<string> | undefined {
  if (!context?.known || !context.value.includes("{{")) return undefined;
  const { range, value } = context;
  const [whole, folder = ""] = /^\{\{\s*defaultContext\s*\}\}(?::([^{]*))?$/.exec(value) ?? [];
  return whole === undefined ? { known: false, range } : { known: true, value: folder === "" ? "." : folder, range };
}

type Known = Value<string> & { readonly known: true };

/** What stands in a list that is one text. */
function listed(text: Value<string> | undefined, separator: string | RegExp): readonly Known[] {
  if (!text?.known) return [];
  return text.value.split(separator).flatMap((part) => (part.trim() === "" ? [] : { ...text, value: part.trim() }));
}

/** `NAME=PATH`. */
function namedContext(written: Value<string>): readonly NamedContext[] {
  const [whole, name = ""] = /^([^=]+)=/.exec(known(written) ?? "") ?? [];
  if (!written.known || whole === undefined) return [];
  const { range } = written;
  return [{ name, range, source: decided({ ...written, value: written.value.slice(whole.length) }) }];
}

/** `docker build`, by any of its names, and `podman build` in a script. */
function dockerBuilds(text: string, run: Scalar, folder: string, isPrepared: boolean): readonly ImageBuild[] {
  if (!/\b(?:docker|podman)\b/.test(run.known ? run.value : "")) return [];
  const script = parseShell(scalarView(text, run), { shell: "bash", shellOptions: ["-e"] }, shellBudget());
  if (!isScript(script)) return [];
  const found: ImageBuild[] = [];
  let hasMoved = /\$/.test(folder);
  let isMade = isPrepared;
  for (const written of commandsIn(script)) {
    const command = unwrap(written);
    const program = programOf(command);
    if (program === "cd" || program === "pushd") hasMoved = true;
    else if (
      program === "cp" ||
      program === "mv" ||
      program === "sed" ||
      program === "git" ||
      command.redirects.length > 0
    )
      isMade = true;
    if (program !== "docker" && program !== "podman") continue;
    const isInGroup = ["builder", "buildx", "image"].includes(subcommand(command) ?? "");
    const args = isInGroup ? { args: command.args.slice(1) } : command;
    if (subcommand(args) !== "build") continue;
    const file = flagValue(args, "f", "file");
    const { flags, operands } = argumentsOf(args, VALUE_FLAGS);
    const operand = operands[1];
    const tag = flagValue(args, "t", "tag");
    found.push({
      by: "docker-build",
      range: (file ?? operand ?? command).range,
      context: operand && bare(operand),
      dockerfile: file && bare(file),
      dockerfileIs: "inFolder",
      target: flagValue(args, undefined, "target"),
      contexts: flags.flatMap(({ name, value }) =>
        name === "build-context" && value ? namedContext(bare(value)) : [],
      ),
      images: tag ? [bare(tag)] : [],
      folders: hasMoved ? [] : [folder],
      isPrepared: isMade,
    });
  }
  return found;
}

/** Flags of `docker build` that take the next word (docker 28, buildx 0.26). */
const VALUE_FLAGS: readonly string[] = [
  ...["add-host", "allow", "annotation", "attest", "build-arg", "build-context", "builder", "cache-from", "cache-to"],
  ...["call", "cgroup-parent", "cpu-period", "cpu-quota", "cpu-shares", "cpuset-cpus", "cpuset-mems", "f", "file"],
  ...[
    "iidfile",
    "isolation",
    "label",
    "m",
    "memory",
    "memory-swap",
    "metadata-file",
    "network",
    "no-cache-filter",
    "o",
  ],
  ...[
    "output",
    "platform",
    "progress",
    "provenance",
    "sbom",
    "secret",
    "shm-size",
    "ssh",
    "t",
    "tag",
    "target",
    "ulimit",
  ],
];

/** https://skaffold.dev/docs/references/yaml/: paths count from the file. */
function skaffoldBuilds(path: string, tree: Node): readonly ImageBuild[] {
  const folder = folderOf(path);
  return items(child(tree, "build", "artifacts")).flatMap((artifact): readonly ImageBuild[] => {
    const isOther = ["bazel", "buildpacks", "custom", "jib", "ko", "kaniko"].some((key) => child(artifact, key));
    const image = asString(child(artifact, "image"));
    if (!image || artifact.type !== "mapping") return [];
    const docker = child(artifact, "docker");
    const elsewhere = isOther ? ({ known: false, range: image.range } as const) : undefined; // no Dockerfile is asked for
    const dockerfile = elsewhere ?? decided(asString(child(docker, "dockerfile")));
    const context = elsewhere ?? decided(asString(child(artifact, "context")));
    return [
      {
        by: "skaffold",
        range: (dockerfile ?? context ?? image).range,
        context,
        dockerfile,
        dockerfileIs: "inContext",
        target: decided(asString(child(docker, "target"))),
        images: [decided(image)],
        folders: [folder],
        isPrepared: child(artifact, "hooks") !== undefined,
      },
    ];
  });
}

/** Of the arguments of `docker build`, the one that is no flag nor the value of one. */
function contextIn(args: readonly Value<string>[]): Value<string> | undefined {
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    const flag = /^--?([^=]+)(=)?/.exec(known(arg) ?? "");
    if (!flag) return arg;
    if (flag[2] === undefined && VALUE_FLAGS.includes(flag[1] ?? "")) i += 1;
  }
  return undefined;
}

/** https://cloud.google.com/build/docs/build-config-file-schema: steps run at the root of the source. */
function cloudBuilds(tree: Node): readonly ImageBuild[] {
  let isPrepared = false;
  return items(child(tree, "steps")).flatMap((step): readonly ImageBuild[] => {
    const name = known(asString(child(step, "name"))) ?? "";
    const args = items(child(step, "args")).flatMap((arg) => asString(arg) ?? []);
    const isBuild = /(?:^|\/)docker(?::|$)/.test(name) && known(args[0]) === "build";
    if (!isBuild || child(step, "entrypoint")) {
      isPrepared = true;
      return [];
    }
    const after = (...flags: readonly string[]): Value<string> | undefined =>
      decided(args[args.findIndex((arg) => flags.includes(known(arg) ?? "")) + 1 || args.length]);
    const folderArg = contextIn(args.slice(1));
    const dir = asString(child(step, "dir"));
    const folder = dir ? known(decided(dir)) : "";
    return [
      {
        by: "cloud-build",
        range: (after("-f", "--file") ?? folderArg ?? step).range,
        context: decided(folderArg),
        dockerfile: after("-f", "--file"),
        dockerfileIs: "inFolder",
        target: after("--target"),
        contexts: args.flatMap((arg, i) => {
          const [whole] = /^--build-context=/.exec(known(arg) ?? "") ?? [];
          if (arg.known && whole) return namedContext({ ...arg, value: arg.value.slice(whole.length) });
          return known(args[i - 1]) === "--build-context" ? namedContext(arg) : [];
        }),
        images: [after("-t", "--tag") ?? []].flat(),
        folders: folder === undefined ? [] : [folder],
        isPrepared,
      },
    ];
  });
}
