import { buildPaths } from "../../project/image-build-paths.ts";
import { stageOf } from "../../project/image-link.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { closest } from "../../text/did-you-mean.ts";

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
        files: {
          ".github/workflows/image.yml": workflow("context: services/api\ntarget: Runtime\n"),
          "services/api/Dockerfile": DOCKERFILE,
        },
      },
      {
        title: "Decided by a matrix",
        files: { ".github/workflows/image.yml": workflow("context: services/${{ matrix.service }}\n") },
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
    ],
  },

  *check(project) {
    const dockerfiles = new Map(project.all("dockerfile").map((fact) => [fact.range.path, fact]));
    for (const build of project.all("image-build")) {
      const paths = buildPaths(build);
      if (!paths || build.isPrepared) continue;
      const { context, dockerfile } = paths;
      if (!project.exists(dockerfile)) {
        if ([context, dockerfile].some((path) => path !== "" && project.isIgnored(path))) continue;
        const at = build.dockerfile ?? build.context ?? build;
        yield { at, message: `There is no ${dockerfile}, which this build is made from.` };
        continue;
      }
      const fact = dockerfiles.get(dockerfile);
      const { target } = build;
      if (!fact || !target?.known || stageOf(fact, target.value)) continue;
      const names = fact.stages.flatMap(({ name }) => name ?? []);
      const near = closest(target.value, names, 2);
      const hint = near === undefined ? "" : `; ${near} is one`;
      yield {
        at: target,
        message: `${target.value} is no stage of ${dockerfile}${hint}.`,
        related: [{ at: fact, message: "The Dockerfile." }],
      };
    }
  },
});
