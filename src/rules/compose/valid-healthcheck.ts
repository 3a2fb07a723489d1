import { setting } from "../../model/compose.ts";
import { child, items, type Node } from "../../model/tree.ts";
import { is, type Value } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { service } from "./_examples.ts";

const health = (...lines: readonly string[]): string => service("healthcheck:", ...lines.map((line) => `  ${line}`));

export default defineRule({
  id: "compose/valid-healthcheck",
  title: "Healthcheck tests must be runnable",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "compose",
  why: "A test that cannot run fails for ever, so whatever waits for the service never starts; one that cannot fail calls a dead service healthy.",
  remedy:
    'Write `["CMD", "program", "argument"]`, or, for a shell with its operators, `["CMD-SHELL", "program argument || exit 1"]` or plain text.',
  examples: {
    bad: [
      { title: "It does not say how to run it", files: health('test: [⟦"curl"⟧, "-f", "http://localhost/"]') },
      {
        title: "Operators need a shell",
        files: health('test: ["CMD", "curl", "-f", "http://localhost/", ⟦"||"⟧, "exit", "1"]'),
      },
      {
        title: "A whole command in one item",
        files: health('test: ["CMD", ⟦"curl -f http://localhost/ || exit 1"⟧]'),
      },
      {
        title: "An operator at the end of an item",
        files: `${health('test: ["CMD", "curl", "-f", ⟦"http://localhost/ || exit 1"⟧]')}  web:
    image: web:1
    healthcheck:
      test: ["CMD", "wget", "-q", "http://localhost/", ⟦"|| exit 1"⟧]
`,
      },
      { title: "Nothing to run", files: health("test: [⟦CMD⟧]") },
      {
        title: "A shell reads the first item only",
        files: health('test: [⟦CMD-SHELL⟧, curl, -f, "http://localhost/"]'),
      },
      { title: "As text it is for a shell already", files: health("test: ⟦CMD curl -f http://localhost/⟧") },
      { title: "It cannot fail, which is a warning", files: health("test: ⟦curl -f http://localhost/ || exit 0⟧") },
      { title: "However it complains", files: health("test: ⟦curl -f http://localhost/ || echo down⟧") },
      { title: "Nor can this", files: health('test: ["CMD", ⟦"true"⟧]') },
      { title: "No retries", files: health("test: curl -f http://localhost/", "retries: ⟦0⟧") },
    ],
    good: [
      health('test: ["CMD", "curl", "-f", "http://localhost/"]'),
      { title: "Text is for a shell", files: health("test: curl -f http://localhost/ || exit 1") },
      { title: "Switched off", files: health("test: [NONE]") },
      {
        title: "A timeout longer than the interval",
        files: health("test: [CMD-SHELL, pg_isready]", "interval: 5s", "timeout: 10s"),
      },
      {
        title: "A shell, or a query, that reads operators",
        files: health('test: ["CMD", "sh", "-c", "a && b || exit 1"]'),
      },
      { title: "Operators within a word", files: health('test: ["CMD", "psql", "-c", "SELECT 1 > 0 || false"]') },
      {
        title: "Scripts of other languages, and of a shell behind another program",
        files: `${health('test: ["CMD", "gosu", "app", "sh", "-c", "check || exit 1"]')}  web:
    image: web:1
    healthcheck:
      test: ["CMD", "ruby", "-e", "up? || exit 1"]
`,
      },
      { title: "It gives up half way", files: health("test: test -e /ready || exit 1; rm -f /tmp/x || true") },
      { title: "Decided elsewhere", files: health("test: ${TEST}", "retries: ${RETRIES}") },
      { title: "A path with blanks", files: health('test: ["CMD", "C:\\\\Program Files\\\\check.exe"]') },
    ],
  },

  *check({ services }) {
    for (const { name: written, body, address: subject } of services) {
      const name = clipped(written, 40);
      const healthcheck = child(body, "healthcheck");
      const test = child(healthcheck, "test");
      const report = test && (test.type === "sequence" ? listFault(items(test), name) : textFault(test, name));
      if (report) yield { ...report, subject };
      const retries = setting(child(healthcheck, "retries"));
      if (retries && is(retries, "0")) {
        yield { at: retries, message: `Without retries the health check of ${name} counts the default of 3.`, subject };
      }
    }
  },
});

