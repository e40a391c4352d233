import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import type { DeadLetter } from "./dead-letters";

/** One record that could not be taken; null when it is stuck no longer. Throws Forbidden. */
export async function getDeadLetter(db: Queryable, actor: Actor, id: number): Promise<DeadLetter | null> {
  authorise(actor, "order.resolve");
  const [row] = await db<DeadLetter[]>`
    select r.id, r.connection_id as "connectionId", c.name as connection, r.kind, r.external_id as "externalId", r.code, r.field, r.value,
      r.reason, r.say, r.raw, r.fields, r.source_event_at as "eventAt", r.received_at as "receivedAt"
    from inbox_record r join connection c on c.id = r.connection_id
    where r.id = ${id} and r.state = 'rejected' and r.fields is not null`;
  return row ?? null;
}
