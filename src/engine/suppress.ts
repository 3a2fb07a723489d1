import type { Artefact } from "../model/artefact.ts";
import {
  type Comment,
  isDay,
  type SuppressedRule,
  type Suppression,
  type SuppressionComments,
} from "../model/suppression.ts";
import type { Finding } from "../rule/finding.ts";
import { isPeerCode } from "../rule/peer-code.ts";
import { append } from "../text/append.ts";
import type { Place, Range, SourceFile } from "../text/source-file.ts";
import { annotationSuppressions } from "./annotation.ts";
import { commentCut } from "./comment-cut.ts";
import { isPragmaCode, pragmasIn, suppressedRule } from "./pragma.ts";
import { skippedChecks } from "./skipped-checks.ts";
import { readRequest } from "./suppression-request.ts";
import { toolComments } from "./tool-comment.ts";

/** `opsguard-ignore[-file]`, with a request behind it. */
const MARKER = /^opsguard-ignore(?<file>-file)?(?:\s+|$)/;
/** What is meant for one: in other letters, as another tool has it, or in words that a rule follows. */
const MISSPELT =
  /^opsguard(?:-ignore(?:[-:]\w*)*(?=\s|$)|[-:\s]\s*(?:ignore|disable)[\w:-]*(?=\s+(?:[\w-]+\/[\w-]|DL\d{4})))/i;

/** The suppressions among the comments of a file, ours and those of other tools. */
export const suppressionsIn = (
  source: SourceFile,
  comments: readonly Comment[],
  artefacts: readonly Artefact[],
): readonly Suppression[] => [
  ...ownSuppressions(source, comments),
  ...pragmasIn(source, comments, artefacts),
  ...skippedChecks(source, comments, artefacts),
  ...toolComments(source, comments),
  ...annotationSuppressions(artefacts),
];

function ownSuppressions({ text }: SourceFile, comments: readonly Comment[]): readonly Suppression[] {
  return comments.flatMap(({ range, scope }) => {
    const said = text.slice(range.start, range.end);
    const marker = MARKER.exec(said);
    if (!marker) return misspeltSuppression(range, said);
    const from = range.start + marker[0].length;
    const { rules, until, reason, surplus } = readRequest(text.slice(from, range.end));
    const named = rules.map(({ id, at }) => suppressedRule(id, from + at));
    // On its own line, from there on: other comments may stand between it and what it is about.
    const isAbove = range.start < scope.start;
    const start = isAbove ? text.lastIndexOf("\n", range.start) + 1 : scope.start;
    const covered = marker.groups?.["file"] ? { start: 0, end: text.length } : { start, end: scope.end };
    const extra = surplus && {
      text: surplus.text,
      range: { start: from + surplus.at, end: from + surplus.at + surplus.text.length },
    };
    const cut = commentCut(text, range);
    return [{ by: "opsguard", range, rules: named, scope: covered, cut, until, reason, surplus: extra }];
  });
}

/** It is known, so that it can be told, and hides nothing. */
function misspeltSuppression(range: Range, said: string): readonly Suppression[] {
  const [misspelt] = MISSPELT.exec(said) ?? [];
  if (misspelt === undefined) return [];
  const marker = { text: misspelt, range: { start: range.start, end: range.start + misspelt.length } };
  const nothing = { rules: [], scope: undefined, cut: undefined, until: undefined, reason: undefined };
  return [{ by: "opsguard", range, ...nothing, misspelt: marker }];
}

/** What is asked of suppressions, and who can tell what ran. */
export interface SuppressContext {
  /** `YYYY-MM-DD`: a suppression past its day hides nothing. */
  readonly today: string;
  /** Does one without a reason hide nothing? */
  readonly requireReason: boolean;
  /** Do the comments of other tools count? */
  readonly honorPeers: boolean;
  /** Does any rule there is have this id or code? */
  readonly exists: (id: string) => boolean;
  /** The id or code that one which does not exist is nearest to. */
  readonly nearest: (id: string) => string | undefined;
  /** Did a rule with this id or code run on all that this suppression is about? */
  readonly ran: (id: string, path: string, suppression: Suppression) => boolean;
}

export interface Suppressible {
  readonly finding: Finding;
  /** Where other tools report it, when that is elsewhere. */
  readonly peerAt: Place | undefined;
  /** What other tools call it, each code behind the name of its tool: `kube-linter privileged-container`. */
  peerNames(): readonly string[];
  /** What hides it already: annotations in all builds that show it. */
  readonly hiding: Finding["suppression"];
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** The same comments, now knowing which of their rules exist, ran, and hid something. */
  readonly comments: readonly SuppressionComments[];
}

/** May it hide anything? */
export const isEffective = (
  { by, reason, until }: Suppression,
  { today, requireReason, honorPeers }: Pick<SuppressContext, "honorPeers" | "requireReason" | "today">,
): boolean =>
  (by === "opsguard" ? reason !== undefined || !requireReason : honorPeers) &&
  (until === undefined || (isDay(until) && until >= today));

/** Did it hide something until its day was over? */
const hasRunOut = (
  suppression: Suppression,
  context: Pick<SuppressContext, "honorPeers" | "requireReason" | "today">,
): boolean =>
  suppression.until !== undefined &&
  isDay(suppression.until) &&
  suppression.until < context.today &&
  isEffective({ ...suppression, until: undefined }, context);

