import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import type { InventorySummary } from "../wire-types/inventory";
import type { NotifiedInventory } from "../wire-types/notifications";

/** What Amazon stores of a SKU, in units; null: not told. */
export interface FbaUnits {
  fulfillable: number | null;
  /** Announced, on the way or being received: not there yet, so no part of what is on hand. */
  inbound: number | null;
  reservedForOrders: number | null;
  /** On the way between Amazon's houses, or set aside there. */
  reservedOtherwise: number | null;
  unfulfillable: number | null;
  researching: number | null;
}

/** The quantities of a summary; null for one that came without details. */
export function unitsOfSummary({ inventoryDetails: told }: InventorySummary): FbaUnits | null {
  if (!told) return null;
  const { reservedQuantity: reserved } = told;
  const forOrders = reserved?.pendingCustomerOrderQuantity ?? null;
  const inAll = reserved?.totalReservedQuantity ?? null;
  const parts = [reserved?.pendingTransshipmentQuantity, reserved?.fcProcessingQuantity];
  return {
    fulfillable: told.fulfillableQuantity ?? null,
    inbound: sum([told.inboundWorkingQuantity, told.inboundShippedQuantity, told.inboundReceivingQuantity]),
    reservedForOrders: forOrders,
    reservedOtherwise: inAll !== null && forOrders !== null ? Math.max(0, inAll - forOrders) : sum(parts),
    unfulfillable: told.unfulfillableQuantity?.totalUnfulfillableQuantity ?? null,
    researching: told.researchingQuantity?.totalResearchingQuantity ?? null,
  };
}

/** The quantities of a notification. */
export function unitsOfNotification(told: NotifiedInventory): FbaUnits {
  const { InboundQuantityBreakdown: inbound, ReservedQuantityBreakdown: reserved } = told;
  return {
    fulfillable: told.Fulfillable ?? null,
    inbound: sum([inbound?.Working, inbound?.Shipped, inbound?.Receiving]),
    reservedForOrders: reserved?.PendingCustomerOrder ?? null,
    reservedOtherwise: sum([reserved?.WarehouseProcessing, reserved?.WarehouseTransfer]),
    unfulfillable: told.Unfulfillable ?? null,
    researching: told.Researching ?? null,
  };
}

const sum = (parts: readonly (number | undefined)[]): number | null =>
  parts.some((part) => part === undefined) ? null : parts.reduce<number>((all, part) => all + (part ?? 0), 0);

/**
 * The level of a SKU at Amazon; null where a part of it is not told, because unknown is not zero.
 *
 * On hand is all that lies there. Units reserved for orders stay sellable in it, because our open order lines hold them;
 * what moves between houses, is set aside, unsellable or looked for cannot be sold. So what is available comes out as
 * Amazon's fulfillable quantity when both sides know the same orders.
 */
export function stockRecord(
  sku: string,
  units: FbaUnits,
  account: Account,
  seen: { asOf: string; raw: unknown },
): SourceRecord | null {
  const { fulfillable, reservedForOrders, reservedOtherwise, unfulfillable, researching } = units;
  if (
    fulfillable === null ||
    reservedForOrders === null ||
    reservedOtherwise === null ||
    unfulfillable === null ||
    researching === null
  )
    return null;
  const unavailable = reservedOtherwise + unfulfillable + researching;
  return {
    kind: "stock",
    id: sku,
    version: null,
    fields: {
      sku,
      location: account.fbaLocation,
      onHand: fulfillable + reservedForOrders + unavailable,
      unavailable,
      reason: "reading",
      asOf: seen.asOf,
    },
    raw: seen.raw,
    eventAt: seen.asOf,
  };
}
