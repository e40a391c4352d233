import type { Tx } from "@/db/client";
import { connections, warehouseConnectionId } from "../connections";
import { copyRows } from "../copy";
import { locations } from "../places";
import type { SimulatedCompany } from "../simulate";
import { DAY_MS, type Outage, shelfKey } from "../types";
import { localDay, localMidnight } from "../zone-time";

/** The ledger and what is on order; levels follow by the tables' own triggers. */
export async function writeStock(tx: Tx, company: SimulatedCompany): Promise<void> {
  await copyRows(
    tx,
    "stock_move",
    [
      "occurred_at",
      "sku_id",
      "from_place_id",
      "to_place_id",
      "quantity",
      "reason",
      "document",
      "connection_id",
      "actor",
      "recorded_at",
    ],
    (function* () {
      for (const m of company.moves) {
        const at = new Date(m.at);
        yield [at, m.sku, m.from, m.to, m.quantity, m.reason, m.document, m.connection, "sample", at];
      }
    })(),
  );
  await copyRows(
    tx,
    "inbound_line",
    [
      "document",
      "sku_id",
      "location_id",
      "quantity",
      "received_quantity",
      "expected_at",
      "confirmed",
      "state",
      "simulated",
    ],
    company.inbound.map((i) => [
      i.document,
      i.sku,
      i.location + 1,
      i.quantity,
      i.received,
      new Date(i.expectedAt),
      i.confirmed,
      i.closed ? "closed" : "open",
      true,
    ]),
  );
}

/** How old each level is: what the system that runs the location said last. Comes after everything that changes levels. */
export async function writeReadingTimes(tx: Tx, company: SimulatedCompany): Promise<void> {
  for (const [at, location] of locations.entries()) {
    const ago = connections[warehouseConnectionId(location.code) - 1]?.confirmedAgoMs ?? 0;
    await tx`update stock_level set data_as_of = ${new Date(company.now.getTime() - ago)} where location_id = ${at + 1} and known_since is not null`;
  }
}

/** Share of each local day on which a SKU could be bought at a location; days with a whole share have no row, nor has today. */
export function availabilityRows(
  outages: readonly Outage[],
  now: number,
): [sku: number, location: number, day: string, share: number][] {
  const outMs = new Map<string, { sku: number; location: number; day: string; ms: number; dayMs: number }>();
  for (const { sku, location, from, until } of outages) {
    const zone = locations[location]?.timeZone ?? "UTC";
    const end = Math.min(until ?? now, localMidnight(now, zone));
    for (let start = from; start < end; ) {
      const midnight = localMidnight(start, zone);
      const next = localMidnight(midnight + 1.5 * DAY_MS, zone);
      const day = localDay(start, zone);
      const key = `${shelfKey(sku, location)}/${day}`;
      const row = outMs.get(key) ?? { sku, location: location + 1, day, ms: 0, dayMs: next - midnight };
      row.ms += Math.min(next, end) - start;
      outMs.set(key, row);
      start = next;
    }
  }
  return [...outMs.values()]
    .map(({ sku, location, day, ms, dayMs }): [number, number, string, number] => [
      sku,
      location,
      day,
      Math.max(0, Math.round((1 - ms / dayMs) * 1e4) / 1e4),
    ])
    .filter(([, , , share]) => share < 1);
}

export async function writeAvailability(tx: Tx, company: SimulatedCompany): Promise<void> {
  await copyRows(
    tx,
    "availability_daily",
    ["sku_id", "location_id", "day", "available_share"],
    availabilityRows(company.outages, company.now.getTime()),
  );
}