/** Sorts findings into those that stand and those some comment hides. `before`: what has hidden something already. */
export function suppress(
  found: readonly Suppressible[],
  files: readonly SuppressionComments[],
  context: SuppressContext,
  before: ReadonlySet<SuppressedRule> = new Set(),
): Verdict {
  const { exists, nearest, ran } = context;
  const queries = queriesOf(found, new Set(files.map(({ path }) => path)));
  const hidden = new Map<Finding, Finding["suppression"]>();
  for (const { finding, hiding } of found) if (hiding) hidden.set(finding, hiding);
  const used = new Set(before);
  const missed = new Set<SuppressedRule>();
  for (const { path, suppressions } of files) {
    const asked = queries.get(path) ?? [];
    const effective = suppressions.filter((suppression) => isEffective(suppression, context));
    answer(asked, effective, hidden, used);
    answer(
      asked,
      suppressions.filter((suppression) => hasRunOut(suppression, context)),
      new Map(),
      missed,
    );
  }

  const told = (suppression: Suppression, path: string): Suppression => ({
    ...suppression,
    rules: suppression.rules.map((rule) => {
      const isReal = suppression.by !== "opsguard" || exists(rule.id);
      return {
        ...rule,
        exists: isReal,
        nearest: isReal ? undefined : nearest(rule.id),
        ran: isEffective(suppression, context) && ran(rule.id, path, suppression),
        used: used.has(rule),
        missed: missed.has(rule),
      };
    }),
  });
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const { finding } of found) {
    const suppression = hidden.get(finding);
    if (suppression === undefined) findings.push(finding);
    else suppressed.push({ ...finding, suppression });
  }
  return {
    findings,
    suppressed,
    comments: files.map((file) => ({
      ...file,
      suppressions: file.suppressions.map((suppression) => told(suppression, file.path)),
    })),
  };
}

/** Is there a comment at this place that names the finding? */
interface Query extends Pick<Suppressible, "finding" | "peerNames"> {
  readonly start: number;
  /** Asked where other tools report it, so of their comments only. */
  readonly isOfPeers: boolean;
}

/** All there is to ask about each of the files, in order of place. */
function queriesOf(found: readonly Suppressible[], files: ReadonlySet<string>): ReadonlyMap<string, readonly Query[]> {
  const queries = new Map<string, Query[]>();
  const add = (path: string, query: Query): void => {
    if (files.has(path)) append(queries, path, query);
  };
  for (const { finding, peerAt, peerNames } of found) {
    add(finding.path, { finding, peerNames, start: finding.start, isOfPeers: false });
    if (peerAt) add(peerAt.path, { finding, peerNames, start: peerAt.start, isOfPeers: true });
  }
  for (const list of queries.values()) list.sort((a, b) => a.start - b.start);
  return queries;
}

function answer(
  queries: readonly Query[],
  suppressions: readonly Suppression[],
  hidden: Map<Finding, Finding["suppression"]>,
  used: Set<SuppressedRule>,
): void {
  if (suppressions.length === 0) return;
  const own = sweeps(suppressions.filter(({ by }) => by === "opsguard"));
  const peers = sweeps(suppressions.filter(({ by }) => by !== "opsguard"));
  for (const { finding, peerNames, start, isOfPeers } of queries) {
    const codes = finding.peers.filter(isPeerCode);
    const asked = [
      ...(isOfPeers ? [] : [finding.ruleId, ...codes].map((id) => own.get(id))),
      ...[...finding.peers.filter(isPragmaCode), ...peerNames()].map((name) => peers.get(name)),
    ];
    for (const sweep of asked) {
      const hiding = sweep?.coveringAt(start, used);
      if (hiding && !hidden.has(finding)) hidden.set(finding, { by: hiding.from, reason: hiding.reason });
    }
  }
}

interface Entry {
  readonly rule: SuppressedRule;
  readonly scope: Range;
  readonly from: NonNullable<Suppression["from"]>;
  readonly reason: string;
}

/** The id or code that a suppression names; of other tools but hadolint, whose codes are any words, behind the tool's name. */
export const nameOf = ({ by }: Suppression, { id }: SuppressedRule): string =>
  by === "opsguard" || by === "hadolint" ? id : `${by} ${id}`;

/** By what they name. */
function sweeps(suppressions: readonly Suppression[]): ReadonlyMap<string, Sweep> {
  const byId = new Map<string, Entry[]>();
  for (const suppression of suppressions) {
    const { rules, scope, from = "comment", reason = "" } = suppression;
    if (!scope) continue;
    for (const rule of rules) {
      const id = nameOf(suppression, rule);
      append(byId, id, { rule, scope, from, reason });
    }
  }
  return new Map([...byId].map(([id, entries]) => [id, new Sweep(entries)]));
}

/** The suppressions of one rule in one file, asked of places in order: each is looked at once, however many there are. */
class Sweep {
  readonly #entries: readonly Entry[];
  #next = 0;
  #unused: Entry[] = [];
  /** Of those that have hidden something, the one that reaches furthest. */
  #longest: Entry | undefined;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries.toSorted((a, b) => a.scope.start - b.scope.start);
  }

  coveringAt(start: number, used: Set<SuppressedRule>): Entry | undefined {
    for (let entry = this.#entries[this.#next]; entry && entry.scope.start <= start; ) {
      this.#unused.push(entry);
      this.#next += 1;
      entry = this.#entries[this.#next];
    }
    for (const entry of this.#unused) {
      if (entry.scope.end < start) continue;
      used.add(entry.rule);
      if (!this.#longest || entry.scope.end > this.#longest.scope.end) this.#longest = entry;
    }
    this.#unused = [];
    return this.#longest && this.#longest.scope.end >= start ? this.#longest : undefined;
  }
}
