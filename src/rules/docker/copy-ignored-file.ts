import { isGlob } from "../../model/copy-instruction.ts";
import { whollyIgnoredBy } from "../../model/dockerignore.ts";
import { type BuildContext, buildContexts } from "../../project/build-context.ts";
import type { FactOf } from "../../project/fact.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";

export default defineProjectRule({
  id: "docker/copy-ignored-file",
  title: "COPY source must not be excluded by .dockerignore",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "What the ignore file leaves out never reaches the builder, so the build fails for want of a file that is plainly there.",
  remedy: "Take the pattern out of the ignore file, or bring the path back with `!` after it.",
  peers: { buildkit: ["CopyIgnoredFile"] },
  examples: {
    bad: [
      {
        files: {
          ".dockerignore": "node_modules\ndist\n",
          Dockerfile: "FROM nginx:1.27\nCOPY ⟦dist/index.html⟧ /usr/share/nginx/html/\n",
        },
      },
      {
        title: "By the Dockerfile's own ignore file",
        files: {
          ".dockerignore": "!app\n",
          "docker/api.Dockerfile": "FROM alpine:3.20\nADD ⟦./app⟧ README.md /srv/\n",
          "docker/api.Dockerfile.dockerignore": "*\n!README.md\n",
        },
      },
      {
        title: "Brought back too early",
        files: {
          "api/.dockerignore": "!config/app.json\n**/*.json\n",
          "api/Dockerfile": 'FROM alpine:3.20\nCOPY ["⟦config/app.json⟧", "/etc/"]\n',
        },
      },
    ],
    good: [
      {
        files: { ".dockerignore": "node_modules\n", Dockerfile: "FROM nginx:1.27\nCOPY dist /usr/share/nginx/html\n" },
      },
      {
        title: "Brought back, or in part",
        files: {
          ".dockerignore": "*\n!src\n!package*.json\n!dist/public/**\n",
          Dockerfile: "FROM node:22-alpine\nCOPY package.json ./\nCOPY src dist ./\nCOPY . .\n",
        },
      },
      {
        title: "A pattern that may match what is kept",
        files: { ".dockerignore": "*.log\n", Dockerfile: "FROM alpine:3.20\nCOPY *.log app-*.log /srv/\n" },
      },
      {
        title: "Out of a stage, the network, another build's context, or a heredoc",
        files: {
          ".dockerignore": "dist\n",
          Dockerfile: code`
            FROM node:22 AS build
            FROM nginx:1.27
            COPY --from=build dist /srv/
            ADD https://example.com/dist /srv/
            ONBUILD COPY dist /srv/
            COPY <<dist /srv/
            hello
            dist
          `,
        },
      },
      {
        title: "An ignore file of another context, for all that is known",
        files: { ".dockerignore": "dist\n", "web/Dockerfile": "FROM nginx:1.27\nCOPY dist /srv/\n" },
      },
      {
        title: "The Dockerfile's own ignore file takes precedence",
        files: {
          ".dockerignore": "dist\n",
          Dockerfile: "FROM nginx:1.27\nCOPY dist /srv/\n",
          "Dockerfile.dockerignore": "node_modules\n",
        },
      },
      {
        title: "Decided at build time",
        files: { ".dockerignore": "dist\n", Dockerfile: "FROM nginx:1.27\nARG OUT=dist\nCOPY $OUT /srv/\n" },
      },
    ],
  },

  *check(project) {
    const contextsOf = buildContexts(project);
    for (const { copies, range } of project.all("dockerfile")) {
      const patterns = patternsInForce(contextsOf(range.path));
      if (!patterns) continue;
      const sources = copies.flatMap((copy) => copy.sources.map((source) => ({ ...source, keyword: copy.keyword })));
      for (const { keyword, path, range: at } of sources.slice(0, MOST_SOURCES)) {
        if (path === "" || path.length > LONGEST_PATH || isGlob(path)) continue;
        const found = patterns.map((file) => whollyIgnoredBy(file, path));
        if (!found[0] || found.includes(undefined)) continue;
        const message = `The ignore file leaves ${path} out of the build context, so this ${keyword} cannot find it.`;
        yield { at: { range: at }, message, related: [{ at: found[0], message: "This pattern leaves it out." }] };
      }
    }
  },
});

type Patterns = FactOf<"dockerignore">["patterns"];

/** More than anybody writes. What is beyond is not judged, lest a stranger's files take for ever. */
const MOST_SOURCES = 200;
const LONGEST_PATH = 120;
const LONGEST_PATTERNS = 5000;

/** Those of every context that the Dockerfile is built in; nothing when one has none, or more than can be. */
function patternsInForce(contexts: readonly BuildContext[]): readonly Patterns[] | undefined {
  const all = contexts.flatMap(({ ignoreFile }) => (ignoreFile ? [ignoreFile.patterns] : []));
  if (all.length < contexts.length) return undefined;
  const length = all.flat().reduce((sum, { pattern }) => sum + pattern.length, 0);
  return length > LONGEST_PATTERNS ? undefined : all;
}
