import type { Ranged } from "../text/source-file.ts";
import { type ComposeService, flagSetting, setting } from "./compose.ts";
import { composeBuild } from "./compose-build.ts";
import { composeMounts } from "./compose-mount.ts";
import { child, entries, entry, items, type Node } from "./tree.ts";
import { is, known, type Value } from "./value.ts";

export type ReferenceTarget = "config" | "model" | "network" | "secret" | "service" | "volume";

/** Where a service names something that the project must have; the range is that of the name. */
export interface ComposeReference extends Ranged {
  readonly to: ReferenceTarget;
  readonly name: string;
  /** The key it stands under: `depends_on`, `network_mode` ... */
  readonly key: string;
}

/** All that a service names, as far as it is decided, by kind of key; a service of another file is not among it. */
export function composeReferences(service: ComposeService): readonly ComposeReference[] {
  return [
    ...serviceReferences(service),
    ...namesUnder(service, "networks", "network").filter(({ name }) => name !== "default"),
    ...volumes(service),
    ...grants(service, "secrets", "secret"),
    ...grants(service, "configs", "config"),
    ...namesUnder(service, "models", "model"),
  ];
}

/** The services of the same project that a service names: it starts after them, or shares what they have. */
function serviceReferences(service: ComposeService): readonly ComposeReference[] {
  const { body } = service;
  const extended = child(body, "extends");
  const base =
    extended?.type === "mapping" ? (child(extended, "file") ? undefined : child(extended, "service")) : extended;
  return [
    ...named("service", "extends", base),
    ...namesUnder(service, "depends_on", "service"),
    ...items(child(body, "links")).flatMap((item) => named("service", "links", item, (text) => text.split(":", 1)[0])),
    ...items(child(body, "volumes_from")).flatMap((item) => named("service", "volumes_from", item, sharedFrom)),
    ...["ipc", "network_mode", "pid"].flatMap((key) => named("service", key, child(body, key), sharedWith)),
    ...(composeBuild(service)?.additionalContexts ?? []).flatMap(({ value }) => {
      const name = value?.known ? sharedWith(value.value) : undefined;
      return value && name !== undefined ? [reference("service", "additional_contexts", name, value)] : [];
    }),
  ];
}

/** How a service waits for another. Its range is that of the condition, or of the name where none is written. */
export interface ComposeDependency extends Ranged {
  readonly service: string;
  /** `service_started` in the short form. */
  readonly condition: Value<string>;
  /** Unless it says `required: false`, or something else decides, nothing starts where the other cannot. */
  readonly isRequired: boolean;
  readonly form: "long" | "short";
}

/** The entries of `depends_on`. */
export function composeDependencies({ body }: Pick<ComposeService, "body">): readonly ComposeDependency[] {
  const node = child(body, "depends_on");
  const short = items(node).flatMap((item): readonly ComposeDependency[] => {
    const service = known(setting(item));
    const { range } = item;
    return service === undefined
      ? []
      : [{ service, range, condition: { known: true, value: STARTED, range }, isRequired: true, form: "short" }];
  });
  const long = entries(node).flatMap(({ key, range, value }): readonly ComposeDependency[] => {
    if (key === undefined) return [];
    const condition = setting(entry(value, "condition")?.value) ?? { known: false, range };
    const required = flagSetting(child(value, "required"));
    const isRequired = required === undefined || is(required, true);
    return [{ service: key, range: condition.range, condition, isRequired, form: "long" }];
  });
  return [...short, ...long];
}
const STARTED = "service_started";

const reference = (to: ReferenceTarget, key: string, name: string, { range }: Ranged): ComposeReference => ({
  ...{ to, key, name, range },
});

/** The name that a scalar is, or holds. */
function named(
  to: ReferenceTarget,
  key: string,
  node: Node | undefined,
  part: (text: string) => string | undefined = (text) => text,
): readonly ComposeReference[] {
  const value = setting(node);
  const name = value?.known ? part(value.value) : undefined;
  return value && name !== undefined ? [reference(to, key, name, value)] : [];
}

/** The names of a list, or the keys of a mapping. */
function namesUnder(
  { body }: Pick<ComposeService, "body">,
  key: string,
  to: ReferenceTarget,
): readonly ComposeReference[] {
  const node = child(body, key);
  return [
    ...items(node).flatMap((item) => named(to, key, item)),
    ...entries(node).flatMap((one) => (one.key === undefined ? [] : [reference(to, key, one.key, one)])),
  ];
}

function volumes(service: ComposeService): readonly ComposeReference[] {
  return composeMounts(service).flatMap(({ type, source }) =>
    type === "volume" && source?.known ? [reference("volume", "volumes", source.value, source)] : [],
  );
}

/** Secrets and configs: names, or mappings with a `source`; those of the build too. */
function grants({ body }: ComposeService, key: string, to: ReferenceTarget): readonly ComposeReference[] {
  const lists = [child(body, key), ...(key === "secrets" ? [child(body, "build", key)] : [])];
  return lists
    .flatMap((list) => items(list))
    .flatMap((item) => named(to, key, item.type === "mapping" ? child(item, "source") : item));
}

/** `api` of `api:ro`; nothing of `container:…`, which is no part of the project. */
const sharedFrom = (text: string): string | undefined => {
  const [first = "", second] = text.split(":", 2);
  return first === "container" && second !== undefined ? undefined : first;
};

/** `api` of `service:api`. */
const sharedWith = (text: string): string | undefined => /^service:(.*)$/s.exec(text)?.[1];
