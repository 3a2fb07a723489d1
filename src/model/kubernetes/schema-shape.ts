import type { Place, Ranged } from "../../text/source-file.ts";
import type { ScalarType } from "../reading.ts";

/**
 * What may stand in one place of an object, whoever says so: the table of Kubernetes' own types, or the schema of a custom
 * kind. What lies below is found when asked, and each shape is one object however often it is: that is how it is known
 * again.
 */
export type Shape = AnyShape | ListShape | MappingShape | ScalarShape;

interface Stated {
  /** Where the schema says so, when somebody can look it up. */
  readonly at?: Ranged<Place> | undefined;
}

/** Nobody knows, or all is well. */
export interface AnyShape extends Stated {
  readonly form: "any";
}

export interface ListShape extends Stated {
  readonly form: "list";
  item(): Shape;
}

export interface MappingShape extends Stated {
  readonly form: "mapping";
  /** The names of all fields that are known. */
  readonly fields: ReadonlySet<string>;
  /** The shape of a field; nothing where there is no such field. */
  field(key: string): Shape | undefined;
  /** The fields that must be there, and who says so. */
  readonly required: ReadonlyMap<string, Ranged<Place> | undefined>;
  /** Other things than mappings may be there as well. */
  readonly isLoose?: true;
  /** The release that brought a field of Kubernetes, as far as that is known: `1.34`. It may be newer than `fields`. */
  since?(key: string): string | undefined;
  /** The last release that had a field of Kubernetes which is no more, as far as that is known. */
  until?(key: string): string | undefined;
}

export interface ScalarShape extends Stated {
  readonly form: "scalar";
  /** In words: `a whole number`. */
  readonly wants: string;
  readonly takes: readonly ScalarType[];
  /** Of a number: it has no fraction. */
  readonly isWhole?: true;
  /** Of text: it is base64, as the server decodes it. */
  readonly isBase64?: true;
  readonly allowed?: Allowed | undefined;
}

/** The values a scalar must be one of, as text. */
export interface Allowed extends Stated {
  readonly values: readonly string[];
  /** The empty text stands for the default. */
  readonly orEmpty?: true;
  /** The release that brought a value which is not among them. */
  since?(value: string): string | undefined;
}

export const ANY: AnyShape = { form: "any" };

/** Scalars, by the letters that the generated table has for them. */
export const SCALARS = {
  b: { form: "scalar", wants: "true or false", takes: ["boolean"] },
  i: { form: "scalar", wants: "a whole number", takes: ["integer", "float"], isWhole: true },
  n: { form: "scalar", wants: "a number", takes: ["integer", "float"] },
  q: { form: "scalar", wants: "a quantity", takes: ["integer", "float", "string"] },
  s: { form: "scalar", wants: "text", takes: ["string"] },
  v: { form: "scalar", wants: "a whole number or text", takes: ["integer", "string"] },
  y: { form: "scalar", wants: "base64", takes: ["string"], isBase64: true },
} as const satisfies Readonly<Record<string, ScalarShape>>;
