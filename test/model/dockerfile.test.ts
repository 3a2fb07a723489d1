import { expect, test } from "vitest";
import {
  commandsOf,
  effective,
  flag,
  instructionsOf,
  lineage,
  rootOf,
  shippedStages,
} from "../../src/model/dockerfile.ts";
import { known } from "../../src/model/value.ts";
import { read } from "../parsers/dockerfile/read.ts";

const TEXT = `
FROM a AS base
USER one
CMD x
FROM b AS tools
FROM base AS mid
USER two
ONBUILD USER three
FROM mid
COPY --from=tools --chown=four /x /y
`;

test("a stage ships with those it is built from", () => {
  const { dockerfile } = read(TEXT);
  expect(shippedStages(dockerfile).map(({ index }) => index)).toEqual([3, 2, 0]);
  const [, tools, mid] = dockerfile.stages;
  expect(tools && lineage(dockerfile, tools).map(({ index }) => index)).toEqual([1]);
  expect(mid && rootOf(dockerfile, mid).index).toBe(0);
  expect(shippedStages(read("").dockerfile)).toEqual([]);
});

test("an instruction is in force until a later one, in a stage or one built from it", () => {
  const { dockerfile } = read(TEXT);
  const final = dockerfile.stages[3];
  if (!final) throw new Error("no stage");
  expect(known(effective(dockerfile, final, "USER")?.argument)).toBe("two");
  expect(effective(dockerfile, final, "CMD")?.command).toMatchObject({ text: "x" });
  expect(effective(dockerfile, final, "ENTRYPOINT")).toBeUndefined();
  const [copy] = instructionsOf(final, "COPY");
  expect(copy && [known(flag(copy, "chown")?.value), flag(copy, "chmod")]).toEqual(["four", undefined]);
});

test("the commands of all that runs some", () => {
  const text = [
    "FROM x",
    "RUN a && sh -c 'b | c'",
    'CMD ["d", "e"]',
    'ENTRYPOINT ["/bin/sh", "-c", "f; g"]',
    "HEALTHCHECK CMD h || exit 1",
    "ONBUILD RUN i",
    "USER j",
    "RUN <<E\nk\nE",
    'RUN ["sudo", "bash", "-c", "l \\"m\\""]',
  ].join("\n");
  const names = read(text).instructions.flatMap((instruction) =>
    [...commandsOf(instruction)].map(({ name }) => known(name)),
  );
  expect(names).toEqual(["a", "sh", "b", "c", "d", "/bin/sh", "f", "g", "h", "exit", "i", "k", "sudo", "l"]);
  const inner = read(text)
    .instructions.flatMap((one) => [...commandsOf(one)])
    .at(-1);
  const range = inner?.args[0]?.range;
  expect(text.slice(range?.start, range?.end)).toBe('\\"m\\"');
});
