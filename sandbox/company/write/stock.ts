import type { Tx } from "@/db/client";
import { connections, warehouseConnectionId } from "../connections";
import { copyRows } from "../copy";
import { locations } from "../places";
import type { SimulatedCompany } from "../simulate";

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
      "recorded_at",
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
      // Ordered before the sample begins to keep when it learns of something.
      null,
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

/** When each SKU could not be bought at a location. */
export async function writeOutages(tx: Tx, company: SimulatedCompany): Promise<void> {
  await copyRows(
    tx,
    "stock_out_span",
    ["sku_id", "location_id", "started_at", "ended_at"],
    company.outages
      .filter(({ from, until }) => until === null || until > from)
      .map(({ sku, location, from, until }) => [
        sku,
        location + 1,
        new Date(from),
        until === null ? null : new Date(until),
      ]),
  );
}
