import type { Ranged } from "../text/source-file.ts";
import type { Origin } from "./origin.ts";

/** Text that its format cannot mean. The rest of the file was read all the same. */
export interface SyntaxProblem extends Ranged {
  /** One sentence with a full stop that names the thing. */
  readonly message: string;
  /** What kind of problem, for rules that treat kinds differently; unique within a format. */
  readonly code: string;
}

/** What of a file could not be read at all: bytes that are no text, a document that does not parse. */
export interface SyntaxReport extends Origin {
  readonly kind: "syntax";
  readonly problems: readonly SyntaxProblem[];
  /** They are repeated keys of a Compose file, or of Kubernetes objects or a chart: a rule of that family speaks of them. */
  readonly repeatsIn?: "compose" | "kubernetes";
}
