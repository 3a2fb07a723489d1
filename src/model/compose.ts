import type { Ranged } from "../text/source-file.ts";
import { interpolate, UNDECIDED } from "./compose-interpolation.ts";
import { nameAtStart } from "./image-reference.ts";
import type { Origin } from "./origin.ts";
import { asString, child, type Entry, entries, type Mapping, type Node, resolve, type Tree } from "./tree.ts";
import { known, type Value } from "./value.ts";

/** What is deployed: a Compose file, or several merged, as the Compose Specification has it: https://github.com/compose-spec/compose-spec/blob/main/spec.md */
export interface ComposeFile extends Origin {
  readonly kind: "compose";
  readonly tree: Mapping;
  /** In file order. A file of the first version, which has no `services`, yields none. */
  readonly services: readonly ComposeService[];
}

/** The same file as its author wrote it, never merged with others: what rules about the writing judge. */
export interface ComposeSource extends Origin {
  readonly kind: "compose-source";
  /** One, as a rule; each is merged over those in front of it. */
  readonly documents: readonly Mapping[];
}

/** Its range is that of its name. */
export interface ComposeService extends Ranged {
  readonly name: string;
  readonly body: Mapping;
  /** `service:api`. */
  readonly address: string;
}

/** The services of a Compose document. */
export function composeServices(tree: Mapping): readonly ComposeService[] {
  return entries(child(tree, "services")).flatMap((one) => {
    const body = resolve(one.value);
    if (one.key === undefined || body.type !== "mapping") return [];
    return [{ name: one.key, range: one.range, body, address: `service:${one.key}` }];
  });
}

/** Keys that stand at the top of a file, besides extensions. */
export const COMPOSE_KEYS: ReadonlySet<string> = new Set(
  "configs include jobs models name networks secrets services version volumes".split(" "),
);

/** Services stood at the top before there was a key `services`. */
export const isFirstVersion = (tree: Mapping): boolean =>
  !tree.entries.some(({ key }) => key !== undefined && COMPOSE_KEYS.has(key)) && tree.entries.some(isService);

/** Is it certainly the entry of a service, of any version? The image of a chart's service is a mapping. */
export const isService = ({ value }: Entry): boolean =>
  entries(value).some(({ key, value: part }) =>
    key === "image" ? resolve(part).type === "scalar" : key !== undefined && SERVICE_SOURCES.has(key),
  );
const SERVICE_SOURCES: ReadonlySet<string> = new Set(["build", "extends", "provider"]);

/** A setting as Compose reads it: variables with a default replaced by it; unknown when one has none. */
export function setting(node: Tree | undefined): Value<string> | undefined {
  const value = asString(node);
  return value?.known ? interpolated(value) : value;
}

/** Whether something is on, as Compose reads it: `yes`, `on` and the like, in any case and in quotes too. */
export function flagSetting(node: Tree | undefined): Value<boolean> | undefined {
  const value = setting(node);
  if (!value?.known) return value;
  const text = value.value.toLowerCase();
  const { range } = value;
  return FLAGS.has(text) ? { known: true, value: FLAGS.get(text) === true, range } : { known: false, range };
}
const FLAGS: ReadonlyMap<string, boolean> = new Map(
  [true, false].flatMap((is) =>
    (is ? ["true", "yes", "y", "on"] : ["false", "no", "n", "off"]).map((text) => [text, is]),
  ),
);

/** The name of an image, which stands without its tag where a variable without a default decides no more than that. */
export function imageSetting(node: Tree | undefined): Value<string> | undefined {
  const value = asString(node);
  if (!value?.known) return value;
  const { range } = value;
  const [start = "", ...others] = interpolate(value.value).split(UNDECIDED);
  const name = others.length === 0 ? start : (nameAtStart(start) ?? nameBeforeTag(start, others));
  return name === undefined ? { known: false, range } : { known: true, value: name, range };
}

/** `postgres` of `postgres:${TAG}`: no slash follows that would make it a host with its port. */
function nameBeforeTag(start: string, others: readonly string[]): string | undefined {
  const [, name] = /^([a-z0-9][\w-]*):/.exec(start) ?? [];
  return name === "localhost" || others.some((part) => part.includes("/")) ? undefined : name;
}

/** The settings of a list, each as Compose reads it. */
export const settings = (node: Node | undefined): readonly Value<string>[] =>
  node?.type === "sequence" ? node.items.flatMap((item) => setting(resolve(item)) ?? []) : [];

/** The stated text of a setting, or nothing. */
export const stated = (node: Tree | undefined): string | undefined => known(setting(node));

/** As the comment of `interpolate` has it; unknown where a variable without a default takes part. */
export function interpolated({ value, range }: Value<string> & { readonly known: true }): Value<string> {
  const text = interpolate(value);
  return text.includes(UNDECIDED) ? { known: false, range } : { known: true, value: text, range };
}
