import type { Stage } from "../../model/dockerfile.ts";

/** A keyword, given in capitals, in the letters that its stage begins with. */
export const keywordFor = ({ from }: Stage, keyword: string): string =>
  from?.keywordText === "from" ? keyword.toLowerCase() : keyword;
