/** How a file is read. What it means may be decided by its content. */
export type Format = "dockerfile" | "dockerignore" | "text" | "yaml";

const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/(?:^|\/)(?:[^/]*\.)?dockerignore$/i, "dockerignore"],
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:[.\-_][^/]*)?$/i, "dockerfile"],
  [/\.(?:Dockerfile|Containerfile)$/i, "dockerfile"],
  [/\.ya?ml$/i, "yaml"],
];

export const classify = (path: string): Format => FORMATS.find(([pattern]) => pattern.test(path))?.[1] ?? "text";
