import { expect, test } from "vitest";
import { objectIn } from "../../support/kubernetes.ts";

test.each(["constructor", "toString", "__proto__"])("a kind may be called %s", (kind) => {
  const { address, workload } = objectIn(`apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: a}\n`);
  expect([address, workload]).toEqual([`${kind}/a`, undefined]);
});

test("a name that a variable decides is not known", () => {
  const { name, namespace, address } = objectIn(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: '${APP}', namespace: $(NS)}\n",
  );
  expect([name?.known, namespace?.known, address]).toEqual([false, false, "Pod/?"]);
});
