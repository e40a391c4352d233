import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import type { Confirmed } from "./confirm-input";
import { noTransfer } from "./missing";

export interface TransferStanding {
  number: string;
  state: Confirmed["state"];
  actionId: string | null;
  executor: "webhook" | "manual" | null;
  lineNos: number[];
}

/** The transfer with its rows locked: the action first, as everywhere. Throws NotFound. */
export async function lockTransfer(tx: Tx, transferId: number): Promise<TransferStanding> {
  await tx`select 1 from action where id = (select action_id from transfer_order where id = ${transferId}) for update`;
  const [row] = await tx<TransferStanding[]>`
    select t.number, t.state, t.action_id as "actionId", a.executor,
      array(select line_no from transfer_line where transfer_id = t.id order by line_no) as "lineNos"
    from transfer_order t left join action a on a.id = t.action_id where t.id = ${transferId} for update of t`;
  if (!row) throw noTransfer();
  return row;
}

/** Whether this very confirmation was recorded before. */
export async function isRecorded(tx: Tx, transferId: number, eventId: string): Promise<boolean> {
  const [row] =
    await tx`select 1 from transfer_event where transfer_id = ${transferId} and event_id = ${eventId}`;
  return row !== undefined;
}

const refusals = {
  shipped: "has been confirmed as shipped already.",
  not_shipped: "has not been confirmed as shipped yet; confirm the shipping first.",
  received: "has been confirmed as received already.",
  cancelled: "has been cancelled.",
};
export type Refusal = keyof typeof refusals;

function sayOf(why: Refusal, number: string): Say {
  switch (why) {
    case "shipped":
      return say("refusals.transfer.shipped", { number });
    case "not_shipped":
      return say("refusals.transfer.notShipped", { number });
    case "received":
      return say("refusals.transfer.received", { number });
    case "cancelled":
      return say("refusals.transfer.cancelled", { number });
  }
}

/** The Conflict of a confirmation that no longer fits, with who recorded what before. */
export async function transferConflict(
  tx: Tx,
  transferId: number,
  standing: TransferStanding,
  why: Refusal,
): Promise<Conflict> {
  const events = await tx<{ kind: string; by: string; at: Date }[]>`
    select kind, recorded_by as by, recorded_at as at from transfer_event where transfer_id = ${transferId} order by recorded_at desc limit 5`;
  return new Conflict(
    `${standing.number} ${refusals[why]} Nothing was recorded; reload to see it as it is.`,
    {
      say: sayOf(why, standing.number),
      details: {
        kind: "transfer",
        state: standing.state,
        events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
      },
    },
  );
}