function textFault(test: Node, name: string): Report | undefined {
  const text = setting(test);
  if (!text?.known) return undefined;
  const [word = ""] = text.value.trimStart().split(/\s/, 1);
  if (/^\[?"?(?:CMD|CMD-SHELL|NONE)"?,?$/.test(word)) {
    return {
      at: text,
      message: `The health check of ${name} is text, so a shell takes ${clipped(word)} for a program.`,
    };
  }
  return surelySucceeds(text.value) ? cannotFail(text, name) : undefined;
}

function listFault(list: readonly Node[], name: string): Report | undefined {
  const [how, program, ...args] = list.map(setting);
  if (!how?.known) return undefined;
  if (how.value === "CMD-SHELL") {
    if (args.length > 0) {
      const message = `CMD-SHELL takes one text, so the health check of ${name} runs without all that follows the first.`;
      return { at: how, message };
    }
    return program?.known && surelySucceeds(program.value) ? cannotFail(program, name) : undefined;
  }
  if (how.value === "NONE") return undefined;
  if (how.value === "CMD" && list.length === 1) {
    return { at: how, message: `The health check of ${name} names no program to run.` };
  }
  if (how.value !== "CMD") {
    return {
      at: how,
      message: `The health check of ${name} must start with CMD, CMD-SHELL or NONE, not ${clipped(how.value, 40)}.`,
    };
  }
  return program?.known ? commandFault(program, args, name) : undefined;
}

type Text = Value<string> & { readonly known: true };

/** Of a program that is run as it is, by no shell. */
function commandFault(program: Text, args: readonly (Value<string> | undefined)[], name: string): Report | undefined {
  const { value } = program;
  if (/\s/.test(value) && !/[\\]|^\/\S*\s/.test(value)) {
    return {
      at: program,
      message: `The health check of ${name} runs a program whose name is all of ${clipped(value, 60)}.`,
    };
  }
  if (value === "true" || value === ":" || value === "echo") return cannotFail(program, name);
  if (TAKES_OPERATORS.test(value)) return undefined;
  for (const [i, arg] of args.entries()) {
    if (!arg?.known) continue;
    if (isScriptFlag(args[i - 1])) return undefined;
    const operator = OPERATORS.has(arg.value) ? arg.value : LEAVING.exec(arg.value)?.[0].trim();
    if (operator === undefined) continue;
    return {
      at: arg,
      message: `Without a shell, ${operator} is an argument of ${clipped(value, 40)} in the health check of ${name}.`,
    };
  }
  return undefined;
}

/** What only a shell understands at the end of a command. */
const LEAVING = /(?:^|\s)(?:\|\||&&|;)\s*(?:exit\s+\d{1,3}|false|true)\s*$/;

/** Is it a flag that a script follows: `-c`, `-ec`, `--eval`? */
const isScriptFlag = (arg: Value<string> | undefined): boolean =>
  arg?.known === true && /^(?:-\w{0,8}[ce]|--(?:command|eval|execute|query))$/.test(arg.value);

const OPERATORS: ReadonlySet<string> = new Set(["&&", "||", "|", ";", ">", ">>", "2>&1", ">/dev/null"]);
/** Programs with a language of their own. */
const TAKES_OPERATORS = /(?:^|\/)(?:expr|find|test|\[|jq|awk|[a-z]*sh|busybox|cmd(?:\.exe)?|env)$/;

const cannotFail = (at: Text, name: string): Report => ({
  at,
  message: `The health check of ${name} cannot fail.`,
  severity: "warning",
});

/** By its end, unless something in it may leave before. */
function surelySucceeds(script: string): boolean {
  const text = script.trim();
  if (/\bexit\s+[^0\s;]|\bexec\s|\bset\s+-\w*e|\bkill\b|["'`)}]\s*$/.test(text)) return false;
  return /(?:^|\|\||;|\n)[ \t]*(?:true|:|exit[ \t]+0|echo(?:[ \t][\w \t.,!-]*)?)$/.test(text);
}
