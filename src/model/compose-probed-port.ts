import type { Ranged } from "../text/source-file.ts";
import { type ComposeService, setting, settings } from "./compose.ts";
import { composeHealthcheck } from "./compose-healthcheck.ts";
import { composePairs } from "./compose-pairs.ts";
import { composePorts } from "./compose-port.ts";
import { scalarParts } from "./scalar-part.ts";
import { child, items, lacks, mayHoldMore, type Node, type Scalar } from "./tree.ts";
import type { Value } from "./value.ts";

/** A port of its own that a service's health check asks. Its range is that of the number. */
export interface ProbedPort extends Ranged {
  readonly port: number;
}

/**
 * The ports on localhost that a service's health check asks, and that nothing else of the service speaks of: whether the
 * program listens there, only its image can tell.
 */
export function probedPorts(service: Pick<ComposeService, "body" | "range">): readonly ProbedPort[] {
  const { body } = service;
  if (composeHealthcheck(service).is !== "command" || mayBeToldUnseen(service)) return [];
  const test = child(body, "healthcheck", "test");
  const ports = test?.type === "scalar" ? portsIn(test) : listedPorts(items(test));
  return ports.filter(({ port }) => !speaksOf(service, port));
}

/** A host of its own, and what names it a device of the shell. */
const HOST = String.raw`(?:(?<![\w.-])(?:localhost|127\.0\.0\.1|0\.0\.0\.0)|\[::1\])`;
const PORT = new RegExp(String.raw`(?:${HOST}(?::|[ \t]+)|/dev/tcp/${HOST}/)(\d{1,5})(?![\w.-])`, "g");
const ALONE = new RegExp(`^${HOST}$`);

function portsIn(scalar: Scalar): readonly ProbedPort[] {
  if (!scalar.known || !/localhost|127\.|0\.0\.0|::1/.test(scalar.value)) return [];
  const part = scalarParts(scalar);
  return [...scalar.value.matchAll(PORT)].map(({ 0: found, 1: digits = "", index }) => {
    const end = index + found.length;
    return { port: Number(digits), range: part({ start: end - digits.length, end }) };
  });
}

/** Of a list the words may be host and port: `[CMD, nc, -z, localhost, "8080"]`. */
function listedPorts(words: readonly Node[]): readonly ProbedPort[] {
  return words.flatMap((word, i) => {
    if (word.type !== "scalar" || !word.known) return [];
    const before = words[i - 1];
    const isBehindHost = before?.type === "scalar" && before.known && ALONE.test(before.value);
    return isBehindHost && /^\d{1,5}$/.test(word.value)
      ? [{ port: Number(word.value), range: word.range }]
      : portsIn(word);
  });
}

/** It may have got a port by something that the file does not show, or localhost is not its own. */
function mayBeToldUnseen({ body }: Pick<ComposeService, "body">): boolean {
  if (["env_file", "network_mode", "extends"].some((key) => !lacks(body, key))) return true;
  const environment = child(body, "environment");
  if (environment && mayHoldMore(environment)) return true;
  if (items(environment).some((item) => setting(item)?.known === false)) return true;
  return composePairs(environment).some(({ name, value }) => !value?.known && MAY_TELL.test(name));
}
/** Names of variables that may hold a port. */
const MAY_TELL = /ADDR|BIND|CONFIG|HOST|LISTEN|OPT|ARG|PORT|SERVER|UR[IL]/i;

function speaksOf({ body }: Pick<ComposeService, "body">, port: number): boolean {
  const number = new RegExp(String.raw`(?<!\d)${port}(?!\d)`);
  const says = (text: Value<string> | undefined): boolean => text?.known === true && number.test(text.value);
  const words = ["command", "entrypoint", "expose"].flatMap((key): readonly (Value<string> | undefined)[] => {
    const node = child(body, key);
    return node?.type === "scalar" ? [setting(node)] : settings(node);
  });
  if (words.some((word) => word?.known === false || says(word))) return true;
  if (composePairs(child(body, "environment")).some(({ value }) => says(value))) return true;
  return composePorts({ body }).some(
    ({ target }) => !target.known || (target.value.first <= port && port <= target.value.last),
  );
}
