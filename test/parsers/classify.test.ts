import { expect, test } from "vitest";
import { classify } from "../../src/parsers/classify.ts";

test.each([
  ["Dockerfile", "dockerfile"],
  ["svc/dockerfile", "dockerfile"],
  ["Containerfile", "dockerfile"],
  ["Dockerfile.prod", "dockerfile"],
  ["Dockerfile-alpine", "dockerfile"],
  ["build/api.Dockerfile", "dockerfile"],
  ["src/dockerfile.ts", "text"],
  ["test/dockerfile-facts.test.ts", "text"],
  ["Dockerfile.md", "text"],
  ["Dockerfile.j2", "text"],
  ["dockerfile-lint.yaml", "yaml"],
  [".dockerignore", "dockerignore"],
  ["Dockerfile.dockerignore", "dockerignore"],
  ["deploy/web.yml", "yaml"],
  ["deploy/web.json", "json"],
  ["overlays/prod/Kustomization", "yaml"],
  ["README", "text"],
] as const)("%s is %s", (path, format) => {
  expect(classify(path)).toBe(format);
});
