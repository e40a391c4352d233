/** Units of one SKU that leave (sold or written off) or come back (found) in one week. */
export interface WeekFlow {
  week: string;
  sold: number;
  /** Corrections on paper, as the data has them: less than 0 lost, more than 0 found. */
  adjusted: number;
}

export interface StockPlan {
  opening: number;
  receipts: { week: string; units: number }[];
  /** Units left after the last week. */
  closing: number;
}

/**
 * Opening stock and receipts that let the given flow happen: a shelf cannot sell what it does not hold. Every fourth week
 * a supplier delivers about what the next four weeks will take, now too little, now too much; a delivery that was too
 * small is followed by an urgent one in the week that needs it. Same random numbers, same plan.
 */
export function planStock(weeks: readonly WeekFlow[], random: () => number): StockPlan {
  const need = (from: number, count: number) =>
    weeks
      .slice(from, from + count)
      .reduce((sum, { sold, adjusted }) => sum + sold - Math.min(adjusted, 0), 0);
  const opening = Math.ceil(need(0, 4) * (0.8 + random() * 0.8)) + Math.floor(random() * 6);
  const receipts: StockPlan["receipts"] = [];
  let level = opening;
  for (const [index, { week, sold, adjusted }] of weeks.entries()) {
    if (index > 0 && index % 4 === 0) {
      const units = Math.round(need(index, 4) * (0.7 + random() * 0.7)) - Math.max(0, Math.round(level / 2));
      if (units > 0) {
        receipts.push({ week, units });
        level += units;
      }
    }
    const after = level - sold + adjusted;
    if (after < 0) {
      const units = Math.ceil(-after * (1 + random()));
      receipts.push({ week, units });
      level += units;
    }
    level += adjusted - sold;
  }
  return { opening, receipts, closing: level };
}
