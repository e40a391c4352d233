import type { Db, Tx } from "@/db/client";
import { refreshStockOutSpans } from "@/lib/metrics/demand/run";
import { profilePlaces } from "@/lib/metrics/forecast/run-places";
import { moveTo, refreshPast, type SupposedTransfer } from "@/lib/services/past/move-to";
import { batchesOf, type InPart } from "@/lib/services/past/parts";
import type { PolicyRules } from "@/lib/services/policy/rules";
import type { Made } from "./made";
import { fillShares } from "./shares";

const dayMs = 86_400_000;
/** Places are profiled anew every so many mornings. */
const profileEvery = 7;

/** Brings the shadow tables to a morning with what was supposed before it, and every figure with them, part by part. */
export async function standAt(
  inPart: InPart,
  skuIds: number[],
  { rules, at, made, index }: { rules: PolicyRules; at: Date; made: Made; index: number },
): Promise<void> {
  const { transfers } = made;
  const pauses = made.pauses.filter(({ resumedAt }) => resumedAt === null);
  let since = new Date(0);
  await moveTo(inPart, skuIds, at, { transfers, pauses });
  await inPart(async (tx) => {
    if (index % profileEvery === 0) await profilePlaces(tx, at);
    if (index > 0) since = await changedSince(tx, at);
  });
  await refreshPast(inPart, skuIds, at, { rules, since, transfers });
  await inPart(async (tx) => {
    // Nobody else counts the rows of a session's own tables, and plans for empty ones take minutes.
    await tx`analyze stock_out_span, forecast (sku_id, location_id), stock_status (sku_id, location_id, state), campaign`;
    await sellSupposed(tx, transfers, at);
  });
}

/**
 * Leads new shadow tables through mornings that were decided before, so that they are as those decisions left them but for lanes
 * and places (see standing.ts) and for what is worked out anew each morning.
 */
export async function followAgain(inPart: InPart, skuIds: number[], moments: readonly Date[]): Promise<void> {
  for (const [index, at] of moments.entries()) {
    let since = new Date(0);
    await moveTo(inPart, skuIds, at, { transfers: [], pauses: [] });
    if (index > 0)
      await inPart(async (tx) => {
        since = await changedSince(tx, at);
      });
    for (const some of batchesOf(skuIds))
      await inPart((tx) =>
        refreshStockOutSpans(tx, { skuIds: some, since: some.map(() => since.toISOString()) }, at),
      );
  }
}

/** The earliest moment that something speaks of which became known since the last look. */
async function changedSince(tx: Tx, at: Date): Promise<Date> {
  const before = new Date(at.getTime() - 2 * dayMs);
  const [row] = await tx<{ since: Date | null }[]>`
    select least((select min(occurred_at) from past_move where known_at > ${before} and known_at <= ${at}),
      (select min(placed_at) from past_line where known_at > ${before} and known_at <= ${at}), ${before}) as since`;
  return new Date(Math.min((row?.since ?? before).getTime(), before.getTime()));
}

/** Lets supposed goods that have arrived be sold where sales were missed since: by then they are not there any more. */
async function sellSupposed(tx: Tx, transfers: readonly SupposedTransfer[], at: Date): Promise<void> {
  const arrived = transfers.filter(({ arrivesAt }) => arrivesAt <= at);
  if (arrived.length === 0) return;
  await fillShares(
    tx,
    arrived.map(({ skuId }) => skuId),
  );
  const rows = await tx<{ id: number; missed: number }[]>`
    select s.id, coalesce(sum(f.level_units_per_day * f.weekday_factors[extract(isodow from y.day)::int] * (1 - y.available_share) order by y.day), 0)::float8 as missed
    from json_to_recordset(${JSON.stringify(arrived)}::text::json) s (id int, "skuId" int, "destinationId" smallint, "arrivesAt" timestamptz)
    join past_share y on y.sku_id = s."skuId" and y.location_id = s."destinationId" and y.day > s."arrivesAt"::date
    join forecast f on f.sku_id = y.sku_id and f.location_id = y.location_id
    group by s.id order by s.id`;
  const missed = new Map(rows.map((row) => [row.id, row.missed]));
  const served = new Map<string, number>();
  for (const transfer of arrived) {
    const key = `${transfer.skuId}:${transfer.destinationId}`;
    const left = Math.max(0, (missed.get(transfer.id) ?? 0) - (served.get(key) ?? 0));
    transfer.soldUnits = Math.min(transfer.quantityUnits, Math.round(left));
    served.set(key, (served.get(key) ?? 0) + transfer.soldUnits);
  }
}

/** For statements over many products at once: guessed as one row, they would be joined by going over all for each. */
export const withoutLoops =
  (session: Db): InPart =>
  (work) =>
    session.begin(async (tx) => {
      await tx`set local enable_nestloop = off`;
      await work(tx);
    });
