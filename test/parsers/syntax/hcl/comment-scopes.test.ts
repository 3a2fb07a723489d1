import { expect, test } from "vitest";
import { commentsOf } from "../../../../src/parsers/syntax/hcl/comment-scopes.ts";
import { readHcl } from "../../../../src/parsers/syntax/hcl/read-hcl.ts";
import { code } from "../../../../src/rule/code.ts";

const scopes = (text: string) =>
  commentsOf(text, readHcl(text)).map(({ range, scope }) => [
    text.slice(range.start, range.end),
    text.slice(scope.start, scope.end).trim(),
  ]);

test("a comment is about what is below it, or about its line", () => {
  const text = code`
    # the block
    target "a" {
      // the attribute
      tags = [ # the line
        # the item
        "x",
        # the end of the list
      ]
      args = {
        /* the entry */
        A = {
          b = 1
        }
        # the end of the object
      }
      # the end of the block
    }
    b = 1
    ## the end
  `;
  expect(scopes(text)).toEqual([
    ["the block", expect.stringMatching(/^target[\s\S]*# the end of the block\n\}$/)],
    ["the attribute", expect.stringMatching(/^tags[\s\S]*\]$/)],
    ["the line", "tags = [ # the line"],
    ["the item", '"x"'],
    ["the end of the list", "# the end of the list"],
    ["the entry", "A = {\n      b = 1\n    }"],
    ["the end of the object", "# the end of the object"],
    ["the end of the block", "# the end of the block"],
    ["the end", "## the end"],
  ]);
});

test("a comment says what stands between its marks", () => {
  expect(scopes("/**/\n#\n//  x \t\n/* y\n z */\na = 1").map(([said]) => said)).toEqual(["", "", "x", "y\n z"]);
});

test("comments above each other are about the same", () => {
  expect(scopes("# a\n# b\nc = 1 # d").map(([, scope]) => scope)).toEqual(["# b\nc = 1", "c = 1", "c = 1 # d"]);
});
