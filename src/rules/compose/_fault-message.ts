import type { ComposeFault } from "../../model/compose-faults.ts";
import type { PortFault } from "../../model/compose-port.ts";
import { COMPOSE_FILE, type Fields, type ScalarShape, type Shape } from "../../model/compose-schema.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { oneOf } from "../../text/one-of.ts";

/** What a message says of a fault. */
export function faultMessage({ fault, path }: ComposeFault): string {
  const what = nameOf(path);
  switch (fault.kind) {
    case "bad-name":
      return `The name ${clipped(fault.name)} holds something else than letters, digits, dots, dashes and underscores.`;
    case "bad-port":
      return `The port ${clipped(fault.text)} ${PORT_FAULTS[fault.fault]}.`;
    case "bad-text":
      return `${what} must be ${EXPECTED[fault.expected]}, and ${clipped(fault.text, 60) || "empty text"} is not.`;
    case "bad-variable":
      return `${clipped(fault.text, 60)} holds a variable that makes no sense; a dollar sign that is meant as one is doubled.`;
    case "missing":
      return `${fault.of.title} needs ${fault.key}.`;
    case "no-choice":
      return `${what} must be ${oneOf(fault.choices)}, not ${clipped(fault.text, 60)}.`;
    case "repeated":
      return `${what} stands in the list a second time.`;
    case "unknown-key":
      return unknownKey(fault.of, fault.key);
    case "wrong-type":
      return `${what} must be ${wrongType(fault)}.`;
  }
}

/** `ports`, `An item of ports`. */
function nameOf(path: ComposeFault["path"]): string {
  const name = clipped(String(path.findLast((step) => typeof step === "string") ?? "A Compose file"), 40);
  return typeof path.at(-1) === "number" ? `An item of ${name}` : name || "What has an empty name";
}

function unknownKey(of: Fields, key: string): string {
  const near = closest(key, Object.keys(of.fields), Math.max(1, Math.floor(key.length / 3)));
  const hint = near === undefined ? "" : `; perhaps ${near} is meant`;
  const noun = of === COMPOSE_FILE ? "section" : "option";
  return `${of.title} has no ${noun} ${clipped(key, 60)}${hint}.`;
}

type WrongType = Extract<ComposeFault["fault"], { readonly kind: "wrong-type" }>;

function wrongType({ expected, actual, node }: WrongType): string {
  if (!expected.includes("text") || node.type !== "scalar" || !node.known || actual === "null")
    return `${oneOf(expectedOf(expected))}, ${ACTUAL[actual]}`;
  return `text, so ${clipped(node.value, 60)} needs quotes`;
}

/** In the words a reader would use, each once. */
const expectedOf = (shapes: readonly Shape[]): readonly string[] => [
  ...new Set(shapes.filter((shape) => shape !== "nothing").flatMap(expectation)),
];

function expectation(shape: Shape): readonly string[] {
  if (typeof shape === "string") return [EXPECTED[shape]];
  switch (shape.is) {
    case "choice":
      return shape.of;
    case "either":
      return expectedOf(shape.of);
    case "list":
      return ["a list"];
    default:
      return ["a mapping"];
  }
}

const EXPECTED: Readonly<Record<ScalarShape, string>> = {
  any: "a single value",
  boolean: "true or false",
  "byte-text": "an amount like 512m",
  bytes: "an amount like 512m",
  "container-name": "a name of two or more letters, digits, dots, dashes and underscores",
  count: "all or a number",
  duration: "a duration like 1m30s",
  "extra-host": "a host with its address, like db:10.0.0.5",
  integer: "a whole number",
  mount: "a mount like ./data:/data",
  nothing: "nothing",
  number: "a number",
  "number-or-duration": "a number",
  port: "a port like 8080:80",
  "project-name": "a name of lower-case letters, digits, dashes and underscores",
  "pull-policy": "always, never, missing, build, daily, weekly or every_12h",
  restart: "no, always, unless-stopped or on-failure",
  text: "text",
  "text-or-number": "text or a number",
};

const ACTUAL: Readonly<Record<WrongType["actual"], string>> = {
  boolean: "not a boolean",
  float: "not a number",
  integer: "not a number",
  list: "not a list",
  mapping: "not a mapping",
  null: "and nothing stands here",
  string: "not text",
  timestamp: "not a date",
};

const PORT_FAULTS: Readonly<Record<PortFault, string>> = {
  "bad-ip": "names an address that is none",
  "bad-port": "holds a number that is no port",
  "bad-protocol": "names a protocol that is neither tcp, udp nor sctp",
  "no-target": "names none of the container",
  reversed: "is a range that ends before it starts",
  "unequal-ranges": "joins ranges that differ in length",
};
