import { composeBytes } from "./compose-bytes.ts";
import { interpolate, UNDECIDED } from "./compose-interpolation.ts";
import { type PortFault, portFault } from "./compose-port.ts";
import type { Choice, ScalarShape } from "./compose-schema.ts";
import { composeDuration } from "./duration.ts";
import { type ScalarType, typeOf } from "./reading.ts";
import type { Scalar } from "./tree.ts";

/** Why a scalar is not what it should be. Texts are as interpolated. */
export type ScalarFault =
  | { readonly kind: "bad-port"; readonly text: string; readonly fault: PortFault }
  /** Text that cannot be read as what is wanted. */
  | { readonly kind: "bad-text"; readonly text: string; readonly expected: ScalarShape }
  /** A `${` that starts no variable. */
  | { readonly kind: "bad-variable"; readonly text: string }
  | { readonly kind: "no-choice"; readonly text: string; readonly choices: readonly string[] }
  | { readonly kind: "wrong-type"; readonly actual: ScalarType };

/** What is wrong with a scalar that is not null; nothing also where a variable decides. */
export function scalarFault(scalar: Scalar, shape: ScalarShape | Choice): ScalarFault | undefined {
  const type = typeOf(scalar, "compose");
  if (type === undefined || !scalar.known) return undefined;
  if (type !== "string") {
    const allowed = typeof shape === "string" ? TYPES[shape] : [];
    if (!allowed.includes(type)) return { kind: "wrong-type", actual: type };
  }
  const { value: written } = scalar;
  if (hasBadVariable(written)) return { kind: "bad-variable", text: written };
  if (shape === "port") {
    const fault = portFault(written);
    return fault && { kind: "bad-port", text: written, fault };
  }
  const text = interpolate(written);
  if (type !== "string" || text.includes(UNDECIDED)) return undefined;
  if (typeof shape === "string") return READS[shape](text) ? undefined : { kind: "bad-text", text, expected: shape };
  return shape.of.includes(text) ? undefined : { kind: "no-choice", text, choices: shape.of };
}

/** The types, besides text, that plain scalars may have. */
const TYPES: Readonly<Record<ScalarShape, readonly ScalarType[]>> = {
  any: ["boolean", "float", "integer", "timestamp"],
  boolean: ["boolean"],
  "byte-text": [],
  bytes: ["float", "integer"],
  "container-name": [],
  count: ["integer"],
  duration: [],
  "extra-host": [],
  integer: ["integer"],
  mount: [],
  nothing: [],
  number: ["float", "integer"],
  "number-or-duration": ["float", "integer"],
  port: ["integer"],
  "project-name": [],
  "pull-policy": [],
  restart: [],
  text: [],
  "text-or-number": ["float", "integer"],
};

const isNumber = (text: string): boolean => /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text);
const anything = (): boolean => true;

/** Can text be read as what is wanted? */
const READS: Readonly<Record<ScalarShape, (text: string) => boolean>> = {
  any: anything,
  boolean: (text) => /^(?:true|false|y|yes|on|n|no|off)$/i.test(text),
  "byte-text": (text) => composeBytes(text) !== undefined,
  bytes: (text) => composeBytes(text) !== undefined,
  "container-name": (text) => /^\/?[A-Za-z\d][\w.-]+$/.test(text),
  count: (text) => /^(?:all|-?\d+)$/.test(text),
  duration: (text) => composeDuration(text) !== undefined,
  "extra-host": (text) => /[:=]/.test(text),
  integer: (text) => /^[-+]?\d+$/.test(text),
  mount: (text) => !/^:|::|:$|^$/.test(text),
  nothing: anything,
  number: isNumber,
  "number-or-duration": (text) => isNumber(text) || composeDuration(text) !== undefined,
  port: anything,
  "project-name": (text) => /^[a-z\d][a-z\d_-]*$/.test(text),
  "pull-policy": (text) => PULL_POLICY.test(text),
  restart: (text) => /^(?:always|no|on-failure(?::\d+)?|unless-stopped|)$/.test(text),
  text: anything,
  "text-or-number": anything,
};

const PULL_POLICY =
  /^(?:always|build|daily|if_not_present|missing|never|refresh|weekly|every_(?:\d{1,9}[wdhms]){1,9})$/;

/** Does it hold a `${` that starts no variable: `${A.b}`, `${}`, `${A%x}`? */
function hasBadVariable(text: string): boolean {
  for (let at = text.indexOf("${"); at !== -1; at = text.indexOf("${", at + 2)) {
    let dollars = 1;
    while (text[at - dollars] === "$") dollars += 1;
    VARIABLE.lastIndex = at + 2;
    if (dollars % 2 === 1 && !VARIABLE.test(text)) return true; // `$$` is a dollar sign
  }
  return false;
}
const VARIABLE = /[A-Za-z_]\w*(?:\}|:?[-+?])/y;
