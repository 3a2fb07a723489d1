import type { Dockerfile } from "../../model/dockerfile.ts";
import { remembered } from "../../text/remembered.ts";
import { instructionsIn } from "./_instructions.ts";

/** A keyword, given in capitals, in the letters that most keywords of the file have. */
export const keywordFor = (dockerfile: Dockerfile, keyword: string): string =>
  isMostlySmall(dockerfile) ? keyword.toLowerCase() : keyword;

const isMostlySmall = remembered((dockerfile: Dockerfile): boolean => {
  let balance = 0;
  for (const { instruction } of instructionsIn(dockerfile)) {
    balance += instruction.keywordText === instruction.keywordText.toLowerCase() ? 1 : -1;
  }
  return balance > 0;
});
