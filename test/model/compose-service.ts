import { type ComposeService, composeServices } from "../../src/model/compose.ts";
import { compose } from "../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../src/parsers/syntax/yaml/documents.ts";

/** A service with this body. */
export function service(body: string): ComposeService {
  const text = `services:\n  web:\n${body.replaceAll(/^/gm, "    ")}\n`;
  const [document] = documents(text);
  const tree = document && compose(text, document).tree;
  const [found] = tree?.type === "mapping" ? composeServices(tree) : [];
  if (!found) throw new Error("No service in this text.");
  return found;
}
