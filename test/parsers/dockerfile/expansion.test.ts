import { describe, expect, test } from "vitest";
import { known } from "../../../src/model/value.ts";
import { last, read } from "./read.ts";

/** The value of the label `x` in a stage that begins with `lines`. */
const label = (lines: string, written: string): string | undefined =>
  known(last(`FROM a\n${lines}\nLABEL x=${written}\n`, "LABEL").pairs[0]?.value);

describe("expansion", () => {
  test.each([
    ["$A", "v.w.x"],
    ["${A}", "v.w.x"],
    ["a$A-b", "av.w.x-b"],
    ['"$A"', "v.w.x"],
    ["'$A'", "$A"],
    ["\\$A", "$A"],
    ['"\\$A"', "$A"],
    ["$", "$"],
    ["$+", "$+"],
    ["${A:-b}", "v.w.x"],
    ["${EMPTY:-b}", "b"],
    ["${EMPTY-b}", ""],
    ["${BARE:-b}", "b"],
    ["${BARE-b}", "b"],
    ["${NONE:-b}", "b"],
    ["${NONE:-$A}", "v.w.x"],
    ['${NONE:-"b c"}', "b c"],
    ["${NONE:-}", ""],
    ["${A:+b}", "b"],
    ["${A+b}", "b"],
    ["${A:?b}", "v.w.x"],
    ["${A#*.}", "w.x"],
    ["${A##*.}", "x"],
    ["${A%.*}", "v.w"],
    ["${A%%.*}", "v"],
    ["${A#v}", ".w.x"],
    ["${A#?.}", "w.x"],
    ["${A#z}", "v.w.x"],
    ["${A/./-}", "v-w.x"],
    ["${A//./-}", "v-w-x"],
    ["${A//\\//-}", "v.w.x"],
    ["${A/w*/-}", "v.-"],
    ["${A/.}", undefined],
  ])("%s is %s", (written, value) => {
    expect(label("ENV A=v.w.x EMPTY=\nARG BARE", written)).toBe(value);
  });

  test.each([
    "$BARE",
    "$NONE",
    "${NONE}",
    "${BARE:+b}",
    "${NONE:+b}",
    "${BARE?b}",
    "${BARE#a}",
    "$1",
    "$U",
    "a${U:-b}",
  ])("%s is unknown", (written) => {
    expect(label("ARG BARE\nENV U=$NONE", written)).toBeUndefined();
  });

  test("a pattern that takes too long, and a text that grows too long, are unknown", () => {
    const long = `A=${"a".repeat(2000)}`;
    expect(label(`ENV ${long}`, `\${A%%${"*a".repeat(200)}b}`)).toBeUndefined();
    expect(label(`ENV ${long}\n${"ENV A=$A$A\n".repeat(60)}`, "$A")).toBeUndefined();
  });
});

