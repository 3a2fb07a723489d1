import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { programOf } from "../../src/cli/program.ts";
import { testWorld } from "./world.ts";

const GUIDE = readFileSync("docs/guide/command-line.md", "utf8");

const commandsOf = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(commandsOf)];

test("the guide speaks of every flag and every command, and of no others", () => {
  const commands = commandsOf(programOf(testWorld(), () => undefined));
  const flags = commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []));
  expect(new Set(GUIDE.match(/--[a-z][a-z-]+/g))).toEqual(new Set([...flags, "--help"]));
  for (const name of commands.slice(1).map((one) => one.name()))
    expect(GUIDE).toMatch(new RegExp(`\`(?:[a-z ]+ )?${name}[ \`]`));
});
