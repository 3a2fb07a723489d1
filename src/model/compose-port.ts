import type { Ranged } from "../text/source-file.ts";
import { type ComposeService, setting } from "./compose.ts";
import { interpolate, UNDECIDED } from "./compose-interpolation.ts";
import { asString, child, isForeign, items, type Node } from "./tree.ts";
import type { Value } from "./value.ts";

/** Of a single port, `first` and `last` are the same. */
export interface PortSpan {
  readonly first: number;
  readonly last: number;
}

/** An entry of `ports`, in short or long form; its range is that of the entry. What a variable decides is unknown. */
export interface ComposePort extends Ranged {
  /** In the container. */
  readonly target: Value<PortSpan>;
  /** On the host; absent when the engine chooses one. */
  readonly published: Value<PortSpan> | undefined;
  /** Absent means every interface. IPv6 without brackets. */
  readonly hostIp: Value<string> | undefined;
  /** Lower case; `tcp` when none is written. */
  readonly protocol: Value<string>;
  readonly form: "long" | "short";
}

/** What is wrong with a short form that no engine would take. */
export type PortFault = "bad-ip" | "bad-port" | "bad-protocol" | "no-target" | "reversed" | "unequal-ranges";

/** A short form in parts; a part that holds `UNDECIDED` is whatever a variable makes of it. */
export interface PortText {
  readonly target: string;
  readonly published: string;
  readonly hostIp: string;
  readonly protocol: string;
}

/** The ports of a service; entries that make no sense, or that a variable decides as a whole, are left out. */
export function composePorts({ body }: Pick<ComposeService, "body">): readonly ComposePort[] {
  return items(child(body, "ports")).flatMap((node) => composePort(node) ?? []);
}

/** One entry of `ports`. */
export function composePort(node: Node): ComposePort | undefined {
  if (isForeign(node)) return undefined;
  if (node.type === "mapping") return longPort(node);
  const text = asString(node);
  return text?.known ? shortPort(text.value, node) : undefined;
}

/**
 * `[[ip:]host:]container[/protocol]`: https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports.
 * The last colon is the one before the container's port, so an IPv6 address may do without brackets.
 */
export function portText(text: string): PortText {
  const [ports = "", protocol = ""] = text.split("/");
  const last = ports.lastIndexOf(":");
  const before = last === -1 ? "" : ports.slice(0, last);
  const middle = before.lastIndexOf(":");
  return {
    target: ports.slice(last + 1),
    published: before.slice(middle + 1),
    hostIp: before.slice(0, Math.max(0, middle)).replace(/^\[(.*)\]$/, "$1"),
    protocol: protocol.toLowerCase(),
  };
}

/** The first reason why no engine would take a short form, as far as it is decided. */
export function portFault(text: string): PortFault | undefined {
  const { target, published, hostIp, protocol } = portText(interpolate(text));
  const isDecided = (part: string): boolean => !part.includes(UNDECIDED);
  if (target === "") return "no-target";
  const spans = [published, target].map((part) => (part === "" || !isDecided(part) ? undefined : portSpan(part)));
  if (spans.includes("bad-port")) return "bad-port";
  if (spans.includes("reversed")) return "reversed";
  if (hostIp !== "" && isDecided(text) && isDecided(hostIp) && !isAddress(hostIp)) return "bad-ip";
  if (protocol !== "" && isDecided(protocol) && !PROTOCOLS.has(protocol)) return "bad-protocol";
  const [host, container] = spans.map((span) => (typeof span === "object" ? span.last - span.first : undefined));
  // Of a range on the host, the engine chooses one for a single port of the container.
  return host !== undefined && container !== undefined && container > 0 && host !== container
    ? "unequal-ranges"
    : undefined;
}

const PROTOCOLS: ReadonlySet<string> = new Set(["sctp", "tcp", "udp"]);
const LAST_PORT = 65535;

/** `8080` or `8000-8010`. */
export function portSpan(text: string): PortSpan | "bad-port" | "reversed" {
  const written = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (!written) return "bad-port";
  const first = Number(written[1]);
  const last = Number(written[2] ?? written[1]);
  if (first > LAST_PORT || last > LAST_PORT) return "bad-port";
  return first > last ? "reversed" : { first, last };
}

/** An IPv4 or IPv6 address, by its looks. */
const isAddress = (text: string): boolean => {
  const bytes = text.split(".");
  if (bytes.length === 4) return bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255);
  return text.includes(":") && /^[\da-f:.]{2,45}(?:%\w{1,32})?$/i.test(text);
};

function shortPort(written: string, { range }: Ranged): ComposePort | undefined {
  const text = interpolate(written);
  const { target, published, hostIp, protocol } = portText(text);
  const isWhole = (part: string): boolean => !part.includes(UNDECIDED);
  const span = (part: string): Value<PortSpan> | undefined => {
    const found = isWhole(part) ? portSpan(part) : undefined;
    if (typeof found === "string") return undefined;
    return found ? { known: true, value: found, range } : { known: false, range };
  };
  const inside = span(target);
  const outside = published === "" ? undefined : span(published);
  if (!inside || (published !== "" && !outside)) return undefined;
  // A variable may bring an address of its own: `${BIND}8080:80`, `${HOST_PORT}:80`.
  const isOpen = !isWhole(hostIp) || (hostIp === "" && !isWhole(published));
  return {
    range,
    target: inside,
    published: outside,
    hostIp: isOpen ? { known: false, range } : hostIp === "" ? undefined : { known: true, value: hostIp, range },
    protocol: isWhole(protocol) ? { known: true, value: protocol || "tcp", range } : { known: false, range },
    form: "short",
  };
}

function longPort(node: Node): ComposePort | undefined {
  const span = (value: Value<string> | undefined): Value<PortSpan> | undefined => {
    if (!value?.known) return value && { known: false, range: value.range };
    const found = portSpan(value.value);
    return typeof found === "string" ? undefined : { known: true, value: found, range: value.range };
  };
  const target = span(setting(child(node, "target")));
  if (!target) return undefined;
  const protocol = setting(child(node, "protocol"));
  return {
    range: node.range,
    target,
    published: span(setting(child(node, "published"))),
    hostIp: setting(child(node, "host_ip")),
    protocol: protocol?.known
      ? { ...protocol, value: protocol.value.toLowerCase() }
      : (protocol ?? { known: true, value: "tcp", range: node.range }),
    form: "long",
  };
}
