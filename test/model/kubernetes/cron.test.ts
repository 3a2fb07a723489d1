import fc from "fast-check";
import { expect, test } from "vitest";
import { cronFault } from "../../../src/model/kubernetes/cron.ts";
import { isTimeZone } from "../../../src/model/kubernetes/time-zones.ts";

test.each([
  "* * * * *",
  "0 4 * * *",
  "  0\t4 * * 0  ",
  "*/15 0-23/2 1,15 JAN-Jun,12 Mon-fri",
  "10/5 * * * *",
  "0 0 ? * ?",
  "0,,30 * * * *",
  "0 0 29 2 *",
  "0 0 31 2,3 *",
  "0 0 31 2 1",
  "0 0 30 2 */2",
  "@hourly",
  "@every 1h30m",
  "@every 1.5s",
])("Kubernetes takes %j", (text) => {
  expect(cronFault(text)).toBeUndefined();
});

test.each([
  ["", "field-count"],
  ["* * * *", "field-count"],
  ["0 0 4 * * *", "field-count"],
  ["@reboot", "macro"],
  ["@Daily", "macro"],
  ["@every", "macro"],
  ["@every soon", "macro"],
  ["TZ=UTC 0 4 * * *", "time-zone"],
  ["CRON_TZ=UTC @daily", "time-zone"],
  ["0 0 31 2 *", "never"],
  ["0 0 31 4,6,9,11 ?", "never"],
  ["0 0 30-31 feb *", "never"],
])("%j is no schedule: %s", (text, kind) => {
  expect(cronFault(text)?.kind).toBe(kind);
});

test.each([
  ["60 * * * *", "60", "above"],
  ["0 0-24 * * *", "0-24", "above"],
  ["0 0 0 * *", "0", "below"],
  ["0 4 * * 7", "7", "above"],
  ["5,70 4 * * *", "70", "above"],
  ["0 4 * 13 *", "13", "above"],
  ["0 4 * * sat-sun", "sat-sun", "backwards"],
  ["*/0 * * * *", "*/0", "step"],
  ["0 4 L * *", "L", "syntax"],
  ["0 4 * * 1#2", "1#2", "syntax"],
  ["0 4 * * 1-2-3", "1-2-3", "syntax"],
  ["H 4 * * *", "H", "syntax"],
  ["0 4 * * -1", "-1", "syntax"],
  [", 4 * * *", ",", "syntax"],
])("of %j, %s is wrong: %s", (text, part, reason) => {
  const fault = cronFault(text);
  expect(fault && text.slice(fault.start, fault.end)).toBe(part);
  expect(fault).toMatchObject({ kind: "field", reason });
});

test("whatever the text, the fault is in it", () => {
  const characters = fc.constantFrom(..." *?/-,0123456789@TZ=abcejnmosu");
  const texts = fc.array(characters, { maxLength: 40 }).map((all) => all.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      const { start, end } = cronFault(text) ?? { start: 0, end: 0 };
      return start >= 0 && start <= end && end <= text.length;
    }),
  );
});

test("a schedule nobody would write is not read", () => {
  expect(cronFault(`${"*,".repeat(1000)}* * * * * *`)).toBeUndefined();
});

test.each(["Etc/UTC", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "GMT+0"])(
  "%s is a time zone",
  (name) => {
    expect(isTimeZone(name)).toBe(true);
  },
);

test.each(["", "Local", "europe/berlin", "Europe/", "/UTC", "Berlin", "Europe/Frankfurt", "constructor", "toString/a"])(
  "%j is none",
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);

test("the zones of this Node are known, but for what is newer", () => {
  const all = Intl.supportedValuesOf("timeZone");
  const unknown = all.filter((name) => !isTimeZone(name));
  expect(unknown.length).toBeLessThan(all.length / 50);
});
