import type { Ranged } from "../../text/source-file.ts";
import { asInteger } from "../reading.ts";
import {
  asString,
  child,
  type Entry,
  entries,
  entry,
  isNull,
  lacks,
  type Mapping,
  mappings,
  type Node,
  resolve,
} from "../tree.ts";
import { known, type Value } from "../value.ts";
import { settled } from "./names.ts";
import type { Container } from "./workload.ts";

const USES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;
export type ProbeUse = (typeof USES)[number];

/** A probe of a container, with every handler it names: there should be one. */
export interface Probe {
  readonly use: ProbeUse;
  readonly key: Ranged;
  readonly body: Mapping;
  readonly handlers: readonly Handler[];
}

/** What a probe asks. Its range is that of its key. */
export type Handler = Ranged &
  (
    | { readonly kind: "exec" }
    | { readonly kind: "grpc"; readonly port: Port | undefined }
    | {
        readonly kind: "httpGet";
        readonly host: Value<string> | undefined;
        readonly path: Value<string> | undefined;
        readonly port: Port | undefined;
      }
    | { readonly kind: "tcpSocket"; readonly host: Value<string> | undefined; readonly port: Port | undefined }
  );

/** The number of a port, or the name of one of the container's. */
export type Port = Value<number | string>;

/** The probes a container is given; one that a template decides as a whole is none of them. */
export function probesOf({ body }: Pick<Container, "body">): readonly Probe[] {
  return USES.flatMap((use) => {
    const key = entry(body, use);
    const probe = child(body, use);
    if (!key || probe?.type !== "mapping") return [];
    return [{ use, key: { range: key.range }, body: probe, handlers: handlersOf(probe) }];
  });
}

export const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc"] as const;

/** `liveness probe`. */
export const probeWords = ({ use }: Pick<Probe, "use">): string => use.replace("Probe", " probe");

const handlersOf = (probe: Mapping): readonly Handler[] =>
  entries(probe).flatMap((one) => {
    const kind = HANDLERS.find((name) => name === one.key);
    return kind && entry(probe, kind) === one && !isNull(one.value) ? [handler(kind, one)] : [];
  });

function handler(kind: Handler["kind"], { range, value }: Entry): Handler {
  const body = resolve(value);
  const host = asString(child(body, "host"));
  switch (kind) {
    case "exec":
      return { range, kind };
    case "grpc":
      return { range, kind, port: portIn(body) };
    case "httpGet":
      return { range, kind, host, path: settled(asString(child(body, "path"))), port: portIn(body) };
    case "tcpSocket":
      return { range, kind, host, port: portIn(body) };
  }
}

const portIn = (body: Node): Port | undefined => {
  const port = child(body, "port");
  return asInteger(port, "kubectl") ?? settled(asString(port));
};

/** A number that says when a probe asks and when it has heard enough. */
export type ProbeNumber =
  | "failureThreshold"
  | "initialDelaySeconds"
  | "periodSeconds"
  | "successThreshold"
  | "timeoutSeconds";

/** What Kubernetes takes in place of nothing, and of 0. */
export const PROBE_DEFAULTS: Readonly<Record<ProbeNumber, number>> = {
  failureThreshold: 3,
  initialDelaySeconds: 0,
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
};

/** The number in force; nothing when it is decided elsewhere. */
export function probeNumber({ body }: Pick<Probe, "body">, field: ProbeNumber): number | undefined {
  if (lacks(body, field)) return PROBE_DEFAULTS[field];
  const stated = known(asInteger(child(body, field), "kubectl"));
  return stated === 0 ? PROBE_DEFAULTS[field] : stated;
}

/** A port that a container says it listens at. */
export interface ContainerPort {
  readonly number: Value<number> | undefined;
  readonly name: Value<string> | undefined;
  /** `TCP` when it says nothing. */
  readonly protocol: Value<string> | undefined;
}

export const portsOf = ({ body }: Pick<Container, "body">): readonly ContainerPort[] =>
  mappings(child(body, "ports")).map((port) => ({
    number: asInteger(child(port, "containerPort"), "kubectl"),
    name: settled(asString(child(port, "name"))),
    protocol: settled(asString(child(port, "protocol"))),
  }));
