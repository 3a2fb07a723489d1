import { type ComposeFile, type ComposeService, imageSetting, setting, settings } from "../../model/compose.ts";
import { type ComposeBuild, composeBuild } from "../../model/compose-build.ts";
import { type EnvFileUse, envFileUses } from "../../model/compose-env-file.ts";
import { type ComposeHealthcheck, composeHealthcheck } from "../../model/compose-healthcheck.ts";
import { type ComposePort, composePorts } from "../../model/compose-port.ts";
import { type ProbedPort, probedPorts } from "../../model/compose-probed-port.ts";
import {
  type ComposeDependency,
  type ComposeReference,
  composeDependencies,
  composeReferences,
  type ReferenceTarget,
} from "../../model/compose-reference.ts";
import { child, entries, lacks, mayHoldMore } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What is deployed together: one Compose file, or several merged. The range is its start. */
export type ComposeFact = Placed<
  {
    readonly kind: "compose";
    /** Something of it could not be read, so what seems missing may well be there. */
    readonly isPartial: boolean;
    /** As written; the folder's name when there is none. */
    readonly name: Value<string> | undefined;
    readonly services: readonly ComposeServiceFact[];
    /** What services may name, by kind; those that are external among it. */
    readonly declared: Readonly<Record<ReferenceTarget, readonly string[]>>;
  } & Ranged
>;

/** A service of a deployment; the range is that of its name. */
export interface ComposeServiceFact extends Ranged {
  readonly name: string;
  readonly image: Value<string> | undefined;
  /** The same, without its tag where no more than that is unknown. */
  readonly namedImage: Value<string> | undefined;
  readonly build: ComposeBuild | undefined;
  readonly ports: readonly ComposePort[];
  readonly healthcheck: ComposeHealthcheck;
  readonly probedPorts: readonly ProbedPort[];
  readonly user: Value<string> | undefined;
  /** It certainly says nothing of the user. */
  readonly lacksUser: boolean;
  readonly restart: Value<string> | undefined;
  readonly profiles: readonly Value<string>[];
  readonly envFiles: readonly EnvFileUse[];
  readonly dependencies: readonly ComposeDependency[];
  readonly references: readonly ComposeReference[];
}

export function composeFacts(file: ComposeFile): readonly ComposeFact[] {
  const { path, tree, services, partial } = file;
  const fact = {
    kind: "compose",
    range: { start: tree.range.start, end: tree.range.start },
    isPartial: partial === true || SECTIONS.some((key) => isOpen(file, key)),
    name: setting(child(tree, "name")),
    services: services.map(serviceFact),
    declared: declaredIn(file),
  } as const;
  return [placed(fact, path)];
}

const SECTIONS = ["configs", "models", "networks", "secrets", "services", "volumes"];

/** Could the section hold more than the file shows? */
function isOpen({ tree }: ComposeFile, key: string): boolean {
  const section = child(tree, key);
  return section === undefined ? !lacks(tree, key) : mayHoldMore(section);
}

function declaredIn({ tree }: ComposeFile): ComposeFact["declared"] {
  const names = (key: string): readonly string[] => entries(child(tree, key)).flatMap((one) => one.key ?? []);
  return {
    config: names("configs"),
    model: names("models"),
    network: names("networks"),
    secret: names("secrets"),
    service: names("services"),
    volume: names("volumes"),
  };
}

function serviceFact(service: ComposeService): ComposeServiceFact {
  const { name, range, body } = service;
  return {
    name,
    range,
    image: setting(child(body, "image")),
    namedImage: imageSetting(child(body, "image")),
    build: composeBuild(service),
    ports: composePorts(service),
    healthcheck: composeHealthcheck(service),
    probedPorts: probedPorts(service),
    user: setting(child(body, "user")),
    lacksUser: lacks(body, "user"),
    restart: setting(child(body, "restart")),
    profiles: settings(child(body, "profiles")),
    envFiles: envFileUses(service),
    dependencies: composeDependencies(service),
    references: composeReferences(service),
  };
}
