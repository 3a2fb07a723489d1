import { describe, expect, test } from "vitest";
import type { ShellCommand } from "../../src/model/shell.ts";
import {
  argumentsOf,
  commandsIn,
  flagValue,
  hasFlag,
  hasShellOption,
  lacksFlag,
  layersOf,
  operandsOf,
  programOf,
  runs,
  subcommand,
  unwrap,
} from "../../src/model/shell-command.ts";
import { known } from "../../src/model/value.ts";
import { isScript, parseShell, shellBudget } from "../../src/parsers/shell/parse-shell.ts";
import { viewOf } from "../../src/text/text-view.ts";

function command(text: string): ShellCommand {
  const view = viewOf(text, { start: 0, end: text.length });
  const script = parseShell(view, { shell: "sh", shellOptions: [] }, shellBudget());
  const [first] = isScript(script) ? commandsIn(script) : [];
  if (!first) throw new Error("no command");
  return first;
}

const shown = ({ name, args }: ShellCommand): string => [name, ...args].map((word) => word?.raw).join(" ");

test.each([
  ["apt-get update", "apt-get"],
  ["/usr/bin/apt-get update", "apt-get"],
  ['"cmd.exe" /c', "cmd"],
  ["$x y", undefined],
  ["A=b", undefined],
])("the program of %s is %s", (text, program) => {
  expect(programOf(command(text))).toBe(program);
});

describe("unwrap", () => {
  test.each([
    ["apt-get update", "apt-get update"],
    ["sudo -E -u root apt-get update", "apt-get update"],
    ["sudo -uroot -- apt-get update", "apt-get update"],
    ["env -i A=b C='d e' /bin/x y", "/bin/x y"],
    ["exec x", "x"],
    ["nice -n 5 ionice -c2 x", "x"],
    ["timeout -k 5 60 x -y", "x -y"],
    ["timeout --signal=KILL 60s x", "x"],
    ["find . | xargs -0 -n 1 rm -f", "find ."],
    ["xargs -0 -n 1 rm -f", "rm -f"],
    ["time -p x", "x"],
    ["command x", "x"],
    ["command -v x", "command -v x"],
    ["sudo", "sudo"],
    ["sudo -v", "sudo -v"],
    ["sudo $X apt-get", "$X apt-get"],
    ["env", "env"],
    ["chroot /mnt x", "x"],
    ["flock /lock x", "x"],
    ["flock /lock -c 'x'", "-c 'x'"],
    ["su-exec app x", "x"],
    ["sudo env A=b timeout 5 x", "x"],
  ])("%s runs %s", (text, inner) => {
    expect(shown(unwrap(command(text)))).toBe(inner);
  });

  test("keeps the assignments of env and sudo, and the place of the command", () => {
    const text = "Z=0 sudo A=b env C='d e' F= x y";
    const inner = unwrap(command(text));
    expect(inner.assignments.map(({ name, value }) => [name, known(value)])).toEqual([
      ["Z", "0"],
      ["A", "b"],
      ["C", "d e"],
      ["F", undefined],
    ]);
    expect(text.slice(inner.range.start, inner.range.end)).toBe("x y");
  });

  test("goes one step at a time when asked to", () => {
    expect([...layersOf(command("sudo env x"))].map(shown)).toEqual(["sudo env x", "env x", "x"]);
  });
});

describe("arguments", () => {
  const read = (text: string, ...valueFlags: readonly string[]) => {
    const { flags, operands } = argumentsOf(command(text), valueFlags);
    return [flags.map(({ name, value }) => (value ? `${name}=${known(value)}` : name)), operands.map(({ raw }) => raw)];
  };

  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ["x -a b", [], ["a"], ["b"]],
    ["x -a b", ["a"], ["a=b"], []],
    ["x -ab c", ["b"], ["a", "b=c"], []],
    ["x -abc", ["b"], ["a", "b=c"], []],
    ["x --a=b c", [], ["a=b"], ["c"]],
    ["x --a b c", ["a"], ["a=b"], ["c"]],
    ["x -a=b", ["a"], ["a=b"], []],
    ["x - -- -a", [], [], ["-", "-a"]],
    ["x -q$y z", [], ["q"], ["z"]],
    ["x --a=$y z", [], ["a=undefined"], ["z"]],
    ["x $y", [], [], ["$y"]],
    ["x -a", ["a"], ["a"], []],
    ["x 'a b' \"-c\"", [], ["c"], ["'a b'"]],
  ])("%s, where %s take values", (text, valueFlags, flags, operands) => {
    expect(read(text, ...valueFlags)).toEqual([flags, operands]);
  });

  test.each([
    ["x -y", true],
    ["x -qy", true],
    ["x --yes", true],
    ["x --yes=1", true],
    ["x -q y", false],
    ["x --yesterday", false],
    ["x -- -y", false],
    ["x --quiet-y", false],
    ["x -q=y", false],
  ])("%s has -y or --yes: %s", (text, has) => {
    expect(hasFlag(command(text), "y", "yes")).toBe(has);
    expect(lacksFlag(command(text), "y", "yes")).toBe(!has);
  });

  test.each(["x $y", "x -q $y", 'x "$@"', "x $(y)", "x -$y", "x `y`"])("%s may have any flag", (text) => {
    expect([hasFlag(command(text), "y"), lacksFlag(command(text), "y")]).toEqual([false, false]);
  });

  test("the value of a flag, and where it stands", () => {
    for (const text of ["x -o a", "x -oa", "x -qoa", "x --out a", "x --out=a", "x -o b --out=a"]) {
      const value = flagValue(command(text), "o", "out");
      expect([text, known(value), value && text.slice(value.range.start, value.range.end)]).toEqual([text, "a", "a"]);
    }
    expect(flagValue(command("x --out=$y"), "o", "out")).toMatchObject({ known: false });
    expect(flagValue(command("x a"), "o", "out")).toBeUndefined();
  });

  test("subcommands", () => {
    expect(subcommand(command("apt-get -q -o a=b install -y c"), ["o"])).toBe("install");
    expect(operandsOf(command("npm ci --only=x")).map(({ raw }) => raw)).toEqual(["ci"]);
    expect([runs(command("/bin/apk add x"), "apk", "add"), runs(command("apk del x"), "apk", "add")]).toEqual([
      true,
      false,
    ]);
    expect(runs(command("apk"), "apk")).toBe(true);
  });
});

test.each([
  [["-e"], "e", true],
  [["-euxo", "pipefail"], "e", true],
  [["-euxo", "pipefail"], "pipefail", true],
  [["-o", "pipefail", "-c"], "pipefail", true],
  [["-o", "errexit"], "e", false],
  [["pipefail"], "pipefail", false],
  [[], "e", false],
])("%s has the option %s: %s", (shellOptions, option, has) => {
  expect(hasShellOption({ shellOptions }, option)).toBe(has);
});
