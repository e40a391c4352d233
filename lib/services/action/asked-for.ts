import type { Tx } from "@/db/client";
import type { TransferPayload } from "./types";

/** One action that is sent for a transfer: to who moves the goods, or to an account that receives them. */
export interface Asked {
  id: string;
  connectionId: number | null;
  payload: TransferPayload;
  /** Nothing of it was ever sent or tried. */
  isUnsent: boolean;
}

/** The actions `a` that are sent for a transfer; lines of other decisions ride with one of them. */
export const askedFor = (tx: Tx, transferId: ReturnType<Tx>) =>
  tx`a.kind = 'transfer' and (a.payload ->> 'transferId')::bigint = ${transferId} and a.rides_with is null and a.state <> 'cancelled'`;

/** All that is asked of anyone for a transfer, locked; `skipLocked` leaves out what another has in hand. */
export function lockAsked(tx: Tx, transferId: number, { skipLocked = false } = {}): Promise<Asked[]> {
  return tx<Asked[]>`
    select a.id, a.connection_id as "connectionId", a.payload,
      a.state = 'queued' and a.attempts = 0 and not exists (select from action_attempt t where t.action_id = a.id) as "isUnsent"
    from action a where ${askedFor(tx, tx`${transferId}`)} order by a.id for update ${skipLocked ? tx`skip locked` : tx``}`;
}
