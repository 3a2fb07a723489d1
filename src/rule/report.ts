import type { LayoutEdit } from "../model/yaml-layout.ts";
import type { Range, Ranged } from "../text/source-file.ts";
import type { TextEdit } from "../text/text-edit.ts";

export type Severity = "error" | "warning" | "info";

/** An image that is named without a digest. Which one its tag stands for, only its registry knows. */
export interface Pin {
  /** As a container engine reads it: `node:22`, `ghcr.io/acme/api:1.4`. */
  readonly image: string;
  /** Where `@sha256:…` belongs, in the file that the report is at. */
  readonly offset: number;
}

/** Another place that a report tells of; `isSecret` as of the report itself. */
export interface Related<R extends Range = Range> {
  readonly at: Ranged<R>;
  readonly message: string;
  readonly isSecret?: true | undefined;
}

/** What a rule says. What it need not say, the engine knows. */
export interface Report<R extends Range = Range> {
  /** The wrong value itself; else the nearest thing the author wrote that should have held it. */
  readonly at: Ranged<R>;
  /** What is wrong here, in one sentence; why and remedy come from the rule. */
  readonly message: string;
  /** Set when this report judges an absence: what is not there. Partial artefacts make no such finding. */
  readonly missing?: string | undefined;
  /** Only where this variant differs from the rule; a severity in the user's config wins over it. */
  readonly severity?: Severity | undefined;
  /** What stands at `at` is a secret, though it may not look like one: no output shows it. */
  readonly isSecret?: true | undefined;
  /** What it is about, as its users address it: `aws_s3_bucket.logs`, `Deployment/web#container/app`, `alert:Down`. */
  readonly subject?: string | undefined;
  /** The codes other tools have for this variant; absent means all of the rule's. */
  readonly peers?: readonly string[] | undefined;
  /** Where the peers report it, when that is another instruction or key: their own suppressions there hide it too. */
  readonly peerAt?: Ranged<R> | undefined;
  readonly related?: readonly Related<R>[] | undefined;
  readonly fix?: { readonly title: string; readonly edits: readonly (TextEdit<R> | LayoutEdit<R>)[] } | undefined;
  /** In place of a fix: with `--online` its registry is asked, and the digest appended by an unsafe fix. */
  readonly pin?: Pin | undefined;
}
