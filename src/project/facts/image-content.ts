import { sourceResolver } from "../../model/build-source.ts";
import { contextPath, isCopy, sourceKind } from "../../model/copy-instruction.ts";
import {
  type CopyInstruction,
  type Dockerfile,
  flag,
  type Instruction,
  type Pair,
  type Stage,
  shippedStages,
} from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** Which files a Dockerfile puts into its stages, and the variables that say where credentials lie there. */
export type ImageContentFact = Placed<
  {
    readonly kind: "image-content";
    readonly copies: readonly CopiedFile[];
    readonly pointers: readonly CredentialPointer[];
  } & Ranged
>;

interface InStage {
  readonly stage: number;
  /** As users address the stage: `stage:build`. */
  readonly subject: string;
  readonly isShipped: boolean;
}

/** A source of COPY or ADD that is written out; its range is that of the word. */
export interface CopiedFile extends Ranged, InStage {
  readonly keyword: "ADD" | "COPY";
  /** In the build context, `""` being all of it; of a stage, from its root. May hold patterns. */
  readonly source: string;
  /** The index of the stage it is taken from; `context`; that of an image built on this one; or something else altogether. */
  readonly from: number | "child-context" | "context" | "elsewhere";
  /** Where it goes: the file itself, or the folder it is put into; `undefined` when a variable or the base decides. */
  readonly destination: string | undefined;
}

/** `ENV GOOGLE_APPLICATION_CREDENTIALS=/key.json`; the range is that of the value. */
export interface CredentialPointer extends Ranged, InStage {
  readonly name: string;
  /** Absolute, cleaned. */
  readonly path: string;
}

const POINTERS: ReadonlySet<string> = new Set([
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "GOOGLE_APPLICATION_CREDENTIALS",
]);

export function imageContentFacts(dockerfile: Dockerfile): readonly ImageContentFact[] {
  const shipped = new Set(shippedStages(dockerfile));
  const resolve = sourceResolver(dockerfile);
  const folders = new Map<number, string | undefined>();
  const copies: CopiedFile[] = [];
  const pointers: CredentialPointer[] = [];
  for (const stage of dockerfile.stages) {
    const place: InStage = {
      stage: stage.index,
      subject: `stage:${known(stage.name) ?? stage.index}`,
      isShipped: shipped.has(stage),
    };
    let folder = stage.parent === undefined ? undefined : folders.get(stage.parent);
    for (const instruction of stage.instructions) {
      if (isCopy(instruction)) {
        addCopies(copies, instruction, fromOf(instruction, stage, resolve), folder, place);
      }
      const trigger = instruction.keyword === "ONBUILD" ? instruction.trigger : undefined;
      if (trigger && isCopy(trigger) && !flag(trigger, "from"))
        addCopies(copies, trigger, "child-context", undefined, place);
      if (instruction.keyword === "ENV")
        pointers.push(...instruction.pairs.flatMap(pointer).map((one) => ({ ...one, ...place })));
      folder = folderAfter(instruction, folder);
    }
    folders.set(stage.index, folder);
  }
  const range = { start: 0, end: 0 };
  return [placed({ kind: "image-content", copies, pointers, range } as const, dockerfile.path)];
}

function fromOf(
  instruction: CopyInstruction,
  stage: Stage,
  resolve: ReturnType<typeof sourceResolver>,
): CopiedFile["from"] {
  const from = flag(instruction, "from");
  if (!from) return "context";
  const source = from.value && resolve({ stage, word: from.value });
  return source?.kind === "stage" ? source.stage.index : "elsewhere";
}

function addCopies(
  copies: CopiedFile[],
  instruction: CopyInstruction,
  from: CopiedFile["from"],
  folder: string | undefined,
  { stage, subject, isShipped }: InStage,
): void {
  const { keyword, sources } = instruction;
  const target = known(instruction.destination);
  const destination = target === undefined ? undefined : absolute(target, folder);
  for (const source of sources) {
    if (!source.known || !source.isLiteral) continue;
    if (keyword === "ADD" && sourceKind(source.value) !== "local") continue;
    const path = contextPath(source.value);
    copies.push({ keyword, source: path, from, destination, range: source.range, stage, subject, isShipped });
  }
}

/** Of a path in an image; a relative one counts from the WORKDIR. */
function absolute(path: string, folder: string | undefined): string | undefined {
  if (path.startsWith("/")) return `/${contextPath(path)}`;
  return folder === undefined ? undefined : `/${contextPath(`${folder}/${path}`)}`;
}

function folderAfter(instruction: Instruction, folder: string | undefined): string | undefined {
  if (instruction.keyword !== "WORKDIR") return folder;
  const path = known(instruction.argument);
  return path === undefined ? undefined : absolute(path, folder);
}

function pointer({ key, value }: Pair): readonly Omit<CredentialPointer, keyof InStage>[] {
  const [name, path] = [known(key), known(value)];
  if (!value || name === undefined || !POINTERS.has(name) || !path?.startsWith("/")) return [];
  return [{ name, path: `/${contextPath(path)}`, range: value.range }];
}
