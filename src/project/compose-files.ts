import type { ComposeFile } from "../model/compose.ts";
import { composeBuild } from "../model/compose-build.ts";
import { envFileUses } from "../model/compose-env-file.ts";
import { composeBase, composeIncludes } from "../model/compose-include.ts";
import type { Value } from "../model/value.ts";
import { folderOf, within } from "../text/path.ts";
import { BASE_NAMES, DEPLOYED_NAMES, OVERRIDE_NAMES, pathFrom } from "./compose.ts";

/** The files that a Compose file names, and those it is merged with. */
export function namedByCompose({ path, tree, services }: ComposeFile): readonly string[] {
  const folder = folderOf(path);
  const files: (Value<string> | undefined)[] = [
    ...composeIncludes(tree).flatMap(({ paths }) => paths),
    ...services.map(({ body }) => composeBase(body)?.file),
    ...services.flatMap((service) => envFileUses(service).map((use) => use.path)),
  ];
  const dockerfiles = services.map((service) => {
    const { context, dockerfile } = composeBuild(service) ?? {};
    const from = context && pathFrom(folder, context);
    return from === undefined ? undefined : dockerfile ? pathFrom(from, dockerfile) : within(from, "Dockerfile");
  });
  return [
    ...[...BASE_NAMES, ...OVERRIDE_NAMES, ...DEPLOYED_NAMES, ".env"].map((name) => within(folder, name)),
    ...files.flatMap((file) => (file && pathFrom(folder, file)) ?? []),
    ...dockerfiles.flatMap((dockerfile) => dockerfile ?? []),
  ];
}
