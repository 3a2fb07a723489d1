import { resolvePath } from "../text/path.ts";
import { type CopyInstruction, flag, type Instruction, type Stage } from "./dockerfile.ts";

export const isCopy = (instruction: Instruction): instruction is CopyInstruction =>
  instruction.keyword === "COPY" || instruction.keyword === "ADD";

/** The COPY and ADD instructions of a stage, in file order; those of ONBUILD are not among them. */
export const copiesIn = ({ instructions }: Stage): readonly CopyInstruction[] => instructions.filter(isCopy);

/**
 * What a source of ADD is. A git repository needs a scheme of its own, `user@host:` or a path that ends in `.git`:
 * https://docs.docker.com/reference/dockerfile/#add
 */
export function sourceKind(source: string): "git" | "local" | "url" {
  if (!source.includes(":")) return "local"; // most are
  if (/^(?:git|ssh):\/\//i.test(source) || /^[\w.-]+@[\w.-]+:/.test(source)) return "git";
  if (!/^(?:https?|ftp):\/\//i.test(source)) return "local";
  return /^https?:\/\/[^?#]+\.git(?:[?#]|$)/i.test(source) ? "git" : "url";
}

/** Does it read the build context: not another stage or image, nor the network alone? */
export const readsContext = (instruction: CopyInstruction): boolean =>
  !flag(instruction, "from") &&
  instruction.sources.some((source) => !source.known || instruction.keyword === "COPY" || isLocal(source.value));

const isLocal = (source: string): boolean => sourceKind(source) === "local";

/** The place in the context that a local source names, as Docker cleans it: `""` is all of it, and nothing lies above. */
export const contextPath = (source: string): string => resolvePath("", source);

/** Holds what Go's `filepath.Match` takes for more than itself. */
export const isGlob = (source: string): boolean => /[*?[]/.test(source);
