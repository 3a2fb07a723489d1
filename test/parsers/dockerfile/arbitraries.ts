import fc from "fast-check";

/**
 * Dockerfiles as people write them, and then some: continuation lines with comments and empty lines between, heredocs,
 * quotes, JSON forms, flags, both escape characters.
 */

const word = fc.stringMatching(/^[a-z][a-z0-9./:_-]{0,7}$/);
const variable = fc.constantFrom("$A", "${A}", "${A:-b}", "${B:+c}", "${A%.*}", "${A/b/c}");
const quoted = fc.constantFrom('"a b"', "'a b'", '"$A"', "'$A'", '"a \\" b"', "''", '""');
const shellWord = fc.oneof(word, variable, quoted, fc.constantFrom("&&", "||", ";", "|", ">", "a\\ b", "$(b c)", "é"));

/** What may stand between two words on continuation lines, `\` being the escape character. */
const gap = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(" ", "  ", "\t") },
  { weight: 3, arbitrary: fc.constantFrom(" \\\n", " \\\n  ", "\\\n\t", " \\ \n ", " \\\t\n ") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(" \\\n# note\n ", ' \\\n  # it\'s <<E a "note"\n ', " \\\n\n ", " \\\n \t\n# c\n\n "),
  },
);

const spaced = (item: fc.Arbitrary<string>, minLength: number): fc.Arbitrary<string> =>
  fc.array(fc.tuple(gap, item), { minLength, maxLength: 6 }).map((pairs) => pairs.flat().join(""));

const keyword = (name: string): fc.Arbitrary<string> => fc.constantFrom(name, name.toLowerCase());

const line = (name: string, args: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom("", "", " ", "\t"), keyword(name), args, fc.constantFrom("", " ", "\t"))
    .map((parts) => parts.join(""));

const flags = (...names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(gap, fc.constantFrom(...names), word), { maxLength: 2 })
    .map((all) => all.map(([before, name, value]) => `${before}--${name}=${value}`).join(""));

const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(""));

const json = fc
  .array(fc.constantFrom("a", "-c", "b c", "é", 'say \\"x\\"', "\\u0041", "\\\\"), { minLength: 1, maxLength: 4 })
  .map((strings) => ` [${strings.map((text) => `"${text}"`).join(", ")}]`);

const pair = joined(fc.constantFrom("A", "B", "K_1"), fc.constant("="), fc.oneof(word, variable, quoted));

const heredoc = (name: string, before: string, after: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom("<<", "<<-"), fc.constantFrom("EOF", '"EOF"', "E_1"), fc.array(shellWord, { maxLength: 3 }))
    .map(([operator, delimiter, body]) => {
      const end = delimiter.replaceAll('"', "");
      const lines = ["# no comment", ...body, `${end}x`].map((text) => `${text}\n`).join("");
      return `${name} ${before}${operator}${delimiter}${after}\n${lines}${operator === "<<-" ? "\t" : ""}${end}`;
    });

export const instruction: fc.Arbitrary<string> = fc.oneof(
  line("FROM", joined(fc.constant(" "), word)),
  line(
    "FROM",
    fc.tuple(flags("platform"), gap, word, word).map(([f, g, image, name]) => `${f}${g}${image} AS ${name}`),
  ),
  { weight: 3, arbitrary: line("RUN", joined(flags("mount", "network"), spaced(shellWord, 1))) },
  line("CMD", fc.oneof(json, spaced(shellWord, 1))),
  line("ENTRYPOINT", fc.oneof(json, spaced(shellWord, 1))),
  line("ENV", spaced(pair, 1)),
  line("ENV", joined(gap, word, gap, word)),
  line("ARG", joined(gap, fc.oneof(pair, word))),
  line("LABEL", spaced(pair, 1)),
  line("COPY", joined(flags("from", "chown"), spaced(fc.oneof(word, variable), 2))),
  line("ADD", joined(flags("chmod"), fc.oneof(json, spaced(word, 2)))),
  line("EXPOSE", spaced(fc.constantFrom("80", "443/tcp", "$A"), 1)),
  line("WORKDIR", joined(gap, fc.oneof(word, variable))),
  line("USER", joined(gap, fc.oneof(word, variable))),
  line("VOLUME", fc.oneof(json, spaced(word, 1))),
  line("STOPSIGNAL", joined(gap, word)),
  line("SHELL", json),
  line("HEALTHCHECK", joined(flags("interval", "timeout"), fc.constant(" CMD"), spaced(shellWord, 1))),
  line("ONBUILD", joined(fc.constant(" RUN"), spaced(shellWord, 1))),
  heredoc("RUN", "", ""),
  heredoc("RUN", "cat ", " > /x"),
  heredoc("COPY", "", " /x"),
  heredoc("ONBUILD RUN", "", ""),
);

const between = fc.constantFrom("\n", "\n", "\n\n", "\n# note\n", "\n  # note \\\n");

/** A whole file, with either line end and either escape character. */
export const dockerfile: fc.Arbitrary<string> = fc
  .record({
    directives: fc.constantFrom("", "# syntax=docker/dockerfile:1\n", "#check = skip=all\n"),
    instructions: fc.array(fc.tuple(instruction, between), { maxLength: 8 }),
    isBackquoted: fc.boolean(),
    isCrlf: fc.boolean(),
  })
  .map(({ directives, instructions, isBackquoted, isCrlf }) => {
    const body = instructions.flat().join("");
    const escaped = isBackquoted ? `# escape=\`\n${body.replaceAll("\\", "`")}` : body;
    const text = directives + escaped;
    return isCrlf ? text.replaceAll("\n", "\r\n") : text;
  });

/** Text of no form at all, from the characters that mean something. */
export const noise: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "FROM",
        "RUN",
        "COPY",
        "ENV",
        "ONBUILD",
        "HEALTHCHECK CMD",
        "SHELL",
        "ARG",
        "AS",
        "EOF",
        "if",
        "fi",
        "do",
      ),
      fc.constantFrom("\n", "\n", "\r\n", " ", "\t", "\\\n", "\\", "`", "#", "=", ",", "\u00a0", "\ud800", "é", "\0"),
      fc.constantFrom(
        '"',
        "'",
        "$",
        "${",
        "}",
        "$(",
        ")",
        "(",
        "[",
        "]",
        "{",
        ":-",
        "<<",
        "<<-",
        "<<EOF",
        "&&",
        "|",
        ";",
        ">",
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));
