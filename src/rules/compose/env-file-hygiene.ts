import { composeFolders, pathFrom } from "../../project/compose.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { folderOf, within } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";

export default defineProjectRule({
  id: "compose/env-file-hygiene",
  title: "Keep env files out of git, and an example of each in it",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  why: "What git has once, everybody who ever cloned the repository has for good: a credential in a committed env file has to be replaced. A file that is needed and of which nobody has an example, on the other hand, keeps the project from starting on a new machine.",
  remedy:
    "Have git ignore the file, take it out by `git rm --cached`, replace the credential, and commit `<name>.example` with names and made-up values.",
  examples: {
    bad: [
      {
        title: "A credential in git",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    env_file: ⟦config/api.env⟧\n",
          "config/api.env": "LOG_LEVEL=info\nDB_PASSWORD='v9Kq!w3Lx0'\n",
        },
      },
      {
        title: "A password in a URL",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    env_file: ⟦api.env⟧\n",
          "api.env": "DATABASE_URL=postgres://shop:v9Kqw3Lx0@db/shop\n",
        },
      },
      {
        title: "In the file that Compose reads by itself",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n",
          ".env": "TAG=1.4\nSESSION_SECRET=⟦k3Hq9ZrT2mVx8LwP⟧\n",
        },
      },
      {
        title: "Neither the file nor an example, which is a warning",
        files: {
          "compose.yaml":
            "services:\n  api:\n    image: api:1\n    env_file:\n      - ⟦api.env⟧\n      - path: ⟦secret.env⟧\n",
          ".gitignore": "secret.env\n",
        },
      },
    ],
    good: [
      {
        title: "Ignored, with an example",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    env_file: [.env, api.env, db.env]\n",
          ".gitignore": "*.env\n",
          ".env.example": "DB_PASSWORD=changeme\n",
          "api.env": "DB_PASSWORD=v9Kq!w3Lx0\n",
          "api.env.sample": "DB_PASSWORD=changeme\n",
          "db.example.env": "DB_PASSWORD=\n",
        },
      },
      {
        title: "No credentials in it, or none of any use",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    env_file: api.env\n",
          "api.env":
            "LOG_LEVEL=debug\nDATABASE_URL=postgres://shop:${DB_PASSWORD}@db/shop\nDB_PASSWORD=${DB_PASSWORD}\nAPI_KEY=your-api-key\nTOKEN=\nADMIN_PASSWORD=changeme\n",
        },
      },
      {
        title: "An example that is used as it is",
        files: {
          "compose.yaml": "services:\n  api:\n    image: api:1\n    env_file: .env.example\n",
          ".env.example": "DB_PASSWORD=v9Kq!w3Lx0\n",
        },
      },
      {
        title: "Not required, or somewhere else",
        files: {
          "compose.yaml":
            "services:\n  api:\n    image: api:1\n    env_file:\n      - { path: local.env, required: false }\n      - /etc/shop/api.env\n      - ${ENV_FILE}\n",
        },
      },
    ],
  },

  *check(project) {
    const folderFor = composeFolders(project);
    const credentials = new Map(project.all("env-file").map((fact) => [fact.range.path, fact]));
    const named = new Set<string>();
    for (const { services, isPartial } of project.all("compose")) {
      for (const { name, envFiles } of services) {
        for (const { path: at, isRequired } of envFiles) {
          const folder = folderFor(at.range);
          const path = folder === undefined ? undefined : pathFrom(folder, at);
          if (path === undefined) continue;
          named.add(path);
          const secret = credentials.get(path);
          const report = secret ? committed(path, secret, project) : undefined;
          if (report) yield { ...report, at, subject: `service:${name}` };
          if (secret || !isRequired || isPartial || isThere(path, project)) continue;
          const message = `The env file ${clipped(path)} is required, and neither it nor an example of it is here.`;
          yield { at, message, missing: path, subject: `service:${name}`, severity: "warning" };
        }
      }
    }
    yield* implicit(project, credentials, named);
  },
});

type EnvFile = FactOf<"env-file">;

/** The `.env` beside a Compose file, where no service names it. */
function* implicit(
  project: Project,
  credentials: ReadonlyMap<string, EnvFile>,
  named: ReadonlySet<string>,
): Generator<Report<Place>> {
  const folders = new Set(project.all("compose-source").map(({ range }) => folderOf(range.path)));
  for (const path of [...folders].map((folder) => within(folder, ".env"))) {
    const secret = named.has(path) ? undefined : credentials.get(path);
    const report = secret && committed(path, secret, project);
    if (report) yield { at: secret, message: report.message, isSecret: true };
  }
}

/** Where nobody can ask git, a file counts that it would not ignore. */
function committed(
  path: string,
  secret: EnvFile,
  project: Project,
): Pick<Report<Place>, "message" | "related"> | undefined {
  const isTracked = project.isTracked(path);
  if (EXAMPLE.test(path) || !(isTracked ?? !project.isIgnored(path))) return undefined;
  const where = isTracked ? "is in git" : "git does not ignore";
  const message = `${clipped(path)}, which ${where}, holds the value of ${clipped(secret.name, 60)}.`;
  return { message, related: [{ at: secret, message: "The value.", isSecret: true }] };
}

/** In the name of a file that is there for others to copy. */
const EXAMPLE = /[._-](?:defaults?|dist|example|sample|template|tmpl|tpl)(?:[._-][^/]*)?$/i;
const WORDS = ["default", "defaults", "dist", "example", "sample", "template"];

/** Is the file here, or one that shows what has to be in it: `.env.example`, `db.example.env`, `example.env`? */
function isThere(path: string, project: Project): boolean {
  const folder = folderOf(path);
  const name = path.slice(folder === "" ? 0 : folder.length + 1);
  const stem = name.replace(/\.?env$/i, "");
  const names = WORDS.flatMap((word) => [
    ...[".", "-", "_"].map((sign) => `${name}${sign}${word}`),
    `${stem === "" ? "" : `${stem.replace(/\.$/, "")}.`}${word}.env`,
    ...(name.startsWith(".env") ? [`.${word}.env`, `env.${word}`, `.env.${word}`] : []),
  ]);
  return [name, ...names].some((one) => project.exists(within(folder, one)));
}
