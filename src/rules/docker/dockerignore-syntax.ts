import { isGlob } from "../../model/copy-instruction.ts";
import { isMalformed } from "../../model/docker-pattern.ts";
import { type IgnorePattern, ignoreMatches, mayMatchBelow } from "../../model/dockerignore.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";

export default defineRule({
  id: "docker/dockerignore-syntax",
  title: "Write .dockerignore patterns that work",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerignore",
  why: "Docker says nothing of a pattern that matches nothing, and what it was to keep out is in the image. Patterns are not those of git: they count from the root of the context, so `node_modules` leaves `api/node_modules` in, which takes `**/node_modules`; and `#` starts a comment at the start of a line only.",
  remedy:
    "Correct the pattern, put its comment on a line of its own, and `!` exceptions after what they are exceptions from.",
  examples: {
    bad: [
      { title: "Outside the context", files: "⟦../secrets⟧\n" },
      { title: "An exception that a later pattern takes back", files: "⟦!README.md⟧\n*.md\n" },
      { title: "A comment behind a pattern", files: "dist ⟦# build output⟧\n" },
      { title: "An indented comment", files: "dist\n  ⟦# build output⟧\nout\n" },
      { title: "What Docker cannot read", files: "*\n⟦!⟧\n⟦[Dd]ist[0-9⟧\n⟦out[]⟧\n" },
      { title: "Twice", files: "dist\nnode_modules\n⟦dist/⟧\n" },
    ],
    good: [
      code`
        # build output
        dist

        *.md
        !README.md
        **/node_modules
      `,
      { title: "What Docker cleans itself", files: "  dist  \n./build\n/target\nout/\nsrc/../tmp\n" },
      {
        title: "Taken back on purpose, and brought back",
        files: "*\n!src\nsrc/*.tmp\n!src/keep.tmp\n*.log\n!a.log\n*.log\n",
      },
      { title: "A name with a sharp", files: "c#\n#comment\n\\#autosave#\n" },
      { title: "A folder of Windows", files: "bin\\\nobj\\Debug\n" },
      { title: "Classes of characters", files: "[Dd]ist\n*.py[cod]\n[^a-z\\]\\-]*\n[!a]\n\\[x\na]\n" },
      { title: "An exception between two patterns that concern it", files: "docs\n!docs/api\ndocs/api/*.tmp\n" },
    ],
  },

  *check({ patterns }) {
    for (const pattern of patterns) {
      yield* unread(pattern);
    }
    yield* repeated(patterns);
    yield* overruled(patterns);
  },
});

function* unread({ text, pattern, range }: IgnorePattern): Generator<Report> {
  const comment = text.search(/\s#/);
  if (/^#+(?:\s|$)/.test(text)) {
    yield { at: { range }, message: "This comment is read as a pattern, because blanks stand before it." };
  } else if (comment !== -1) {
    const at = { range: { start: range.start + comment + 1, end: range.end } };
    yield { at, message: "This comment is read as part of the pattern before it." };
  } else if (pattern === "" || isMalformed(pattern)) {
    yield { at: { range }, message: `Docker cannot read the pattern ${clipped(text)}, so it refuses to build.` };
  } else if (/^\.\.(?:\/|$)/.test(pattern)) {
    yield { at: { range }, message: `${clipped(text)} lies outside the build context, so it matches nothing.` };
  }
}

/** Said before, with nothing of the opposite sign since that could have changed it. */
function* repeated(patterns: readonly IgnorePattern[]): Generator<Report> {
  const said = { ignored: new Map<string, IgnorePattern>(), kept: new Map<string, IgnorePattern>() };
  for (const pattern of patterns) {
    const [same, opposite] = pattern.isNegated ? [said.kept, said.ignored] : [said.ignored, said.kept];
    const first = same.get(pattern.pattern);
    opposite.clear();
    same.set(pattern.pattern, first ?? pattern);
    if (!first) continue;
    const related = [{ at: first, message: "Here it is for the first time." }];
    yield { at: pattern, message: `${clipped(pattern.text)} repeats an earlier pattern.`, related };
  }
}

/** More than anybody writes: beyond, comparing each pattern with each would take too long. */
const MOST_PATTERNS = 300;
const LONGEST_FILE = 20_000;

/** Exceptions from nothing that stands above them, of which a pattern below leaves nothing. */
function* overruled(patterns: readonly IgnorePattern[]): Generator<Report> {
  if (patterns.length > MOST_PATTERNS || (patterns.at(-1)?.range.end ?? 0) > LONGEST_FILE) return;
  for (const [i, exception] of patterns.entries()) {
    if (!exception.isNegated || isGlob(exception.pattern)) continue;
    const concerns = ({ isNegated, pattern }: IgnorePattern): boolean =>
      !isNegated && meets(pattern, exception.pattern);
    if (patterns.slice(0, i).some(concerns)) continue;
    const later = patterns
      .slice(i + 1)
      .find(({ isNegated, pattern }) => !isNegated && ignoreMatches(pattern, exception.pattern));
    if (!later) continue;
    const related = [{ at: later, message: "This pattern comes later, so it wins." }];
    yield {
      at: exception,
      message: `${clipped(later.text)} below takes back the exception ${clipped(exception.text)}.`,
      related,
    };
  }
}

/** Do both concern some path: the exception itself, what is below it, or a folder that it is in? */
const meets = (pattern: string, exception: string): boolean =>
  ignoreMatches(pattern, exception) || mayMatchBelow(pattern, exception);
