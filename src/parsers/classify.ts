import { isKustomizationName } from "../model/kustomization.ts";
import { fileNameOf } from "../text/path.ts";

/** How a file is read. What it means may be decided by its content. */
export type Format = "bake" | "dockerfile" | "dockerignore" | "json" | "text" | "yaml";

/** By the ending of a name in lower case. */
const BY_ENDING: Readonly<Record<string, Format>> = {
  containerfile: "dockerfile",
  dockerfile: "dockerfile",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
};
const BAKE_FILES: ReadonlySet<string> = new Set(["docker-bake.hcl", "docker-bake.override.hcl"]);
const DOCKERFILE_NAME = /^(?:docker|container)file(?:[._-]|$)/;

/** Endings after which a name that starts with `Dockerfile` is a text about Dockerfiles, a program, or a template of one. */
const OTHER_TEXT: ReadonlySet<string> = new Set([
  ...["cjs", "cjsx", "cts", "ctsx", "js", "jsx", "mjs", "mjsx", "mts", "mtsx", "ts", "tsx"],
  ...[
    "adoc",
    "bak",
    "erb",
    "go",
    "htm",
    "html",
    "in",
    "j2",
    "java",
    "jinja",
    "jinja2",
    "json",
    "lock",
    "md",
    "mustache",
  ],
  ...["orig", "patch", "php", "py", "pyi", "rb", "rs", "rst", "sh", "snap", "swp", "templ", "template", "tmpl", "toml"],
  ...["tpl", "txt", "xml", "yaml", "yml"],
]);

/** The format of a file, by its path. */
export function classify(path: string): Format {
  const written = fileNameOf(path);
  const name = written.toLowerCase();
  const ending = name.slice(name.lastIndexOf(".") + 1);
  if (ending === "dockerignore") return "dockerignore";
  if (DOCKERFILE_NAME.test(name)) {
    if (!OTHER_TEXT.has(ending)) return "dockerfile";
    return BY_ENDING[ending] === "yaml" ? "yaml" : "text";
  }
  if (BAKE_FILES.has(written)) return "bake";
  if (isKustomizationName(path)) return "yaml"; // one of the names has no ending
  if (ending === name || !Object.hasOwn(BY_ENDING, ending)) return "text"; // `yaml` is no YAML
  return BY_ENDING[ending] ?? "text";
}
