import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { ingestRecords } from "@/lib/ingest/ingest-records";
import { isKind } from "@/lib/ingest/schemas/index";

const recordsAtATime = 1_000;

interface Waiting {
  id: number;
  connectionId: number;
  kind: string;
  raw: unknown;
}

/**
 * Applies the oldest waiting records of one source and kind and marks what became of each. A kill between applying and
 * marking is harmless: applied again they are found unchanged. Returns how many were taken.
 */
export async function applyInbox(db: Db): Promise<number> {
  const [first] = await db<Waiting[]>`
    select id, connection_id as "connectionId", kind, raw from inbox_record
    where state = 'waiting' and fields is null order by id limit 1`;
  if (!first) return 0;
  const { connectionId, kind } = first;
  const waiting = await db<Waiting[]>`
    select id, connection_id as "connectionId", kind, raw from inbox_record
    where state = 'waiting' and fields is null and connection_id = ${connectionId} and kind = ${kind} order by id limit ${recordsAtATime}`;
  const reasons = new Map<number, string>();
  if (isKind(kind)) {
    const records = waiting.map(({ raw }) => raw);
    const answer = await ingestRecords(db, { connectionId, kind, records, trigger: "webhook" });
    for (const { index, field, reason } of answer.rejected) {
      const before = reasons.get(index);
      const sentence = field ? `${field}: ${reason}` : reason;
      reasons.set(index, before === undefined ? sentence : `${before}; ${sentence}`);
    }
  } else for (const index of waiting.keys()) reasons.set(index, `there are no records of kind ${kind}`);
  const marks = waiting.map(({ id }, index) => ({ id, reason: reasons.get(index) ?? null }));
  await db`
    update inbox_record r set state = case when m.reason is null then 'applied' else 'rejected' end, reason = m.reason, applied_at = now()
    from json_to_recordset(${JSON.stringify(marks)}::text::json) as m (id bigint, reason text) where r.id = m.id`;
  await announce(db, "sync");
  return waiting.length;
}
