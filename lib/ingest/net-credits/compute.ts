/** A line of sales or credits of one customer and one SKU. */
export interface NettingLine {
  orderId: number;
  placedAtMs: number;
  lineNo: number;
  /** The source's order number: orders of the same minute are told apart by it, not by when they arrived. */
  externalId: string;
  unitPrice: string;
  /** Units: of a sale those not cancelled otherwise, of a credit those it takes back. Both > 0. */
  units: number;
}

/** So many units of a sale line are taken back by a credit line. */
export interface CreditMatch {
  credit: NettingLine;
  sale: NettingLine;
  units: number;
}

/**
 * Sets the credits of one customer and one SKU against that customer's earlier sales of it at the same price, the latest
 * sale first, because people cancel what they ordered last. Each unit is taken back once at most; what finds no sale
 * stays unmatched. The result depends on the lines alone, not on their order in the lists.
 *
 * It does not match credits of unknown customers, credits at another price than the sale's, or credits dated before it.
 * Lines whose price is not known yet are not given to it.
 */
export function computeCreditMatches(
  sales: readonly NettingLine[],
  credits: readonly NettingLine[],
): CreditMatch[] {
  const latestFirst = [...sales].sort((a, b) => byTime(b, a));
  const left = new Map(latestFirst.map((sale) => [sale, sale.units]));
  const matches: CreditMatch[] = [];
  for (const credit of [...credits].sort(byTime)) {
    let open = credit.units;
    for (const sale of latestFirst) {
      if (open === 0) break;
      if (sale.placedAtMs > credit.placedAtMs || sale.unitPrice !== credit.unitPrice) continue;
      const units = Math.min(open, left.get(sale) ?? 0);
      if (units === 0) continue;
      matches.push({ credit, sale, units });
      left.set(sale, (left.get(sale) ?? 0) - units);
      open -= units;
    }
  }
  return matches;
}

function byTime(a: NettingLine, b: NettingLine): number {
  if (a.placedAtMs !== b.placedAtMs) return a.placedAtMs - b.placedAtMs;
  if (a.externalId !== b.externalId) return a.externalId < b.externalId ? -1 : 1;
  return a.lineNo - b.lineNo;
}
