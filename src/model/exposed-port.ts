/** What one word of EXPOSE opens. Of a single port, `first` and `last` are the same. */
export interface ExposedPort {
  readonly first: number;
  readonly last: number;
  /** Lower case; `tcp` when none is written. */
  readonly protocol: string;
}

const LAST_PORT = 65535;
const PROTOCOLS = ["sctp", "tcp", "udp"];

/** Reads `8080`, `8000-8010`, `53/udp`; or says why Docker would not. */
export function exposedPort(text: string): ExposedPort | { readonly fault: PortFault } {
  const [ports = "", protocol = "", ...more] = text.split("/");
  if (ports.includes(":")) return { fault: "mapping" };
  const written = /^(\d+)(?:-(\d+))?$/.exec(ports);
  if (!written || more.length > 0) return { fault: "not-a-port" };
  const first = Number(written[1]);
  const last = Number(written[2] ?? written[1]);
  if (first > LAST_PORT || last > LAST_PORT) return { fault: "out-of-range" };
  if (first > last) return { fault: "reversed" };
  if (protocol !== "" && !PROTOCOLS.includes(protocol.toLowerCase())) return { fault: "protocol" };
  return { first, last, protocol: protocol.toLowerCase() || "tcp" };
}

export type PortFault = "mapping" | "not-a-port" | "out-of-range" | "protocol" | "reversed";
