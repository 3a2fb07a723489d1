import { expect, test } from "vitest";
import { Outputs } from "../../src/cli/outputs.ts";

/** `-f x` and `-o y` as they are typed. */
function outputsOf(typed: string) {
  const outputs = new Outputs();
  const words = typed.split(" ").filter((word) => word !== "");
  for (let i = 0; i < words.length; i += 2) {
    const value = words[i + 1] ?? "";
    if (words[i] === "-f") outputs.addFormat(value);
    else outputs.addFile(value);
  }
  return outputs.all().map(({ format, file = "stdout" }) => `${format} to ${file}`);
}

test.each([
  ["", ["text to stdout"]],
  ["-f json", ["json to stdout"]],
  ["-f json -o - -f sarif -o a.sarif", ["json to stdout", "sarif to a.sarif"]],
  ["-f sarif -o a.sarif", ["sarif to a.sarif"]],
  ["-o a.sarif -f sarif", ["sarif to a.sarif"]],
  ["-o a.txt", ["text to a.txt"]],
  ["-f sarif=a=b.sarif", ["sarif to a=b.sarif"]],
  ["-f text -f sarif -o a.sarif", ["text to stdout", "sarif to a.sarif"]],
  ["-f sarif -o a.sarif -f json -o b.json -f text", ["sarif to a.sarif", "json to b.json", "text to stdout"]],
  ["-f json -o a.json -f json -o b.json", ["json to a.json", "json to b.json"]],
])("%s", (typed, expected) => {
  expect(outputsOf(typed)).toEqual(expected);
});

test.each([
  ["-f xml", 'There is no format "xml". Formats: text, json, sarif.'],
  ["-f sarif=", '"sarif=" names no file.'],
  [
    "-f text -f json",
    "Only one format can go to stdout, not text and json. Give the others a file: -f sarif -o out.sarif.",
  ],
  ["-f json -o a -o b", "-o b belongs to no -f."],
  ["-o a -o b", "Two files follow each other: -o a and -o b. Each needs an -f."],
])("%s is refused", (typed, message) => {
  expect(() => outputsOf(typed)).toThrow(message);
});
