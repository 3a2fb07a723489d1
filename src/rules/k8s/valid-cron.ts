import { type CronFault, cronFault } from "../../model/kubernetes/cron.ts";
import { objectsOf } from "../../model/kubernetes/manifest.ts";
import { isBlankToFill, settled } from "../../model/kubernetes/names.ts";
import { isTimeZone } from "../../model/kubernetes/time-zones.ts";
import { scalarParts } from "../../model/scalar-part.ts";
import { asString, child } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { indented } from "./_examples.ts";

const cronJob = (spec: string): string =>
  `apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
${indented(spec, 2)}  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: backup
              image: registry.example.com/backup:2.1
`;

export default defineRule({
  id: "k8s/valid-cron",
  title: "Write a schedule that fires",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "A CronJob with a schedule that Kubernetes cannot read is rejected, and one that asks for a day which never comes is accepted and never runs. Its schedules are stricter than those of `crontab`: Sunday is 0 and not 7, and there are no seconds.",
  remedy:
    "Write minute, hour, day of the month, month and day of the week, or one of `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly`. Put a time zone into `timeZone`, by its IANA name.",
  examples: {
    bad: [
      { title: "An hour too late", files: cronJob('schedule: "0 ⟦24⟧ * * *"\n') },
      { title: "With seconds", files: cronJob("schedule: ⟦0 0 4 * * *⟧\n") },
      { title: "Sunday is 0", files: cronJob("schedule: 0 4 * * ⟦7⟧\n") },
      { title: "A day that never comes", files: cronJob('schedule: "⟦0 0 31 2,4 *⟧"\n') },
      { title: "No macro of Kubernetes", files: cronJob('schedule: "⟦@reboot⟧"\n') },
      {
        title: "The time zone has a field of its own",
        files: cronJob('schedule: "⟦CRON_TZ=Europe/Berlin⟧ 0 4 * * *"\n'),
      },
      {
        title: "A time zone that nobody keeps",
        files: cronJob('schedule: "0 4 * * *"\ntimeZone: ⟦Europe/Frankfurt⟧\n'),
      },
      { title: "A step of nothing", files: cronJob('schedule: "⟦*/0⟧ * * * *"\n') },
      { title: "A range from end to start", files: cronJob('schedule: "0 4 * * ⟦fri-mon⟧"\n') },
      { title: "A sign that only other schedulers know", files: cronJob('schedule: "0 4 ⟦L⟧ * *"\n') },
    ],
    good: [
      cronJob('schedule: "0 4 * * *"\ntimeZone: Etc/UTC\n'),
      { title: "Macros", files: cronJob('schedule: "@daily"\n') },
      { title: "Every so often", files: cronJob('schedule: "@every 1h30m"\n') },
      { title: "Lists, steps and names", files: cronJob('schedule: "0-30/10,45 8-18 * JAN-Mar mon-fri"\n') },
      { title: "The 29th of February comes, if seldom", files: cronJob('schedule: "0 0 29 2 *"\n') },
      { title: "Either day will do, and there is always a Monday", files: cronJob('schedule: "0 0 31 2 1"\n') },
      { title: "To be filled in by whoever uses it", files: cronJob("schedule: YOUR_SCHEDULE\ntimeZone: <zone>\n") },
      { title: "Decided elsewhere", files: cronJob('schedule: "{{ .Values.schedule }}"\ntimeZone: ${TIME_ZONE}\n') },
    ],
  },

  *check(manifest) {
    for (const { tree, address } of objectsOf(manifest, "CronJob", "batch")) {
      const schedule = child(tree, "spec", "schedule");
      const text = known(settled(asString(schedule)));
      const fault = text === undefined || isBlankToFill(text) ? undefined : cronFault(text);
      if (fault && text !== undefined && schedule?.type === "scalar") {
        yield { at: { range: scalarParts(schedule)(fault) }, message: messageOf(fault, text), subject: address };
      }
      const zone = settled(asString(child(tree, "spec", "timeZone")));
      if (zone?.known && !isBlankToFill(zone.value) && !isTimeZone(zone.value)) {
        const message = `The time zone database has no "${clipped(zone.value)}".`;
        yield { at: zone, message, subject: address };
      }
    }
  },
});

function messageOf(fault: CronFault, schedule: string): string {
  const part = clipped(schedule.slice(fault.start, fault.end), 40);
  switch (fault.kind) {
    case "field-count":
      return `The schedule has ${fault.count} field${fault.count === 1 ? "" : "s"}, and a CronJob takes five.`;
    case "macro":
      return `"${part}" is no schedule that Kubernetes has a name for.`;
    case "time-zone":
      return `"${part}" is rejected since Kubernetes 1.29; a time zone belongs into timeZone.`;
    case "never":
      return `"${part}" asks for a day that no month of it has, so the job never runs.`;
    case "field":
      return `"${part}" is no ${fault.field.name}: ${reasonOf(fault)}.`;
  }
}

function reasonOf({ field, reason }: CronFault & { readonly kind: "field" }): string {
  switch (reason) {
    case "above":
      return `the last one is ${field.most}`;
    case "below":
      return `the first one is ${field.least}`;
    case "backwards":
      return "the range ends before it starts";
    case "step":
      return "a step must be at least 1";
    case "syntax":
      return "Kubernetes cannot read it";
  }
}
