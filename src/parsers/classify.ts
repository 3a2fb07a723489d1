/** How a file is read. What it means may be decided by its content. */
export type Format = "bake" | "dockerfile" | "dockerignore" | "json" | "text" | "yaml";

const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/(?:^|\/)(?:[^/]*\.)?dockerignore$/i, "dockerignore"],
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:[.\-_][^/]*)?$/i, "dockerfile"],
  [/\.(?:Dockerfile|Containerfile)$/i, "dockerfile"],
  [/(?:^|\/)docker-bake(?:\.override)?\.hcl$/, "bake"],
  [/\.ya?ml$/i, "yaml"],
  [/\.json$/i, "json"],
];

/** Endings after which a name that starts with `Dockerfile` is a text about Dockerfiles, a program, or a template of one. */
const OTHER_TEXT =
  /\.(?:[cm]?[jt]sx?|adoc|bak|erb|go|html?|in|j2|java|jinja2?|json|lock|md|mustache|orig|patch|php|pyi?|rb|rs|rst|sh|snap|swp|te?mpl|template|toml|tpl|txt|xml|ya?ml)$/i;

/** The format of a file, by its path. */
export function classify(path: string): Format {
  const format = FORMATS.find(([pattern]) => pattern.test(path))?.[1] ?? "text";
  if (format !== "dockerfile" || !OTHER_TEXT.test(path)) return format;
  return /\.ya?ml$/i.test(path) ? "yaml" : "text";
}
