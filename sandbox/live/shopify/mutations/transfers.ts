import type { GraphQLResolveInfo } from "graphql";
import type { UserError } from "../bulk";
import { changeLevel, type Shop, variantOfItem } from "../shop";
import { levelKey, newLevel, numberOf, type ShopShipment, type ShopTransfer } from "../state";
import { shipmentView, transferView } from "../views/transfers";
import { once } from "./idempotency";

interface LineInput {
  inventoryItemId: string;
  quantity: number;
}
interface CreateInput {
  originLocationId?: string | null;
  destinationLocationId?: string | null;
  lineItems: readonly LineInput[];
  note?: string | null;
  referenceName?: string | null;
  tags?: readonly string[] | null;
}

const error = (field: string[] | null, message: string, code: string): UserError => ({
  field,
  message,
  code,
});

/** A transfer that waits to be shipped: its units are reserved where they lie. */
export function createTransfer(shop: Shop, input: CreateInput, info: GraphQLResolveInfo) {
  const failed = (...userErrors: UserError[]) => ({ inventoryTransfer: null, userErrors });
  return once(
    shop,
    info,
    input,
    () => {
      const errors = problemsOf(shop, input);
      if (errors.length > 0) return failed(...errors);
      const transfer: ShopTransfer = {
        id: shop.nextId(),
        name: `#T${String(shop.data.nextTransfer++).padStart(4, "0")}`,
        status: "READY_TO_SHIP",
        originId: numberOf(input.originLocationId ?? ""),
        destinationId: numberOf(input.destinationLocationId ?? ""),
        referenceName: input.referenceName ?? null,
        note: input.note ?? null,
        tags: [...(input.tags ?? [])],
        createdAt: shop.now(),
        lines: input.lineItems.map(({ inventoryItemId, quantity }) => ({
          id: shop.nextId(),
          itemId: numberOf(inventoryItemId),
          quantity,
          shipped: 0,
        })),
        shipmentIds: [],
      };
      shop.data.transfers.set(transfer.id, transfer);
      for (const { itemId, quantity } of transfer.lines)
        changeLevel(shop, itemId, transfer.originId, { available: -quantity, reserved: quantity });
      return { inventoryTransfer: transferView(shop, transfer), userErrors: [] as UserError[] };
    },
    failed,
  );
}

function problemsOf(shop: Shop, input: CreateInput): UserError[] {
  const [origin, destination] = [
    numberOf(input.originLocationId ?? ""),
    numberOf(input.destinationLocationId ?? ""),
  ];
  if (!input.originLocationId || !input.destinationLocationId)
    return [error(["input"], "Both locations are needed.", "LOCATION_REQUIRED")];
  if (origin === destination)
    return [
      error(
        ["input"],
        "Origin and destination are the same.",
        "TRANSFER_ORIGIN_CANNOT_BE_THE_SAME_AS_DESTINATION",
      ),
    ];
  for (const id of [origin, destination]) {
    const location = shop.data.locations.get(id);
    if (!location) return [error(["input"], "The location could not be found.", "LOCATION_NOT_FOUND")];
    if (!location.active) return [error(["input"], "The location is not active.", "LOCATION_NOT_ACTIVE")];
  }
  if (input.lineItems.length === 0)
    return [error(["input", "lineItems"], "There are no items.", "ITEMS_EMPTY")];
  const seen = new Set<number>();
  return input.lineItems.flatMap(({ inventoryItemId, quantity }, index): UserError[] => {
    const field = ["input", "lineItems", String(index)];
    const item = numberOf(inventoryItemId);
    const variant = variantOfItem(shop, item);
    if (!variant) return [error(field, "The item could not be found.", "ITEM_NOT_FOUND")];
    if (!variant.tracked) return [error(field, "The item is not counted.", "UNTRACKED_ITEM")];
    if (seen.has(item)) return [error(field, "The item is there twice.", "DUPLICATE_ITEM")];
    seen.add(item);
    if (quantity < 1) return [error(field, "The quantity must be positive.", "INVALID_QUANTITY")];
    const key = levelKey(item, destination);
    if (!shop.data.levels.has(key)) shop.data.levels.set(key, newLevel(item, destination, shop.now()));
    return [];
  });
}

/** Calls off a transfer of which nothing has left. */
export function cancelTransfer(shop: Shop, id: string) {
  const transfer = shop.data.transfers.get(numberOf(id));
  const failed = (...userErrors: UserError[]) => ({ inventoryTransfer: null, userErrors });
  if (!transfer) return failed(error(["id"], "The transfer could not be found.", "TRANSFER_NOT_FOUND"));
  if (transfer.status !== "READY_TO_SHIP" && transfer.status !== "DRAFT")
    return failed(error(["id"], "The transfer can no longer be canceled.", "INVALID_TRANSFER_STATUS"));
  transfer.status = "CANCELED";
  for (const { itemId, quantity } of transfer.lines)
    changeLevel(shop, itemId, transfer.originId, { available: quantity, reserved: -quantity });
  return { inventoryTransfer: transferView(shop, transfer), userErrors: [] as UserError[] };
}

