import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";

/** Sends the orders that an approval has gathered: nothing joins them any more. Returns how many transfers they are. */
export const sendShipment = (db: Db, shipment: string): Promise<number> =>
  db.begin((tx) => sendGathered(tx, shipment));

/** The same in the caller's transaction. */
export async function sendGathered(tx: Tx, shipment: string): Promise<number> {
  const asked = await tx<{ id: string; transferId: number }[]>`
      update action a set next_attempt_at = now() from transfer_order o
      where o.shipment = ${shipment} and a.kind = 'transfer' and (a.payload ->> 'transferId')::bigint = o.id
        and a.rides_with is null and a.state = 'queued' and a.attempts = 0
      returning a.id, o.id as "transferId"`;
  for (const { id } of asked)
    await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
  await tx`update transfer_order set shipment = null where shipment = ${shipment}`;
  return new Set(asked.map(({ transferId }) => transferId)).size;
}
