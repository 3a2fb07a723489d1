import { append } from "../../text/append.ts";
import { allowedValues, valueSince } from "./enums.ts";
import { ANY, type MappingShape, SCALARS, type ScalarShape, type Shape } from "./schema-shape.ts";
import { fieldSince, fieldUntil } from "./schema-since.ts";
import { SCHEMA_TEXT } from "./schema-table.generated.ts";

/** The field of a type, by name: `s` string, `[T` list ... as the generated table has them, `!` at the end for required. */
type Fields = Readonly<Record<string, string>>;

interface Table {
  /** The type of each `apiVersion/kind`. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, Fields>;
  /** The apiVersions of each kind. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  readonly apiVersions: ReadonlySet<string>;
}

let known: Table | undefined;

/** Read when first asked for: most runs meet no manifest. */
function table(): Table {
  if (known) return known;
  const { kinds, types }: { kinds: Record<string, string>; types: Record<string, Fields> } = JSON.parse(SCHEMA_TEXT);
  const versions = new Map<string, string[]>();
  const apiVersions = new Set<string>();
  for (const key of Object.keys(kinds)) {
    const slash = key.lastIndexOf("/");
    const kind = key.slice(slash + 1);
    append(versions, kind, key.slice(0, slash));
    apiVersions.add(key.slice(0, slash));
  }
  known = { kinds: new Map(Object.entries(kinds)), types: new Map(Object.entries(types)), versions, apiVersions };
  return known;
}

/** The type of an object of Kubernetes itself; nothing of what the table does not know. */
export const typeOfKind = (apiVersion: string, kind: string): string | undefined =>
  table().kinds.get(`${apiVersion}/${kind}`);

/** The apiVersions that have a kind, as far as the table knows. */
export const versionsOfKind = (kind: string): readonly string[] => table().versions.get(kind) ?? [];

/** Does the table have any kind of this apiVersion? */
export const isInTable = (apiVersion: string): boolean => table().apiVersions.has(apiVersion);

/** The kinds of an apiVersion; none of one that the table does not know. */
export const kindsOfVersion = (apiVersion: string): readonly string[] =>
  [...table().kinds.keys()].flatMap((key) =>
    key.startsWith(`${apiVersion}/`) && !key.slice(apiVersion.length + 1).includes("/")
      ? [key.slice(apiVersion.length + 1)]
      : [],
  );

/**
 * The server fills these in, or takes an object without them: its own checks, and not the schema, decide that. The files
 * `validation.go` and `defaults.go` below pkg/apis of the Go module k8s.io/kubernetes v1.34.2, read 2026-11-21 for the
 * fields that the schema demands; some of alpha and beta kinds go by those of the stable ones.
 */
const DISPENSABLE: ReadonlySet<string> = new Set([
  "CoreV1Event.involvedObject",
  "ResourceV1ResourceClaim.spec",
  "StorageV1TokenRequest.audience",
  "V1CSIDriver.spec",
  "V1CSINode.spec",
  "V1CSINodeSpec.drivers",
  "V1ControllerRevision.revision",
  "V1Counter.value",
  "V1DeviceCapacity.value",
  "V1DeviceClass.spec",
  "V1EndpointSlice.endpoints",
  "V1ForZone.name",
  "V1HTTPHeader.value",
  "V1ISCSIPersistentVolumeSource.lun",
  "V1ISCSIVolumeSource.lun",
  "V1LimitRangeSpec.limits",
  "V1PodFailurePolicy.rules",
  "V1PodFailurePolicyOnPodConditionsPattern.status",
  "V1PreferredSchedulingTerm.preference",
  "V1PriorityClass.value",
  "V1ResourceClaimTemplate.spec",
  "V1ResourceClaimTemplateSpec.spec",
  "V1ResourcePool.generation",
  "V1RoleRef.apiGroup",
  "V1ScaleIOPersistentVolumeSource.secretRef",
  "V1ScaleIOVolumeSource.secretRef",
  "V1SleepAction.seconds",
  "V1Sysctl.value",
  "V1alpha1StorageVersion.spec",
  "V1alpha1StorageVersion.status",
  "V1beta1Counter.value",
  "V1beta1DeviceCapacity.value",
  "V1beta1DeviceClass.spec",
  "V1beta1ResourceClaim.spec",
  "V1beta1ResourceClaimTemplate.spec",
  "V1beta1ResourceClaimTemplateSpec.spec",
  "V1beta1ResourcePool.generation",
  "V1beta2Counter.value",
  "V1beta2DeviceCapacity.value",
  "V1beta2DeviceClass.spec",
  "V1beta2ResourceClaim.spec",
  "V1beta2ResourceClaimTemplate.spec",
  "V1beta2ResourceClaimTemplateSpec.spec",
  "V1beta2ResourcePool.generation",
]);

const shapes = new Map<string, Shape>();

/** The shape of a type of Kubernetes, or of a code of the generated table: `V1PodSpec`, `[V1Container`, `{s`. */
export function shapeOfType(code: string): Shape {
  const made = shapes.get(code) ?? shapeOf(code);
  shapes.set(code, made);
  return made;
}

function shapeOf(code: string): Shape {
  const rest = code.slice(1);
  if (code.startsWith("[")) return { form: "list", item: () => shapeOfType(rest) };
  if (code.startsWith("{"))
    return { form: "mapping", fields: new Set(), field: () => shapeOfType(rest), required: new Map() };
  if (isScalar(code)) return SCALARS[code];
  const fields = table().types.get(code);
  return fields ? objectShape(code, fields) : ANY;
}

const isScalar = (code: string): code is keyof typeof SCALARS => Object.hasOwn(SCALARS, code);

function objectShape(type: string, fields: Fields): MappingShape {
  const isRequired = ([field, code]: readonly [string, string]): boolean =>
    code.endsWith("!") && !DISPENSABLE.has(`${type}.${field}`);
  return {
    form: "mapping",
    fields: new Set(Object.keys(fields)),
    field: byKey((key) => (Object.hasOwn(fields, key) ? fieldShape(type, key, fields[key] ?? "*") : undefined), fields),
    required: new Map(Object.entries(fields).flatMap((one) => (isRequired(one) ? [[one[0], undefined]] : []))),
    since: byKey((key) => fieldSince(`${type}.${key}`), fields),
    until: (key) => fieldUntil(`${type}.${key}`),
  };
}

/** Asked once of each field there is: every object asks the same. */
function byKey<T>(find: (key: string) => T, fields: Fields): (key: string) => T {
  const known = new Map<string, { readonly found: T }>();
  return (key) => {
    const before = known.get(key);
    if (before) return before.found;
    const found = find(key);
    if (Object.hasOwn(fields, key)) known.set(key, { found });
    return found;
  };
}

const choices = new Map<string, Shape>();

/** A text that must be one of a few words has a shape of its own. */
function fieldShape(type: string, field: string, written: string): Shape {
  const code = written.replace("!", "");
  const values = code === "s" || code === "[s" ? allowedValues(`${type}.${field}`) : undefined;
  if (!values) return shapeOfType(code);
  const key = `${type}.${field}`;
  const text: ScalarShape = {
    ...SCALARS.s,
    allowed: { values, orEmpty: true, since: (value) => valueSince(key, value) },
  };
  const made: Shape = choices.get(key) ?? (code === "s" ? text : { form: "list", item: () => text });
  choices.set(key, made);
  return made;
}
