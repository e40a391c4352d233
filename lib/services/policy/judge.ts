import { addDays, dayInZone } from "@/lib/core/clock";
import { localToUtcMs } from "@/lib/core/zones";
import type { Role } from "@/lib/services/_shared/actor";
import type { Authority, BlackoutRow, LimitRow, ModeRow } from "./authority";
import { type GovernedKind, modes, teamOfKind } from "./kinds";
import { isWithin, type Place, rankOf } from "./scope";

/** What a decision sets going, as far as it is judged. Money in minor units of the company's currency. */
export interface DecisionFacts {
  /** Kinds of its steps, each once. */
  kinds: readonly GovernedKind[];
  place: Place;
  /** Goods at cost with their freight, a day's spend, the change of a daily budget; null: cannot be known. */
  valueMinor: number | null;
  units: number;
}

/** What of a limit is passed. found is null where it cannot be known, which counts as above every limit. */
export interface Exceeded {
  limit: "value" | "units" | "daily_count" | "daily_value";
  most: number;
  found: number | null;
}

export type Refusal =
  | { why: "watch"; kind: GovernedKind }
  | { why: "not_autopilot"; kind: GovernedKind }
  | { why: "blackout"; name: string; until: string };

export interface Judgement {
  /** Null: nothing stands against it but what it exceeds. */
  refusal: Refusal | null;
  /** Above these one decider is not enough. */
  exceeded: Exceeded[];
  /** The limits that hold, each once; empty: none does. */
  limits: LimitRow[];
  cooldownHours: number;
}

/**
 * What the policy says of a decision by a role or by the autopilot. Of several rows that hold, the most specific scope wins;
 * of equal ones the row for this kind before the row for any, and what still is equal, as for the two ends of a transfer, holds
 * together: the strictest mode, every limit. Each kind goes by the rows of its own team. With steps of several kinds the strictest mode and the limits of each count, so that
 * nothing is allowed because of what else is done with it.
 */
export function judge(
  authority: Authority,
  who: Role | "autopilot",
  facts: DecisionFacts,
  at: { now: Date; timeZone: string },
): Judgement {
  const rows = facts.kinds.map((kind) => modeOf(authority, kind, facts.place));
  const limits = limitsOf(authority, who, facts);
  return {
    refusal: refusalOf(authority, who, facts, { ...at, rows }),
    exceeded: limits.flatMap((limit) => exceededOf(limit, facts)),
    limits,
    cooldownHours: Math.max(0, ...rows.map((row) => row.cooldownHours)),
  };
}

/** The mode of a kind of action at a place; of equally specific ones the strictest, with the longest cooldown of them. */
export function modeOf(authority: Authority, kind: GovernedKind, place: Place): ModeRow {
  const rows = highest(
    authority.modes.filter((row) => row.kind === kind && isWithin(row.scope, ofTeam(kind, place))),
    (row) => rankOf(row.scope),
  );
  const [strictest] = rows.toSorted((a, b) => modes.indexOf(a.mode) - modes.indexOf(b.mode));
  if (!strictest) return { kind, scope: {}, mode: "propose", cooldownHours: 0 };
  return { ...strictest, cooldownHours: Math.max(...rows.map((row) => row.cooldownHours)) };
}

/** The limits that hold for a decision: for each kind of its steps the most specific, several where they are equally so. */
export function limitsOf(
  authority: Authority,
  who: Role | "autopilot",
  { kinds, place }: Pick<DecisionFacts, "kinds" | "place">,
): LimitRow[] {
  return [...new Set(kinds.flatMap((kind) => limitsOfKind(authority, who, kind, place)))];
}

function limitsOfKind(
  { limits }: Authority,
  who: Role | "autopilot",
  kind: GovernedKind,
  place: Place,
): LimitRow[] {
  return highest(
    limits.filter(
      (row) =>
        row.who === who &&
        isWithin(row.scope, ofTeam(kind, place)) &&
        (row.kind === "any" || row.kind === kind),
    ),
    (row) => rankOf(row.scope) * 2 + (row.kind === "any" ? 0 : 1),
  );
}

