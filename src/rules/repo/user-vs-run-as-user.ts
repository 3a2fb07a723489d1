import { defaultUser } from "../../model/base-image.ts";
import { canonicalName, imageReference } from "../../model/image-reference.ts";
import { type Container, effectiveSecurity, lacksSecurity, type Workload } from "../../model/kubernetes/workload.ts";
import { asBoolean } from "../../model/reading.ts";
import { is } from "../../model/value.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { type BuiltImage, builtImages } from "../../project/image-link.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";

const skaffold =
  "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - image: registry.example.com/api\n";
const manifest = (context: string, image = "registry.example.com/api:2.0.1"): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: ${image}
          securityContext:
            ${context}
`;
const project = (dockerfile: string, context: string, image?: string) => ({
  "skaffold.yaml": skaffold,
  Dockerfile: dockerfile,
  "deploy/api.yaml": manifest(context, image),
});

export default defineProjectRule({
  id: "repo/user-vs-run-as-user",
  title: "Image USER and runAsUser/runAsNonRoot agree",
  severity: "error",
  preset: "recommended",
  category: "security",
  why: "The kubelet refuses to start a container that must not be root when its image runs as root, or as a name: only a number can be told from root. The pod then hangs in `CreateContainerConfigError`.",
  remedy: "End the image with a numeric `USER`, such as `USER 10001`, or set `runAsUser` in the manifest.",
  needs: "whole-project",
  compliance: ["PSS restricted"],
  examples: {
    bad: [
      { files: project("FROM node:24\nUSER node\n", "runAsNonRoot: ⟦true⟧") },
      { title: "Root by name", files: project("FROM node:24\nUSER root\n", "runAsNonRoot: ⟦true⟧") },
      { title: "No USER over a base that is root", files: project("FROM node:24\n", "runAsNonRoot: ⟦true⟧") },
      {
        title: "No USER over nothing at all",
        files: project("FROM scratch\nCOPY api /api\n", "runAsNonRoot: ⟦true⟧"),
      },
      {
        title: "A service of Compose builds it",
        files: {
          "compose.yaml":
            "services:\n  api:\n    build: { context: api, target: app }\n    image: registry.example.com/api:${TAG}\n",
          "api/Dockerfile": "FROM node:24 AS app\nUSER node\n\nFROM app AS debug\nUSER 10001\n",
          "deploy/api.yaml": manifest("runAsNonRoot: ⟦true⟧"),
        },
      },
      {
        title: "A workflow builds it, and tags it with the commit",
        files: {
          ".github/workflows/image.yml": code`
            jobs:
              image:
                steps:
                  - uses: docker/build-push-action@v6
                    with:
                      context: api
                      tags: registry.example.com/api:\${{ github.sha }}
          `,
          "api/Dockerfile": "FROM node:24\nUSER node\n",
          "deploy/api.yaml": manifest("runAsNonRoot: ⟦true⟧"),
        },
      },
      {
        title: "Bake builds it, and tags it with a variable",
        files: {
          "docker-bake.hcl": code`
            variable "TAG" { default = "dev" }
            target "api" {
              context = "api"
              tags    = ["registry.example.com/api:\${TAG}"]
            }
          `,
          "api/Dockerfile": "FROM node:24\nUSER node\n",
          "deploy/api.yaml": manifest("runAsNonRoot: ⟦true⟧"),
        },
      },
    ],
    good: [
      { files: project("FROM node:24\nUSER 10001\n", "runAsNonRoot: true") },
      {
        title: "The manifest names a user",
        files: project("FROM node:24\nUSER node\n", "{ runAsNonRoot: true, runAsUser: 1000 }"),
      },
      {
        title: "A base whose user is not known",
        files: project("FROM registry.example.com/base:1\n", "runAsNonRoot: true"),
      },
      {
        title: "Decided at build time",
        files: project("FROM node:24\nARG APP_USER\nUSER $APP_USER\n", "runAsNonRoot: true"),
      },
      { title: "Another image", files: project("FROM node:24\n", "runAsNonRoot: true", "registry.example.com/web:1") },
      {
        title: "OpenShift gives each project user ids of its own",
        files: {
          ...project("FROM node:24\nUSER node\n", "runAsNonRoot: true"),
          "deploy/route.yaml": "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: api }\n",
        },
      },
      {
        title: "A service of Compose builds another one",
        files: {
          "compose.yaml": "services:\n  api:\n    build: .\n    image: example.com/api:${TAG}\n",
          Dockerfile: "FROM node:24\n",
          "deploy/api.yaml": manifest("runAsNonRoot: true"),
        },
      },
      {
        title: "A service of Compose builds it for development, and bake for production",
        files: {
          "compose.yaml":
            "services:\n  api:\n    build: { context: ., target: dev }\n    image: registry.example.com/api\n",
          "docker-bake.hcl": 'target "api-image" {\n  tags = ["registry.example.com/api"]\n}\n',
          Dockerfile: "FROM node:24 AS dev\n\nFROM node:24\nUSER 10001\n",
          "deploy/api.yaml": manifest("runAsNonRoot: true"),
        },
      },
      {
        title: "Built from two Dockerfiles",
        files: {
          ...project("FROM node:24\n", "runAsNonRoot: true"),
          "skaffold.yaml": `${skaffold}    - image: registry.example.com/api\n      context: other\n`,
          "other/Dockerfile": "FROM node:24\nUSER 10001\n",
        },
      },
    ],
  },

  *check(project) {
    const facts = project.all("kubernetes");
    const images = builtImages(project);
    if (images.size === 0 || facts.some(({ object }) => object.kind.known && OPENSHIFT.has(object.kind.value))) return;
    for (const fact of facts) {
      const { workload } = fact.object;
      if (workload?.os !== "linux") continue;
      for (const container of workload.containers) {
        const { image, address } = container;
        const built = image?.known ? images.get(canonicalName(imageReference(image.value))) : undefined;
        const setting = built && demand(workload, container);
        const verdict = built && setting && verdictOn(built);
        if (!verdict) continue;
        const { at, says } = verdict;
        const message = `This container must not be root, and its image ${says}.`;
        yield {
          at: placeIn(fact, setting),
          message,
          subject: address,
          related: [{ at, message: "The image's user." }],
        };
      }
    }
  },
});

const OPENSHIFT: ReadonlySet<string> = new Set(["DeploymentConfig", "Route", "SecurityContextConstraints"]);

/** The `runAsNonRoot: true` in force, when no user is named that would satisfy it. */
function demand(workload: Workload, container: Container) {
  if (!lacksSecurity(workload, container, "runAsUser")) return undefined;
  const setting = asBoolean(effectiveSecurity(workload, container, "runAsNonRoot"), "kubectl");
  return setting && is(setting, true) ? setting : undefined;
}

/** Why the kubelet would refuse the image, and where that is decided. */
function verdictOn({ stage }: BuiltImage) {
  const { user, base } = stage;
  if (user) {
    if (user.is === "root") return { at: user, says: "runs as root" };
    return user.is === "name"
      ? { at: user, says: `runs as ${user.text}, a name that says nothing of root` }
      : undefined;
  }
  return isRootByDefault(base) ? { at: stage, says: "runs as root, since no USER is set" } : undefined;
}

const isRootByDefault = (base: BuiltImage["stage"]["base"]): boolean =>
  base.kind === "scratch" ||
  (base.kind === "image" && !base.isWindows && defaultUser(imageReference(base.image)) === "root");
