import type { Config } from "./engine/config.ts";
import { openProject } from "./engine/open-project.ts";
import { type JsonDocument, jsonDocument } from "./reporters/json.ts";
import { VERSION } from "./rule/version.ts";
import { RULES } from "./rules/index.generated.ts";

export interface ScanOptions {
  /** The project root. */
  readonly cwd: string;
  /** What is reported; absent means all. */
  readonly paths?: readonly string[];
  readonly config?: Config;
  /** Content that is not on disk yet, by path: it covers what is. */
  readonly overlays?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export async function scan({ overlays = {}, signal, ...options }: ScanOptions): Promise<JsonDocument> {
  signal?.throwIfAborted();
  const project = await openProject({ ...options, files: overlays, rules: RULES });
  return jsonDocument(project.run(), { version: VERSION, pathOf: (path) => path });
}
