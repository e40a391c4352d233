import { addDays } from "@/lib/core/clock";
import { adUnits, spendableDays } from "./ad-units";
import { type MovedUnits, replayDonor, replayReceiver, type Spread } from "./replay";
import type { ImpactInputs, ShelfDay, TransferLine } from "./types";
import { adCounterfactual } from "./worth";

export const shelfDay = (shelf: string, day: string): string => `${shelf}:${day}`;

/** Units of each shelf and day. */
export function byShelfDay(rows: readonly ShelfDay[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const row of rows) {
    const key = shelfDay(row.shelf, row.day);
    units.set(key, (units.get(key) ?? 0) + row.units);
  }
  return units;
}

/** Runs each shelf once with all goods that it received or gave; results by the line's place in the list. */
export function replayShelves(inputs: ImpactInputs, sold: ReadonlyMap<string, number>) {
  const arrived = byShelfDay(inputs.arrived);
  const served = new Map<number, { day: string; units: number }[]>();
  const lost = new Map<number, Spread>();
  const byReceiver = groupBy(inputs.lines, (line) => line.receiver);
  const byDonor = groupBy(inputs.lines, (line) => line.donor);
  for (const { shelf, ownUnits } of inputs.receivers) {
    const lines = (byReceiver.get(shelf) ?? []).sort((a, b) => a.line.since - b.line.since);
    const days = daysOf(lines).map((day) => ({
      day,
      soldUnits: sold.get(shelfDay(shelf, day)) ?? 0,
      otherUnits: arrived.get(shelfDay(shelf, day)) ?? 0,
    }));
    const goods = lines.map(
      ({ line, index }): MovedUnits => ({
        actionId: String(index),
        fromDay: line.receiverFrom,
        untilDay: line.receiverUntil,
        units: line.receivedUnits,
      }),
    );
    for (const [index, units] of replayReceiver(ownUnits, days, goods)) served.set(Number(index), units);
  }
  for (const { shelf, dispersion, days } of inputs.donors) {
    const lines = (byDonor.get(shelf) ?? []).sort((a, b) => (a.line.donorFrom < b.line.donorFrom ? -1 : 1));
    const goods = lines.map(
      ({ line, index }): MovedUnits => ({
        actionId: String(index),
        fromDay: line.donorFrom,
        untilDay: line.donorUntil,
        units: line.shippedUnits,
      }),
    );
    const known = days.map((day) => ({ ...day, soldUnits: sold.get(shelfDay(shelf, day.day)) ?? 0 }));
    for (const [index, spread] of replayDonor(known, dispersion, goods)) lost.set(Number(index), spread);
  }
  return { served, lost };
}

/** Each ad as it would have gone on, what it spent, and how its sales moved. */
export function replayAds({ ads, arrived, lines }: ImpactInputs, sold: ReadonlyMap<string, number>) {
  const moved = lines.map((line) => ({
    shelf: line.receiver,
    day: line.receiverFrom,
    units: line.receivedUnits,
  }));
  const came = byShelfDay([...arrived, ...moved]);
  return ads.map((ad) => {
    const over = (units: ReadonlyMap<string, number>, day: string) =>
      ad.shelves.reduce((sum, shelf) => sum + (units.get(shelfDay(shelf, day)) ?? 0), 0);
    const days = ad.days.map((one) => ({
      ...one,
      soldUnits: over(sold, one.day),
      arrivedUnits: over(came, one.day),
    }));
    const counterfactual = adCounterfactual(ad.baseline, spendableDays(days, ad.stopsWhenEmpty));
    return {
      ad,
      counterfactual,
      spentMinor: days.reduce((sum, day) => sum + day.spentMinor, 0),
      units: adUnits(counterfactual.unitsPerDay, ad.openingUnits, days),
    };
  });
}

function groupBy(lines: readonly TransferLine[], keyOf: (line: TransferLine) => string) {
  const groups = new Map<string, { line: TransferLine; index: number }[]>();
  for (const [index, line] of lines.entries()) {
    const key = keyOf(line);
    const group = groups.get(key);
    if (group) group.push({ line, index });
    else groups.set(key, [{ line, index }]);
  }
  return groups;
}

/** Every day from the first arrival to the last day that counts. */
function daysOf(lines: readonly { line: TransferLine }[]): string[] {
  const [from] = lines.map(({ line }) => line.receiverFrom).sort();
  const until = lines
    .map(({ line }) => line.receiverUntil)
    .sort()
    .at(-1);
  const days: string[] = [];
  if (from && until) for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
  return days;
}
