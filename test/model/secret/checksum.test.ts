import { expect, test } from "vitest";
import { base62Checksum, crc32, isBech32 } from "../../../src/model/secret/checksum.ts";

test("CRC-32 gives the check value of its definition", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
});

test("the checksum of GitHub's and npm's tokens", () => {
  expect(base62Checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ")).toBe("0mLq17");
});

test("bech32 as BIP 173 shows it", () => {
  expect(
    ["A12UEL5L", "a12uel5l", "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"].map(isBech32),
  ).toEqual([true, true, true]);
  expect(["A12UEL5M", "no separator", "", "1", "abcdef1q"].some(isBech32)).toBe(false);
});
