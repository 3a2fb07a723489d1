import { stageOf } from "../../project/compose-build.ts";
import type { FactOf } from "../../project/fact.ts";
import { buildPaths } from "../../project/image-build-paths.ts";
import { imageBuilds } from "../../project/image-builds.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { foldersAbove } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";

const workflow = (inputs: string): string =>
  code`
    on: push
    jobs:
      image:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v5
          - uses: docker/build-push-action@v6
            with:
`.replace(/$/, inputs.replace(/^(?=.)/gm, "              ").replace(/^/, ""));

const DOCKERFILE = "FROM golang:1.26 AS build\nRUN go build\n\nFROM alpine:3.22 AS runtime\n";

export default defineProjectRule({
  id: "repo/dead-image-reference",
  title: "A workflow or bake build points to a Dockerfile that exists",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "A build whose Dockerfile was moved or renamed fails only when it runs, which for a release workflow is the day of the release.",
  remedy:
    "Write the path as it is now, from the folder the build runs in, or the name of a stage that the Dockerfile has.",
  examples: {
    bad: [
      {
        files: {
          ".github/workflows/image.yml": workflow("context: services/api\nfile: ⟦services/api/Dockerfile.prod⟧\n"),
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "The Dockerfile of a context",
        files: {
          ".github/workflows/image.yml": workflow("context: ⟦service/api⟧\n"),
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "A folder of the repository at the commit",
        files: {
          ".github/workflows/image.yml": workflow('context: ⟦"{{defaultContext}}:service/api"⟧\n'),
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "By another name of the command",
        files: {
          ".github/workflows/image.yml": code`
            jobs:
              image:
                steps:
                  - run: docker image build ⟦service/api⟧
          `,
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "A stage that is none",
        files: { ".github/workflows/image.yml": workflow("target: ⟦runtme⟧\n"), Dockerfile: DOCKERFILE },
      },
      {
        title: "In a script",
        files: {
          ".github/workflows/image.yml":
            "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          docker build --pull -f ⟦docker/Dockerfile⟧ -t api .\n",
          Dockerfile: DOCKERFILE,
        },
      },
      {
        title: "In a bake file",
        files: {
          "docker-bake.hcl": code`
            group "default" {
              targets = ["api", "web"]
            }
            target "api" {
              context    = "services/api"
              dockerfile = ⟦"Dockerfile.prod"⟧
            }
            target "web" {
              context = "services/api"
              target  = ⟦"runtme"⟧
            }
          `,
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "In a bake file in JSON, by what it inherits",
        files: {
          "docker-bake.json":
            '{"target": {"common": {"dockerfile": ⟦"build/Dockerfile"⟧}, "api": {"inherits": ["common"], "tags": ["example.com/api"]}}}\n',
          Dockerfile: DOCKERFILE,
        },
      },
      {
        title: "In a step of Cloud Build, whose folder stands among its flags",
        files: {
          "cloudbuild.yaml":
            "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, -t, web, ⟦services/api⟧, --target, api]\n",
          Dockerfile: DOCKERFILE,
        },
      },
      {
        title: "By nothing but a name",
        files: { "docker-bake.hcl": 'target ⟦"api"⟧ {\n  tags = ["example.com/api"]\n}\n' },
      },
      {
        title: "In a script with expressions",
        files: {
          ".github/workflows/image.yml": code`
            jobs:
              image:
                steps:
                  - run: |
                      echo "\${{ format('{0}', github.sha) }}"
                      docker build -t "api:\${{ github.sha }}" -f ⟦docker/Dockerfile⟧ .
          `,
          Dockerfile: DOCKERFILE,
        },
      },
      {
        title: "In Skaffold",
        files: {
          "skaffold.yaml":
            "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - image: api\n      context: services/api\n      docker:\n        dockerfile: ⟦Dockerfile.dev⟧\n",
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
    ],
    good: [
      {
        title: "A bake file whose override, Compose file or variable decides",
        files: {
          "docker-bake.hcl": code`
            variable "SERVICES" { default = "services" }
            target "api" { dockerfile = "Dockerfile.old" }
            target "web" { tags = ["example.com/web"] }
            target "cli" { context = "\${SERVICES}/cli" }
            target "job" { context = SERVICES }
            target "doc" {
              dockerfile-inline = <<-EOT
                FROM alpine:3.22
              EOT
            }
          `,
          "docker-bake.override.json": '{"target": {"api": {"dockerfile": "Dockerfile.api"}}}\n',
          "compose.yaml": "services:\n  web:\n    build: web\n",
          "Dockerfile.api": DOCKERFILE,
          "web/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "A bake target that only others are made from, and one that the command line fills",
        files: {
          "docker-bake.hcl": code`
            group "default" { targets = ["api"] }
            target "common" { target = "base" }
            target "docker-metadata-action" {}
            target "api" {
              inherits = ["common", "docker-metadata-action"]
              context  = "services/api"
              target   = "runtime"
            }
          `,
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "A bake file that is run from the root",
        files: {
          "deploy/docker-bake.hcl": 'target "api" {\n  context = "services/api"\n}\n',
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "A base that another bake file has",
        files: { "docker-bake.hcl": 'target "api" {\n  inherits = ["elsewhere"]\n  target   = "runtime"\n}\n' },
      },
      {
        title: "Contexts of bake that are no folders",
        files: {
          "docker-bake.json":
            '{"target": {"a": {"context": "https://example.com/a.git"}, "b": {"context": "${"$"}{DIR}"}, "c": {"context": "cwd://api"}}}\n',
          "api/Dockerfile": DOCKERFILE,
        },
      },
      {
        files: {
          ".github/workflows/image.yml": workflow("context: services/api\ntarget: Runtime\n"),
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "A folder of the repository at the commit, in which the Dockerfile is, and what another template says",
        files: {
          ".github/workflows/image.yml": `${workflow('context: "{{defaultContext}}:services/api"\nfile: Dockerfile.prod\n')}      - uses: docker/build-push-action@v6
        with:
          context: "{{ defaultContext }}"
          file: services/api/Dockerfile.prod
      - uses: docker/build-push-action@v6
        with:
          context: "{{elsewhere}}:api"
`,
          "services/api/Dockerfile.prod": DOCKERFILE,
        },
      },
      {
        title: "Decided by a matrix",
        files: { ".github/workflows/image.yml": workflow("context: services/${{ matrix.service }}\n") },
      },
      {
        title: "Decided by an expression in a script, which may move elsewhere before",
        files: {
          ".github/workflows/image.yml": code`
            jobs:
              image:
                steps:
                  - run: docker build -f \${{ matrix.file }} \${{ inputs.folder }}
                  - run: |
                      echo "\${{ inputs.name }}"
                      cd \${{ inputs.folder }}
                      docker build -f Dockerfile.api .
                  - run: docker build -f Dockerfile.api .
                    working-directory: \${{ inputs.folder }}
          `,
        },
      },
      {
        title: "A remote context",
        files: { ".github/workflows/image.yml": workflow("context: https://github.com/acme/api.git#main\n") },
      },
      {
        title: "Made by an earlier step",
        files: {
          ".github/workflows/image.yml":
            "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ./generate.sh > Dockerfile.gen\n      - run: docker build -f Dockerfile.gen .\n",
        },
      },
      {
        title: "Run in another folder",
        files: {
          ".github/workflows/image.yml":
            "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build .\n        working-directory: services/api\n",
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "What stands last is no folder",
        files: {
          "cloudbuild.yaml":
            "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, ., -t, 'web:1']\n  - name: gcr.io/cloud-builders/docker\n    args: [build, --no-cache, ., -t, web]\n",
          Dockerfile: "FROM scratch\n",
        },
      },
    ],
  },

  *check(project) {
    const dockerfiles = new Map(project.all("dockerfile").map((fact) => [fact.range.path, fact]));
    for (const build of imageBuilds(project)) {
      const [likeliest, ...others] = buildPaths(build);
      if (!likeliest || build.isPrepared) continue;
      const there = [likeliest, ...others].filter(({ dockerfile }) => project.exists(dockerfile));
      if (there.length === 0) {
        const { context, dockerfile } = likeliest;
        if ([context, dockerfile].some((path) => path !== "" && project.isIgnored(path))) continue;
        if (isUnfilled(context, project)) continue;
        const at = build.dockerfile ?? build.context ?? build;
        yield { at, message: `There is no ${clipped(dockerfile)}, which this build is made from.` };
        continue;
      }
      const facts = there.flatMap(({ dockerfile }) => dockerfiles.get(dockerfile) ?? []);
      const { target } = build;
      if (!target?.known || facts.length < there.length) continue;
      if (facts.every((fact) => !stageOf(fact, target.value))) yield noStage(target, facts);
    }
  },
});

/** A folder without files, in which this one should lie, is what a submodule is that was not fetched. */
function isUnfilled(folder: string, project: Project): boolean {
  const nearest = foldersAbove(`${folder}/`).find((above) => project.exists(above)) ?? "";
  return nearest !== "" && project.filesIn(nearest)?.length === 0;
}

function noStage(
  target: Extract<NonNullable<FactOf<"image-build">["target"]>, { readonly known: true }>,
  facts: readonly FactOf<"dockerfile">[],
): Report<Place> {
  const [fact] = facts;
  const names = facts.flatMap(({ stages }) => stages.flatMap(({ name }) => name ?? []));
  const near = closest(target.value, names, 2);
  const hint = near === undefined ? "" : `; ${clipped(near, 40)} is one`;
  return {
    at: target,
    message: `${clipped(target.value, 40)} is no stage of ${clipped(fact?.range.path ?? "")}${hint}.`,
    related: facts.map((dockerfile) => ({ at: dockerfile, message: "The Dockerfile." })),
  };
}
