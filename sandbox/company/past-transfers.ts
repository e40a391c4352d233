import { SIMULATED_DAYS } from "./catalogue";
import { warehouseConnectionId } from "./connections";
import { lanes, locations } from "./places";
import { available, type Shelf } from "./shelves";
import { DAY_MS, HOUR_MS, type Transfer } from "./types";
import type { World } from "./world";

/** Transfers go back this far, and one is made about every third day. */
const HISTORY_DAYS = 110;

/** Once a day: sometimes one transfer to a place that runs out, from a place that has too much. */
export function planPastTransfer(world: World, day: number): void {
  const daysAgo = SIMULATED_DAYS - 1 - day;
  if (daysAgo < 0 || daysAgo > HISTORY_DAYS) return;
  const random = world.random("transfers");
  if (!(random.chance(0.3) || daysAgo === 0 || daysAgo === 1 || daysAgo === 3)) return;
  const plannedAt = Math.min(
    world.firstDayMs + day * DAY_MS + random.int(60, 500) * 60_000,
    world.nowMs - 2 * HOUR_MS,
  );
  world.agenda.add(plannedAt, (at) => {
    const candidates = [...world.shelves.all.values()].filter(
      (shelf) =>
        shelf.known &&
        shelf.sku.lifecycle === "active" &&
        shelf.ratePerDay > 0.35 &&
        available(shelf) < shelf.ratePerDay * 4,
    );
    for (let tries = 0; tries < 25 && candidates.length > 0; tries++)
      if (startTransfer(world, random.pick(candidates), at)) return;
  });
}

function startTransfer(world: World, receiver: Shelf, at: number): boolean {
  const random = world.random("transfers");
  for (const [laneNo, lane] of lanes.entries()) {
    if (lane.to !== receiver.location || lane.leadTimeDays > 12) continue;
    if ((receiver.sku.hazmat && !lane.hazmatAllowed) || (receiver.sku.coldChain && !lane.coldChainAllowed))
      continue;
    const donor = world.shelves.at(receiver.sku.id, lane.from);
    if (!donor?.known) continue;
    const spare = available(donor) - donor.ratePerDay * 45;
    const wanted = Math.min(spare, receiver.ratePerDay * 40, lane.capacityUnits ?? spare);
    const quantity = Math.floor(wanted / receiver.sku.packSize) * receiver.sku.packSize;
    if (quantity < Math.max(lane.minUnits, receiver.sku.packSize)) continue;
    const transfer: Transfer = {
      number: `TO-${String(world.transfers.length + 1).padStart(6, "0")}`,
      lane: laneNo,
      sku: receiver.sku.id,
      quantity,
      shipped: null,
      received: null,
      state: "sent",
      plannedAt: at,
      shippedAt: null,
      expectedAt: at + (lane.leadTimeDays + 1) * DAY_MS,
      receivedAt: null,
      receiverAvailable: available(receiver),
      receiverRate: receiver.ratePerDay,
    };
    world.transfers.push(transfer);
    world.shelves.commit(donor, quantity, at);
    receiver.incoming += quantity;
    const shortBy = random.chance(0.14) ? random.int(1, 3) : 0;
    const overBy = shortBy === 0 && random.chance(0.04) ? 1 : 0;
    const travelMs = Math.floor(lane.leadTimeDays * random.between(0.92, 1.12) * DAY_MS);
    const [from, to] = [warehouseOf(lane.from), warehouseOf(lane.to)];
    world.agenda.add(at + random.int(9, 30) * HOUR_MS, (shippedAt) => {
      donor.committed -= quantity;
      world.shelves.move(shippedAt, donor, { transferTo: lane.to }, quantity, transfer.number, from);
      Object.assign(transfer, { state: "shipped", shippedAt, shipped: quantity });
      world.agenda.add(shippedAt + travelMs, (receivedAt) => {
        const received = Math.max(1, quantity - shortBy) + overBy;
        world.shelves.move(
          receivedAt,
          receiver,
          "transfer_in",
          Math.min(received, quantity),
          transfer.number,
          to,
        );
        world.shelves.move(
          receivedAt,
          receiver,
          "transfer_short",
          Math.max(0, quantity - received),
          transfer.number,
          to,
        );
        world.shelves.move(
          receivedAt,
          receiver,
          "transfer_over",
          Math.max(0, received - quantity),
          transfer.number,
          to,
        );
        receiver.incoming -= quantity;
        Object.assign(transfer, { state: "received", receivedAt, received });
      });
    });
    return true;
  }
  return false;
}

const warehouseOf = (location: number): number => warehouseConnectionId(locations[location]?.code ?? "");