function refusalOf(
  authority: Authority,
  who: Role | "autopilot",
  { kinds, place }: DecisionFacts,
  at: { now: Date; timeZone: string; rows: readonly ModeRow[] },
): Refusal | null {
  const watched = at.rows.find((row) => row.mode === "watch");
  if (watched) return { why: "watch", kind: watched.kind };
  const notActed = at.rows.find(
    ({ mode, kind }) => mode !== "act" || limitsOfKind(authority, who, kind, place).length === 0,
  );
  if (who === "autopilot" && notActed) return { why: "not_autopilot", kind: notActed.kind };
  return blackoutOf(authority.blackouts, { kinds, place }, at);
}

/** The blackout time that holds now for these kinds at a place; null: none does. */
export function blackoutOf(
  blackouts: readonly BlackoutRow[],
  { kinds, place }: Pick<DecisionFacts, "kinds" | "place">,
  at: { now: Date; timeZone: string },
): Extract<Refusal, { why: "blackout" }> | null {
  for (const blackout of blackouts) {
    const concerns = (kind: GovernedKind) =>
      (blackout.kinds.length === 0 || blackout.kinds.includes(kind)) &&
      isWithin(blackout.scope, ofTeam(kind, place));
    if (!kinds.some(concerns)) continue;
    const until = blackoutEnd(blackout, at.now, at.timeZone);
    if (until !== null) return { why: "blackout", name: blackout.name, until };
  }
  return null;
}

function exceededOf(limit: LimitRow, { valueMinor, units }: DecisionFacts): Exceeded[] {
  const found: Exceeded[] = [];
  if (limit.mostMinor !== null && (valueMinor === null || valueMinor > limit.mostMinor))
    found.push({ limit: "value", most: limit.mostMinor, found: valueMinor });
  if (limit.mostUnits !== null && units > limit.mostUnits)
    found.push({ limit: "units", most: limit.mostUnits, found: units });
  return found;
}

/**
 * The moment, ISO, at which a blackout that holds now ends; a weekly one goes by the company's clock, over days that follow on each
 * other, a week ahead at most. Null: it does not hold.
 */
export function blackoutEnd({ when }: BlackoutRow, now: Date, timeZone: string): string | null {
  if (when.type === "once") {
    const [from, until] = [Date.parse(when.from), Date.parse(when.until)];
    return now.getTime() >= from && now.getTime() < until ? new Date(until).toISOString() : null;
  }
  let end: Date | null = null;
  for (let spans = 0; spans < 7; spans++) {
    const next = weeklyEnd(when, end ?? now, timeZone);
    if (!next) break;
    end = next;
  }
  return end?.toISOString() ?? null;
}

function weeklyEnd(
  { weekdays: days, from, until }: Extract<BlackoutRow["when"], { type: "weekly" }>,
  now: Date,
  timeZone: string,
): Date | null {
  const { weekday, time } = wallClock(now, timeZone);
  const isOn = (day: number) => days.includes(day);
  const before = weekday === 1 ? 7 : weekday - 1;
  const overMidnight = until <= from;
  // Whoever writes 23:59 means the whole day: its last minute is no gap.
  const end = until === "23:59" && !overMidnight ? "24:00" : until;
  const holds = overMidnight
    ? (isOn(weekday) && time >= from) || (isOn(before) && time < end)
    : isOn(weekday) && time >= from && time < end;
  if (!holds) return null;
  const today = dayInZone(now, timeZone);
  const endOn = (day: string) => new Date(localToUtcMs(Date.parse(`${day}T${end}:00Z`), timeZone));
  const first = endOn(today);
  return first > now ? first : endOn(addDays(today, 1));
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function wallClock(now: Date, timeZone: string): { weekday: number; time: string } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { weekday: weekdays.indexOf(of("weekday")) + 1, time: `${of("hour")}:${of("minute")}` };
}

/** The place as the team sees it whose kind of action it is. */
const ofTeam = (kind: GovernedKind, place: Place): Place => ({ ...place, team: teamOfKind[kind] });

/** The rows of the highest rank. */
function highest<Row>(rows: readonly Row[], rank: (row: Row) => number): Row[] {
  const top = Math.max(...rows.map(rank));
  return rows.filter((row) => rank(row) === top);
}
