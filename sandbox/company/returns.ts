import { warehouseConnectionId } from "./connections";
import { locations } from "./places";
import { DAY_MS, HOUR_MS, type Order, type Return } from "./types";
import type { World } from "./world";

const reasons = [
  "does not fit",
  "damaged on arrival",
  "not as described",
  "changed mind",
  "arrived too late",
  "wrong item",
];

/** Sends some delivered lines back: announced, received into inspection, then sold again or written off. Some never come, some wait for weeks. */
export function planReturns(world: World, order: Order, deliveredAt: number): void {
  const random = world.random("returns");
  for (const [at, line] of order.lines.entries()) {
    if (line.shipped === 0 || !random.chance(0.055)) continue;
    const shelf = world.shelves.at(line.sku.id, line.location);
    if (!shelf) continue;
    const quantity = line.shipped > 1 && random.chance(0.5) ? 1 : line.shipped;
    const neverComes = random.chance(0.012);
    const stuck = random.chance(0.05);
    const isBad = random.chance(0.16);
    const travelMs = Math.floor(random.between(3, 9) * DAY_MS);
    const inspectionMs = Math.floor(
      stuck ? random.between(20, 75) * DAY_MS : random.between(14, 80) * HOUR_MS,
    );
    const reason = random.pick(reasons);
    const connection = warehouseConnectionId(locations[line.location]?.code ?? "");
    world.agenda.add(deliveredAt + Math.floor(random.between(0.5, 12) * DAY_MS), (announcedAt) => {
      const entry: Return = {
        orderId: order.id,
        placedAt: order.placedAt,
        lineNo: at + 1,
        channel: order.channel,
        sku: line.sku.id,
        location: line.location,
        quantity,
        refundMinor: quantity * line.priceMinor,
        reason,
        state: "expected",
        announcedAt,
        receivedAt: null,
        settledAt: null,
      };
      world.returns.push(entry);
      // The document that the import of returns gives its moves; ids follow the list, from 1.
      const document = `return:${world.returns.length}`;
      if (neverComes) return;
      world.agenda.add(announcedAt + travelMs, (receivedAt) => {
        entry.state = "inspection";
        entry.receivedAt = receivedAt;
        world.shelves.move(receivedAt, shelf, "return", quantity, document, connection);
        world.agenda.add(receivedAt + inspectionMs, (settledAt) => {
          entry.state = isBad ? "written_off" : "restocked";
          entry.settledAt = settledAt;
          world.shelves.move(
            settledAt,
            shelf,
            isBad ? "write_off" : "inspection",
            quantity,
            document,
            connection,
          );
        });
      });
    });
  }
}
