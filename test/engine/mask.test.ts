import fc from "fast-check";
import { expect, test } from "vitest";
import { HiddenLines } from "../../src/engine/hidden-lines.ts";
import { mask, secretLines } from "../../src/engine/mask.ts";
import { CAPITALS, madeUp, madeUpKey } from "../support/made-up.ts";

const NOTHING = new HiddenLines();
const token = `AKIA${madeUp(16, CAPITALS)}`;
const key = madeUpKey();

test("a token keeps its first four characters, a password none", () => {
  expect(mask(`a ${token} b`, NOTHING)).toBe(`a AKIA${"*".repeat(16)} b`);
  expect(mask("ENV DB_PASSWORD=hunter2hunter2 A=b", NOTHING)).toBe("ENV DB_PASSWORD=************** A=b");
  expect(mask("postgres://app:hunter2@db/x", NOTHING)).toBe("postgres://app:*******@db/x");
});

test("a weak default is hidden where it stands, a placeholder shown", () => {
  expect(mask("POSTGRES_PASSWORD: postgres\nuser: postgres", NOTHING)).toBe(
    "POSTGRES_PASSWORD: ********\nuser: postgres",
  );
  for (const text of ["PASSWORD=change-me-please", "token: YOUR_API_TOKEN", "password: the one you were given"]) {
    expect(mask(text, NOTHING)).toBe(text);
  }
  expect(mask("DB_PASSWORD=MyTest2024!", NOTHING)).toBe("DB_PASSWORD=***********");
  const orderly = `ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ${"0123456789"}`;
  expect(mask(`ENV API_TOKEN=${orderly}`, NOTHING)).toBe(`ENV API_TOKEN=ghp_${"*".repeat(36)}`);
});

test("long sentences are told from passwords in time of their length", () => {
  const words = "test ".repeat(700);
  expect(mask(`DB_PASSWORD="${words}1"\n`.repeat(50), NOTHING)).not.toContain("test");
  expect(mask(`DB_PASSWORD="${words}"`, NOTHING)).toContain("test test");
});

test("what may be the rest of a password is hidden with it", () => {
  expect(mask("ENV DB_PASSWORD a7x9k tulips b\nUSER a", NOTHING)).toBe("ENV DB_PASSWORD ***** ****** *\nUSER a");
  expect(mask("DB_PASSWORD=a7x9k(tulips B=c", NOTHING)).toBe("DB_PASSWORD=************ B=c");
  expect(mask("RUN DB_PASSWORD=a7x9k ./migrate", NOTHING)).toBe("RUN DB_PASSWORD=***** ./migrate");
});

test("a key of several lines is hidden in all of them, and its line ends stay", () => {
  const masked = mask(`key: |\n  ${key.join("\n  ")}\nnext: 1\n`, NOTHING);
  for (const line of key.slice(1, -1)) expect(masked).not.toContain(line);
  expect(masked.split("\n")).toHaveLength(key.length + 3);
  expect(masked).toContain("\nnext: 1\n");
});

test("a line of a secret that some file holds is hidden where nothing around it tells", () => {
  const known = new HiddenLines(
    secretLines(`${key.join("\n")}\nDB_PASSWORD=hunter2hunter2\nPOSTGRES_PASSWORD=postgres\n`),
  );
  expect(mask(`One line: ${key[2]}.`, known)).toBe(`One line: ${"*".repeat(64)}.`);
  expect(mask("It says hunter2hunter2, postgres.", known)).toBe("It says **************, postgres.");
});

test("a secret in escapes is known by its lines too", () => {
  const known = new HiddenLines(secretLines(JSON.stringify({ key: key.join("\n") })));
  expect(mask(`One line: ${key[2]}.`, known)).toBe(`One line: ${"*".repeat(64)}.`);
});

test("a secret inside the value of a setting is hidden with it", () => {
  expect(mask(`DB_PASSWORD=x1-${token}-y`, NOTHING)).toBe(`DB_PASSWORD=${"*".repeat(25)}`);
});

test("lengths and line ends stay, and what is masked holds nothing more to mask", () => {
  const part = fc.constantFrom(
    ` ${token} `,
    ...key,
    "password: ",
    "DB_PASSWORD=",
    "a1b2c3d4",
    "\n",
    "\r\n",
    " ",
    '"',
    "é",
    "😀",
    "curl -u a:",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = parts.join("");
      const masked = mask(text, new HiddenLines(secretLines(text)));
      expect(masked.length).toBe(text.length);
      expect(masked.replace(/[^\r\n]/g, "x")).toBe(text.replace(/[^\r\n]/g, "x"));
      expect(masked).not.toContain(token);
    }),
  );
});

test("of lines that start alike, each is hidden, and nothing that is only a part of one", () => {
  const known = new HiddenLines(["hunter2hunter2", "hunter2hunter2-and-more", "a-longer-line-of-text"]);
  expect(mask("hunter2hunter2 hunter2hunter2-and-more.", known)).toBe(`${"*".repeat(14)} ${"*".repeat(23)}.`);
  expect(mask("hunter2hunter a-longer-line-of", known)).toBe("hunter2hunter a-longer-line-of");
});
