import type { TermsKnown } from "@/lib/services/past/terms";
import type { Made, MadeOther, MadePause, MadeTransfer, WhyNotDone } from "./made";

/** What one morning added to all that was made, as it is kept. Times as ISO text. */
export interface Morning {
  at: string;
  transfers: Kept<MadeTransfer>[];
  /** Id and units of earlier transfers of which more, or fewer, count as sold now. */
  sold: [id: number, units: number][];
  pauses: Kept<MadePause>[];
  /** Places in the list of earlier pauses that ended. */
  resumed: number[];
  others: Kept<MadeOther>[];
  notDone: Record<WhyNotDone, string[]>;
  /** What something was done to. */
  touched: string[];
  /** Of the first morning: how much of the terms is of the time. */
  terms: TermsKnown | null;
}

/** As JSON keeps it. */
type Kept<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

/** How much there was before a morning; see `morningSince`. */
export interface Mark {
  transfers: number;
  pauses: number;
  others: number;
  notDone: Record<WhyNotDone, number>;
  sold: Map<number, number>;
}

export const whyNotDone = [
  "watch",
  "blackout",
  "cooldown",
  "advice",
  "blocked",
] as const satisfies WhyNotDone[];

const byWhy = <T>(of: (why: WhyNotDone) => T): Record<WhyNotDone, T> => ({
  watch: of("watch"),
  blackout: of("blackout"),
  cooldown: of("cooldown"),
  advice: of("advice"),
  blocked: of("blocked"),
});

export const markOf = (made: Made): Mark => ({
  transfers: made.transfers.length,
  pauses: made.pauses.length,
  others: made.others.length,
  notDone: byWhy((why) => made.notDone[why].size),
  sold: new Map(made.transfers.map(({ id, soldUnits }) => [id, soldUnits])),
});

/** What the morning at a moment added. All lists and sets grow at their end alone. */
export function morningSince(mark: Mark, made: Made, at: Date, terms: TermsKnown | null): Morning {
  const earlier = made.transfers.slice(0, mark.transfers);
  return {
    at: at.toISOString(),
    transfers: made.transfers.slice(mark.transfers).map((one) => ({
      ...one,
      plannedAt: one.plannedAt.toISOString(),
      arrivesAt: one.arrivesAt.toISOString(),
    })),
    sold: earlier.flatMap(({ id, soldUnits }) =>
      soldUnits === mark.sold.get(id) ? [] : [[id, soldUnits] as [number, number]],
    ),
    pauses: made.pauses.slice(mark.pauses).map((one) => ({
      ...one,
      pausedAt: one.pausedAt.toISOString(),
      resumedAt: one.resumedAt?.toISOString() ?? null,
    })),
    resumed: made.pauses
      .slice(0, mark.pauses)
      .flatMap(({ resumedAt }, index) => (resumedAt?.getTime() === at.getTime() ? [index] : [])),
    others: made.others.slice(mark.others).map((one) => ({ ...one, at: one.at.toISOString() })),
    notDone: byWhy((why) => [...made.notDone[why]].slice(mark.notDone[why])),
    touched: [...made.lastDone].flatMap(([key, done]) => (done === at.getTime() ? [key] : [])),
    terms,
  };
}

/** Adds a kept morning to what was made before it: the same as making it. */
export function addMorning(made: Made, morning: Morning): void {
  const at = new Date(morning.at);
  const byId = new Map(made.transfers.map((one) => [one.id, one]));
  for (const [id, units] of morning.sold) {
    const transfer = byId.get(id);
    if (transfer) transfer.soldUnits = units;
  }
  for (const one of morning.transfers)
    made.transfers.push({
      ...one,
      plannedAt: new Date(one.plannedAt),
      arrivesAt: new Date(one.arrivesAt),
    });
  for (const index of morning.resumed) {
    const pause = made.pauses[index];
    if (pause) pause.resumedAt = at;
  }
  for (const one of morning.pauses)
    made.pauses.push({
      ...one,
      pausedAt: new Date(one.pausedAt),
      resumedAt: one.resumedAt === null ? null : new Date(one.resumedAt),
    });
  for (const one of morning.others) made.others.push({ ...one, at: new Date(one.at) });
  for (const why of whyNotDone) for (const subject of morning.notDone[why]) made.notDone[why].add(subject);
  for (const key of morning.touched) made.lastDone.set(key, at.getTime());
}
