import type { Subject } from "../../model/kubernetes/rbac.ts";
import { known } from "../../model/value.ts";
import { clipped } from "../../text/clipped.ts";

/** `Group/admins`, `ServiceAccount/shop/web`; nothing where a part is decided elsewhere. */
export function subjectAddress({ kind, name, namespace }: Subject): string | undefined {
  if (!kind?.known || !name?.known) return undefined;
  if (kind.value !== "ServiceAccount" || namespace === undefined) return `${kind.value}/${name.value}`;
  return namespace.known ? `${kind.value}/${namespace.value}/${name.value}` : undefined;
}

/** What a message calls it: `group admins`, `service account web of shop`. */
function subjectTitle({ kind, name, namespace }: Subject): string {
  const kindText = known(kind);
  const word = kindText === "ServiceAccount" ? "service account" : (kindText?.toLowerCase() ?? "subject");
  const nameText = known(name);
  const place = kindText === "ServiceAccount" && namespace?.known ? ` of ${clipped(namespace.value, 16)}` : "";
  return nameText === undefined ? `a ${word}` : `${word} ${clipped(nameText, 28)}${place}`;
}

/** The first of them, and how many more there are. */
export function subjectsTitle([first, ...others]: readonly Subject[]): string {
  if (!first) return "its subjects";
  return others.length > 0 ? `${subjectTitle(first)} and ${others.length} more` : subjectTitle(first);
}
