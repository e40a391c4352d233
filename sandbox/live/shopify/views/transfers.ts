import { type PageArguments, pageOf } from "../paging";
import type { Shop } from "../shop";
import { gid, iso, type ShopShipment, type ShopTransfer } from "../state";
import { itemView, locationView } from "./goods";

const snapshot = (shop: Shop, id: number) => {
  const location = shop.data.locations.get(id);
  return location ? { name: location.name, location: () => locationView(shop, location) } : null;
};

export const transferView = (shop: Shop, transfer: ShopTransfer) => ({
  __typename: "InventoryTransfer",
  id: gid("InventoryTransfer", transfer.id),
  name: transfer.name,
  status: transfer.status,
  referenceName: transfer.referenceName,
  note: transfer.note,
  tags: transfer.tags,
  dateCreated: iso(transfer.createdAt),
  origin: snapshot(shop, transfer.originId),
  destination: snapshot(shop, transfer.destinationId),
  totalQuantity: transfer.lines.reduce((sum, { quantity }) => sum + quantity, 0),
  receivedQuantity: () =>
    shipmentsOf(shop, transfer)
      .flatMap(({ lines }) => lines)
      .reduce((sum, { accepted, rejected }) => sum + accepted + rejected, 0),
  lineItems: (args: PageArguments) =>
    pageOf(
      transfer.lines,
      ({ id }) => [id, id],
      ({ id, itemId, quantity, shipped }) => ({
        __typename: "InventoryTransferLineItem",
        id: gid("InventoryTransferLineItem", id),
        inventoryItem: () => itemView(shop, itemId),
        totalQuantity: quantity,
        shippedQuantity: shipped,
        shippableQuantity: quantity - shipped,
        processableQuantity: quantity - shipped,
      }),
      args,
    ),
  shipments: (args: PageArguments) =>
    pageOf(
      shipmentsOf(shop, transfer),
      ({ id }) => [id, id],
      (one) => shipmentView(shop, one),
      args,
    ),
});

const shipmentsOf = (shop: Shop, transfer: ShopTransfer): ShopShipment[] =>
  transfer.shipmentIds.flatMap((id) => shop.data.shipments.get(id) ?? []);

const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

export const shipmentView = (shop: Shop, shipment: ShopShipment) => ({
  __typename: "InventoryShipment",
  id: gid("InventoryShipment", shipment.id),
  name: shipment.name,
  status: shipment.status,
  dateCreated: iso(shipment.createdAt),
  dateShipped: isoOrNull(shipment.shippedAt),
  dateReceived: isoOrNull(shipment.receivedAt),
  lineItems: (args: PageArguments) =>
    pageOf(
      shipment.lines,
      ({ id }) => [id, id],
      ({ id, itemId, quantity, accepted, rejected }) => ({
        __typename: "InventoryShipmentLineItem",
        id: gid("InventoryShipmentLineItem", id),
        inventoryItem: () => itemView(shop, itemId),
        quantity,
        acceptedQuantity: accepted,
        rejectedQuantity: rejected,
        unreceivedQuantity: quantity - accepted - rejected,
      }),
      args,
    ),
});
