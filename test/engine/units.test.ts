import { describe, expect, test, vi } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import type { Artefact, Unit } from "../../src/model/artefact.ts";
import { is } from "../../src/model/value.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { placed } from "../../src/text/placed.ts";
import { buildUnit, planUnits, type UnitPlan } from "../../src/units/unit.ts";
import { findingsOf, line, META } from "../support/projects.ts";

vi.mock("../../src/units/unit.ts");

/**
 * A unit that no real format has, so that the engine's part is tried alone: each `NAME.build.Dockerfile` is built from
 * `base.Dockerfile`, whose stages come first.
 */
const BASE = "base.Dockerfile";
vi.mocked(planUnits).mockImplementation(({ all }) => {
  const paths = all("dockerfile").map(({ range }) => range.path);
  return (
    paths
      .filter((path) => path.endsWith(".build.Dockerfile"))
      // @ts-expect-error: no format has such units
      .map((path): UnitPlan => ({ by: "kustomize", kind: "dockerfile", path, inputs: [path, BASE] }))
  );
});
vi.mocked(buildUnit).mockImplementation(({ path, inputs }, artefactsOf): Unit => {
  const [base, own] = [BASE, path].map((input) => {
    const [found] = artefactsOf(input).filter((artefact) => artefact.kind === "dockerfile");
    return found;
  });
  if (!own) throw new Error("A unit is built from what was read.");
  const stages = [...(base ? placed(base.stages, BASE) : []), ...placed(own.stages, path)];
  return { ...own, stages, inputs, partial: base === undefined };
});

const noLatest = defineRule({
  ...META,
  id: "docker/no-latest",
  artefact: "dockerfile",
  *check({ stages }) {
    for (const { from } of stages) if (from && is(from.image, "latest")) yield { at: from.image, message: "Latest." };
  },
});
const oneUser = defineRule({
  ...META,
  id: "docker/one-user",
  artefact: "dockerfile",
  *check({ stages }) {
    const [first] = stages;
    if (first && !stages.some(({ instructions }) => instructions.some(({ keyword }) => keyword === "USER")))
      yield { at: first, message: "No user.", missing: "USER" };
  },
});
const rules = [noLatest, oneUser];

describe("units", () => {
  const files = { [BASE]: "FROM latest\n", "a.build.Dockerfile": "FROM a\n", "b.build.Dockerfile": "FROM latest\n" };

  test("a place is flagged once, in the file that holds it, with the builds it is in", async () => {
    const { findings } = (await openProject({ files, rules })).run();
    expect(findings.map(line)).toEqual([
      "b.build.Dockerfile:1 docker/no-latest Latest.",
      `${BASE}:1 docker/one-user No user.`,
      `${BASE}:1 docker/no-latest Latest.`,
    ]);
    expect(findings.find(({ missing }) => missing)?.related.map(({ path }) => path)).toEqual([
      "a.build.Dockerfile",
      "b.build.Dockerfile",
    ]);
  });

  test("what is missing is not asked of a build of which a part cannot be read; values are", async () => {
    const { [BASE]: _, ...rest } = files;
    expect(await findingsOf({ files: rest, rules })).toEqual(["b.build.Dockerfile:1 docker/no-latest Latest."]);
  });

  test("they follow an update of any of their files, and are not checked again while none changes", async () => {
    const check = vi.fn((_: Artefact) => []);
    const project = await openProject({ files, rules: [{ ...oneUser, check }] });
    project.run();
    check.mockClear();
    await project.update("docs.txt", "a\n");
    project.run();
    expect(check).not.toHaveBeenCalled();
    await project.update("a.build.Dockerfile", "FROM c\n");
    project.run();
    expect(check.mock.calls.map(([{ path, inputs }]) => [path, inputs !== undefined])).toEqual([
      ["a.build.Dockerfile", false],
      ["a.build.Dockerfile", true],
    ]);
  });

  test("they are plain data that lists its inputs", async () => {
    const units = (await openProject({ files, rules: [] })).artefacts().filter(({ inputs }) => inputs);
    expect(structuredClone(units)).toEqual(units);
    expect(units.map(({ inputs }) => inputs)).toEqual([
      ["a.build.Dockerfile", BASE],
      ["b.build.Dockerfile", BASE],
    ]);
  });
});