/** Goods leave: they are on hand nowhere and incoming at the other end. */
export function shipTransfer(
  shop: Shop,
  input: { movementId: string; lineItems: readonly LineInput[] },
  info: GraphQLResolveInfo,
) {
  const failed = (...userErrors: UserError[]) => ({ inventoryShipment: null, userErrors });
  return once(
    shop,
    info,
    input,
    () => {
      const transfer = shop.data.transfers.get(numberOf(input.movementId));
      if (!transfer)
        return failed(error(["input"], "The transfer could not be found.", "TRANSFER_NOT_FOUND"));
      if (transfer.status !== "READY_TO_SHIP" && transfer.status !== "IN_PROGRESS")
        return failed(error(["input"], "The transfer cannot be shipped.", "INVALID_TRANSFER_STATUS"));
      if (input.lineItems.length === 0) return failed(error(["input"], "There are no items.", "ITEMS_EMPTY"));
      for (const { inventoryItemId, quantity } of input.lineItems) {
        const line = transfer.lines.find(({ itemId }) => itemId === numberOf(inventoryItemId));
        if (!line) return failed(error(["input"], "The item is not on the transfer.", "INVALID_ITEM"));
        if (quantity < 1 || quantity > line.quantity - line.shipped)
          return failed(error(["input"], "There are not that many to ship.", "INVALID_QUANTITY"));
      }
      const shipment = newShipment(shop, transfer, input.lineItems);
      return { inventoryShipment: shipmentView(shop, shipment), userErrors: [] as UserError[] };
    },
    failed,
  );
}

function newShipment(shop: Shop, transfer: ShopTransfer, lines: readonly LineInput[]): ShopShipment {
  const shipment: ShopShipment = {
    id: shop.nextId(),
    name: `${transfer.name}-${transfer.shipmentIds.length + 1}`,
    transferId: transfer.id,
    status: "IN_TRANSIT",
    createdAt: shop.now(),
    shippedAt: shop.now(),
    receivedAt: null,
    lines: lines.map(({ inventoryItemId, quantity }) => ({
      id: shop.nextId(),
      itemId: numberOf(inventoryItemId),
      quantity,
      accepted: 0,
      rejected: 0,
    })),
  };
  shop.data.shipments.set(shipment.id, shipment);
  transfer.shipmentIds.push(shipment.id);
  transfer.status = "IN_PROGRESS";
  for (const { itemId, quantity } of shipment.lines) {
    const line = transfer.lines.find((one) => one.itemId === itemId);
    if (line) line.shipped += quantity;
    changeLevel(shop, itemId, transfer.originId, { reserved: -quantity });
    changeLevel(shop, itemId, transfer.destinationId, { incoming: quantity });
  }
  return shipment;
}

/** Goods arrive: what is accepted can be sold, what is rejected is gone. */
export function receiveShipment(
  shop: Shop,
  args: {
    id: string;
    lineItems?:
      | readonly { shipmentLineItemId: string; quantity: number; reason: "ACCEPTED" | "REJECTED" }[]
      | null;
    bulkReceiveAction?: "ACCEPTED" | "REJECTED" | null;
  },
  info: GraphQLResolveInfo,
) {
  const failed = (...userErrors: UserError[]) => ({ inventoryShipment: null, userErrors });
  return once(
    shop,
    info,
    args,
    () => {
      const shipment = shop.data.shipments.get(numberOf(args.id));
      const transfer = shipment && shop.data.transfers.get(shipment.transferId);
      if (!shipment || !transfer)
        return failed(error(["id"], "The shipment could not be found.", "SHIPMENT_NOT_FOUND"));
      if (shipment.status === "RECEIVED" || shipment.status === "DRAFT")
        return failed(error(["id"], "The shipment cannot be received.", "INVALID_SHIPMENT_STATUS"));
      const received =
        args.lineItems?.map((one) => ({ ...one, id: numberOf(one.shipmentLineItemId) })) ??
        shipment.lines.map(({ id, quantity, accepted, rejected }) => ({
          id,
          quantity: quantity - accepted - rejected,
          reason: args.bulkReceiveAction ?? ("ACCEPTED" as const),
        }));
      for (const { id, quantity } of received) {
        const line = shipment.lines.find((one) => one.id === id);
        if (!line) return failed(error(["lineItems"], "The item is not on the shipment.", "ITEM_NOT_FOUND"));
        if (quantity < 0) return failed(error(["lineItems"], "The quantity is invalid.", "INVALID_QUANTITY"));
      }
      take(shop, transfer, shipment, received);
      return { inventoryShipment: shipmentView(shop, shipment), userErrors: [] as UserError[] };
    },
    failed,
  );
}

function take(
  shop: Shop,
  transfer: ShopTransfer,
  shipment: ShopShipment,
  received: readonly { id: number; quantity: number; reason: "ACCEPTED" | "REJECTED" }[],
): void {
  for (const { id, quantity, reason } of received) {
    const line = shipment.lines.find((one) => one.id === id);
    if (!line) continue;
    const expected = Math.min(quantity, line.quantity - line.accepted - line.rejected);
    if (reason === "ACCEPTED") line.accepted += quantity;
    else line.rejected += quantity;
    changeLevel(shop, line.itemId, transfer.destinationId, {
      incoming: -Math.max(0, expected),
      ...(reason === "ACCEPTED" ? { available: quantity } : {}),
    });
  }
  shipment.receivedAt = shop.now();
  const open = (one: ShopShipment) =>
    one.lines.some(({ quantity, accepted, rejected }) => accepted + rejected < quantity);
  shipment.status = open(shipment) ? "PARTIALLY_RECEIVED" : "RECEIVED";
  const shipments = transfer.shipmentIds.flatMap((id) => shop.data.shipments.get(id) ?? []);
  const allShipped = transfer.lines.every(({ quantity, shipped }) => shipped >= quantity);
  if (allShipped && !shipments.some(open)) transfer.status = "TRANSFERRED";
}
