import type { Ranged } from "../text/source-file.ts";
import { type ComposeService, flagSetting, interpolated, setting } from "./compose.ts";
import { interpolate, UNDECIDED } from "./compose-interpolation.ts";
import { scalarParts } from "./scalar-part.ts";
import { asString, child, isForeign, isNull, items, type Mapping, type Node, type Scalar } from "./tree.ts";
import { is, known, type Value } from "./value.ts";

/** `unknown`: a variable decides between a path of the host and the name of a volume. */
export type MountType = "bind" | "cluster" | "image" | "npipe" | "tmpfs" | "unknown" | "volume";

/** An entry of `volumes`, in short or long form; its range is that of the entry. */
export interface ComposeMount extends Ranged {
  readonly type: MountType;
  /** A path of the host, or the name of a volume; absent for an anonymous volume and a tmpfs. */
  readonly source: Value<string> | undefined;
  /** In the container. */
  readonly target: Value<string>;
  readonly isReadOnly: boolean;
  /** `rshared`, `private` ...; the range is that of the entry in the short form. */
  readonly propagation: Value<string> | undefined;
  /** A missing source is made, as a folder of root: unless the long form says otherwise. */
  readonly createsSource: boolean;
  readonly form: "long" | "short";
}

/** The mounts of a service under `volumes`; entries that a variable decides as a whole are left out. */
export function composeMounts({ body }: Pick<ComposeService, "body">): readonly ComposeMount[] {
  return items(child(body, "volumes")).flatMap((node) => composeMount(node) ?? []);
}

/** One entry of `volumes`. */
export function composeMount(node: Node): ComposeMount | undefined {
  if (isForeign(node)) return undefined;
  if (node.type === "mapping") return longMount(node);
  return node.type === "scalar" && node.known && !isNull(node) ? shortMount(node) : undefined;
}

/**
 * `[source:]target[:options]` in its parts: https://github.com/compose-spec/compose-spec/blob/main/05-services.md#volumes.
 * A colon behind the letter of a Windows drive separates nothing.
 */
export function mountText(text: string): { source: string | undefined; target: string; options: readonly string[] } {
  const parts: string[] = [];
  let start = 0;
  for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    if (/^[A-Za-z]$/.test(text.slice(start, colon)) && /[\\/]/.test(text[colon + 1] ?? "")) continue;
    parts.push(text.slice(start, colon));
    start = colon + 1;
  }
  parts.push(text.slice(start));
  const [first = "", second, ...options] = parts;
  if (second === undefined) return { source: undefined, target: first, options: [] };
  return { source: first, target: second, options: options.flatMap((part) => part.split(",")) };
}

/** Does a source mean a path of the host, and not the name of a volume? */
export const isHostPath = (source: string): boolean => /^(?:[./~]|[A-Za-z]:[\\/]|\\\\)/.test(source);

/** The one variable that is never unset, and means what `~` does. */
const fromHome = (text: string): string => text.replace(/^\$(?:HOME|\{HOME\})(?=[/:]|$)/, "~");

const PROPAGATIONS: ReadonlySet<string> = new Set(["private", "rprivate", "rshared", "rslave", "shared", "slave"]);

function shortMount(scalar: Scalar & { readonly known: true }): ComposeMount | undefined {
  const { value: written, range } = scalar;
  const text = interpolate(fromHome(written));
  if (text === UNDECIDED) return undefined;
  const { source, target, options } = mountText(text);
  // Of a text that variables are part of, nobody knows where its parts stand.
  const part = written === text ? scalarParts(scalar) : () => range;
  const value = (found: string, start: number): Value<string> => {
    const at = part({ start, end: start + found.length });
    return found.includes(UNDECIDED) ? { known: false, range: at } : { known: true, value: found, range: at };
  };
  const propagation = options.find((option) => PROPAGATIONS.has(option));
  return {
    range,
    type: source === undefined ? "volume" : typeOf(source),
    source: source === undefined ? undefined : value(source, 0),
    target: value(target, source === undefined ? 0 : source.length + 1),
    isReadOnly: options.includes("ro"),
    propagation: propagation === undefined ? undefined : { known: true, value: propagation, range },
    createsSource: true,
    form: "short",
  };
}

function typeOf(source: string): MountType {
  // The name of a volume holds no slash, so `${ROOT}/data` is a path.
  if (isHostPath(source) || /[\\/]/.test(source)) return "bind";
  return source.startsWith(UNDECIDED) ? "unknown" : "volume";
}

const TYPES: ReadonlySet<string> = new Set(["bind", "cluster", "image", "npipe", "tmpfs", "volume"]);
const isType = (text: string | undefined): text is MountType => text !== undefined && TYPES.has(text);

function longMount(node: Mapping): ComposeMount {
  const type = known(setting(child(node, "type")));
  const bind = child(node, "bind");
  const source = asString(child(node, "source"));
  return {
    range: node.range,
    type: isType(type) ? type : "unknown",
    source: source?.known ? interpolated({ ...source, value: fromHome(source.value) }) : source,
    target: setting(child(node, "target")) ?? { known: false, range: node.range },
    isReadOnly: is(flagSetting(child(node, "read_only")), true),
    propagation: setting(child(bind, "propagation")),
    createsSource: type === "bind" && !is(flagSetting(child(bind, "create_host_path")), false),
    form: "long",
  };
}