describe("what declares a variable", () => {
  const uses = (text: string): readonly (readonly [string, string | undefined])[] =>
    last(text, "LABEL").pairs.flatMap(
      ({ value }) => value?.variables.map(({ name, declaredBy }) => [name, declaredBy]) ?? [],
    );

  test("names are of letters of any alphabet, digits and underscores", () => {
    const text = "FROM a\nLABEL x=$größe-$_x9é.$é.$1é$@ü\n";
    expect(uses(text).map(([name]) => name)).toEqual(["größe", "_x9é", "é", "1", "@"]);
  });

  test("an ARG before the first FROM is seen by FROM, and by a stage that declares it again", () => {
    const text = "ARG V=1 W=${V}2\nFROM a:$W\nLABEL x=$V\nARG V\nLABEL y=$V$W\n";
    expect(read(text).dockerfile.stages[0]?.image?.tag?.text).toBe("12");
    const [first, second] = read(text).instructions.filter(({ keyword }) => keyword === "LABEL");
    expect(first).toMatchObject({ pairs: [{ value: { known: false, variables: [{ declaredBy: undefined }] } }] });
    expect(second).toMatchObject({
      pairs: [{ value: { variables: [{ name: "V", declaredBy: "global-arg" }, { declaredBy: undefined }] } }],
    });
    expect(label("", "$V")).toBeUndefined();
  });

  test("a stage does not reach back into FROM", () => {
    expect(read("FROM a\nARG V=1\n\\\n FROM b:$V\n").dockerfile.stages[1]?.image).toBeUndefined();
    expect(read("FROM a\nARG V=1\nFROM b:$V\n").dockerfile.stages[1]?.image).toBeUndefined();
  });

  test("ENV beats ARG, whichever comes first", () => {
    expect(label("ENV V=1\nARG V=2", "$V")).toBe("1");
    expect(label("ARG V=2\nENV V=1", "$V")).toBe("1");
  });

  test("an ARG without a default keeps what it had; two defaults are unknown", () => {
    expect(label("ARG V=1\nARG V", "$V")).toBe("1");
    expect(label("ARG V=1\nARG V=1", "$V")).toBe("1");
    expect(label("ARG V=1\nARG V=2", "$V")).toBeUndefined();
    expect(known(last("FROM a AS b\nARG V=1\nFROM b\nARG V\nLABEL x=${V:-2}\n", "LABEL").pairs[0]?.value)).toBe("1");
  });

  test("an instruction sees what was before it", () => {
    expect(known(last("FROM a\nENV A=1\nENV A=2 B=$A\n", "ENV").pairs[1]?.value)).toBe("1");
  });

  test("a stage inherits from the one it is built from, and from no other", () => {
    const base = "FROM a AS Base\nENV E=1\nARG R=2\n";
    expect(uses(`${base}FROM base\nLABEL x=$E$R\n`)).toEqual([
      ["E", "env"],
      ["R", "arg"],
    ]);
    expect(uses(`${base}FROM other\nLABEL x=$E$R\n`)).toEqual([
      ["E", undefined],
      ["R", undefined],
    ]);
  });

  test("platform ARGs are there for FROM, and for a stage that declares them", () => {
    const { stages } = read("FROM --platform=$BUILDPLATFORM a\nLABEL x=$TARGETARCH\n").dockerfile;
    expect(stages[0]?.from?.flags[0]?.value).toMatchObject({ known: false, variables: [{ declaredBy: "predefined" }] });
    expect(uses("FROM a\nLABEL x=$TARGETARCH\n")).toEqual([["TARGETARCH", undefined]]);
    expect(uses("FROM a\nARG TARGETARCH\nLABEL x=$TARGETARCH\n")).toEqual([["TARGETARCH", "predefined"]]);
  });

  test("a trigger knows no default of an ARG that another file may build without", () => {
    const { trigger } = last("ARG V=1\nFROM a\nONBUILD ARG V\nONBUILD LABEL x=$V\n", "ONBUILD");
    expect(trigger).toMatchObject({ pairs: [{ value: { known: false, variables: [{ declaredBy: "arg" }] } }] });
  });

  test("a trigger knows the ENV of its stage and its own ARGs", () => {
    const text = "FROM a\nENV E=1\nARG R=2\nONBUILD ARG S=3\nONBUILD LABEL x=$E$R$S\n";
    const trigger = last(text, "ONBUILD").trigger;
    expect(trigger).toMatchObject({
      pairs: [{ value: { variables: [{ declaredBy: "env" }, { declaredBy: undefined }, { declaredBy: "arg" }] } }],
    });
  });
});

test("what a trigger declares is in force in the stages built from its own, and not in that", () => {
  const text = "FROM a AS b\nONBUILD ENV E=1\nLABEL x=$E\nFROM b AS c\nLABEL x=$E\nFROM c\nLABEL x=$E\n";
  const labels = read(text).instructions.flatMap((one) => (one.keyword === "LABEL" ? one.pairs : []));
  expect(labels.map(({ value }) => known(value))).toEqual([undefined, "1", "1"]);
});

describe("stages", () => {
  test("know their parent, name and image", () => {
    const text = [
      "ARG BASE=node:22",
      "FROM ${BASE} AS Build",
      "FROM build",
      "FROM scratch",
      "FROM Build AS final",
      "FROM $UNKNOWN",
      "FROM final",
      "FROM later AS later",
    ].join("\n");
    const { stages } = read(text).dockerfile;
    expect(
      stages.map(({ name, parent, image, isScratch }) => [known(name), parent, image?.repository.text, isScratch]),
    ).toEqual([
      ["Build", undefined, "node", false],
      [undefined, 0, undefined, false],
      [undefined, undefined, undefined, true],
      ["final", 0, undefined, false],
      [undefined, undefined, undefined, false],
      [undefined, 3, undefined, false],
      ["later", undefined, "later", false],
    ]);
  });

  test("of two with one name the nearer is meant", () => {
    const { stages } = read("FROM a AS x\nFROM b AS X\nFROM x\n").dockerfile;
    expect(stages[2]?.parent).toBe(1);
  });
});
