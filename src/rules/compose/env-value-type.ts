import { composeServices } from "../../model/compose.ts";
import { composeText } from "../../model/compose-text.ts";
import { child, entries, resolve } from "../../model/tree.ts";
import { quoted } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { service } from "./_examples.ts";

const PLACES = [["environment"], ["build", "args"]] as const;

export default defineRule({
  id: "compose/env-value-type",
  title: "Quote numbers that change when parsed",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "compose-source",
  why: "YAML reads an unquoted `1.10` or `0755` as a number, and the container gets the number as text again: `1.1` and `493`. Versions, phone numbers and identifiers are damaged without a word.",
  remedy: "Put the value in quotes.",
  fix: "safe",
  examples: {
    bad: [
      {
        files: service("environment:", "  PYTHON_VERSION: ⟦3.10⟧", "  UMASK: ⟦022⟧ # for the group"),
        fixed: service("environment:", '  PYTHON_VERSION: "3.10"', '  UMASK: "022" # for the group'),
      },
      {
        title: "Exponents, other bases, underscores, more digits than a number has",
        files: service(
          "environment:",
          "  COMMIT: ⟦12e4⟧",
          "  COLOUR: ⟦0x1f⟧",
          "  ACCOUNT: ⟦1_000_000⟧",
          "  SERIAL: ⟦99999999999999999999⟧",
        ),
      },
      { title: "A date, which gets a time", files: service("environment: { RELEASED: ⟦2026-03-01⟧ }") },
      {
        title: "Arguments of a build",
        files: "services:\n  api:\n    build:\n      context: .\n      args:\n        GO_VERSION: ⟦1.20⟧\n",
        fixed: 'services:\n  api:\n    build:\n      context: .\n      args:\n        GO_VERSION: "1.20"\n',
      },
    ],
    good: [
      service("environment:", '  PYTHON_VERSION: "3.10"', "  UMASK: '022'"),
      { title: "Numbers that stay as they are", files: service("environment: { PORT: 8080, RATIO: 0.5, OFFSET: -3 }") },
      { title: "Whole numbers of any size", files: service("environment: { ID: 9007199254740993 }") },
      { title: "In a list all is text", files: service("environment: [PYTHON_VERSION=3.10]") },
      { title: "Booleans and nothing", files: service("environment: { DEBUG: true, LOUD: yes, TOKEN: , NAME: null }") },
      { title: "Text after all", files: service("environment: { AT: 12:30, ADDRESS: 10.0.0.1, TAG: 1.2.3 }") },
      { title: "Decided elsewhere", files: service("environment:", "  VERSION: ${VERSION}") },
    ],
  },

  *check({ documents }) {
    for (const { body, address } of documents.flatMap(composeServices)) {
      for (const one of PLACES.flatMap((place) => entries(child(body, ...place)))) {
        const value = resolve(one.value);
        const text = value.type === "scalar" ? composeText(value) : undefined;
        if (value.type !== "scalar" || !value.known || text === undefined || text === value.value) continue;
        const edits = quoted(value);
        yield {
          at: value,
          message: `Without quotes the container gets ${clipped(text)} instead of ${clipped(value.value)}.`,
          subject: address,
          fix: edits && { title: "Put it in quotes", edits },
        };
      }
    }
  },
});
