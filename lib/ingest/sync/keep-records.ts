import { createHash } from "node:crypto";
import type { Queryable } from "@/db/client";
import type { OrderChecks, RecordKind, SourceRecord } from "@/lib/connectors/live-contract";
import { jsonText } from "@/lib/core/storable";
import type { Reject } from "@/lib/ingest/outcome";

/** A record of a source with what is kept of it. */
export interface KeptRecord {
  eventId: string;
  externalId: string;
  /** As the source sent it; null: it stands with another record of the same page. */
  raw: unknown;
  /** As our record kinds take it, in the source's own codes. */
  fields: Record<string, unknown>;
  eventAt: string | null;
  /** As in SourceRecord; not kept. */
  partOf?: string;
  /** What an order is held against once it is in; not kept. */
  checks?: OrderChecks;
}

/** What a record that names something unknown waits for, by the code of the refusal. */
const wantedBy: Record<string, string> = {
  unknown_sku: "sku",
  unknown_location: "location",
  unknown_channel: "channel",
  unknown_order: "order",
  unknown_campaign: "campaign",
  unknown_ad: "ad",
};

/** Tells this state of a thing from all others. Never longer than 300 characters. */
export function eventIdOf(record: {
  id: string;
  version: string | null;
  eventAt: string | null;
  raw: unknown;
  fields: Record<string, unknown>;
}): string {
  const hash = () => createHash("sha256").update(JSON.stringify(record.fields)).digest("hex").slice(0, 32);
  return `${record.id.slice(0, 200)}@${(record.version ?? `${record.eventAt ?? ""}#${hash()}`).slice(0, 99)}`;
}

/**
 * Keeps records with what became of them, inside the transaction that applied them. A record that names something unknown
 * is `unmapped` and waits for it; one that cannot be taken as it is is `rejected`; older states of a thing that were stuck
 * are `superseded` by a newer one, which says all that they did. Returns how many were left unmapped and what is new here.
 */
export async function keepRecords(
  tx: Queryable,
  given: {
    connectionId: number;
    kind: RecordKind;
    records: readonly KeptRecord[];
    rejects: readonly Reject[];
    runId: number | null;
    /** What became of those that were not refused; applied when left out. */
    as?: "applied" | "unchanged";
  },
): Promise<{ unmapped: number; firstSeen: readonly string[] }> {
  const problems = new Map<number, Reject[]>();
  for (const reject of given.rejects)
    problems.set(reject.line, [...(problems.get(reject.line) ?? []), reject]);
  const rows = new Map<string, Record<string, unknown>>();
  for (const [index, record] of given.records.entries()) {
    const { eventId, externalId, raw, fields, eventAt } = record;
    const verdict = verdictOf(problems.get(index) ?? [], given.as);
    rows.set(eventId, { eventId, externalId, raw: raw ?? null, fields, eventAt, ...verdict });
  }
  const written = await tx<{ eventId: string; state: string; fresh: boolean }[]>`
    with kept as (
      insert into inbox_record as r (connection_id, kind, event_id, external_id, raw, fields, source_event_at, state, reason, code, field,
        value, say, wants, applied_at, run_id)
      select ${given.connectionId}, ${given.kind}, "eventId", "externalId", coalesce(raw, 'null'), fields, "eventAt", state, reason, code,
        field, value, say, wants, case when state = 'applied' then clock_timestamp() end, ${given.runId}::bigint
      from jsonb_to_recordset(${jsonText([...rows.values()])}::text::jsonb) as k ("eventId" text, "externalId" text, raw jsonb, fields jsonb,
        "eventAt" timestamptz, state text, reason text, code text, field text, value text, say jsonb, wants text[])
      order by "eventId"
      on conflict (connection_id, kind, event_id) do update set state = excluded.state, reason = excluded.reason, code = excluded.code,
        field = excluded.field, value = excluded.value, say = excluded.say, wants = excluded.wants, run_id = excluded.run_id,
        fields = excluded.fields, applied_at = coalesce(r.applied_at, excluded.applied_at)
      where r.state not in ('applied', 'dismissed')
      returning r.event_id as "eventId", r.state, r.xmax = 0 as fresh)
    select * from kept`;
  await tx`
    update inbox_record old set state = 'superseded' from inbox_record taken
    where old.connection_id = ${given.connectionId} and old.kind = ${given.kind} and old.state in ('unmapped', 'rejected')
      and taken.connection_id = old.connection_id and taken.kind = old.kind and taken.event_id = any(${[...rows.keys()]})
      and taken.external_id = old.external_id
      and (coalesce(old.source_event_at, old.received_at), old.id) < (coalesce(taken.source_event_at, taken.received_at), taken.id)`;
  return {
    unmapped: written.filter(({ state }) => state === "unmapped").length,
    firstSeen: written.filter(({ fresh }) => fresh).map(({ eventId }) => eventId),
  };
}

/** Puts records on the list of what waits to be applied, as they came. */
export async function queueRecords(
  tx: Queryable,
  connectionId: number,
  records: readonly SourceRecord[],
): Promise<void> {
  const rows = new Map(
    records.map((record) => {
      const { kind, id, raw, fields, eventAt } = record;
      const eventId = eventIdOf(record);
      return [`${kind}|${eventId}`, { kind, eventId, externalId: id, raw: raw ?? null, fields, eventAt }];
    }),
  );
  await tx`
    insert into inbox_record (connection_id, kind, event_id, external_id, raw, fields, source_event_at)
    select ${connectionId}, kind, "eventId", "externalId", coalesce(raw, 'null'), fields, "eventAt"
    from jsonb_to_recordset(${jsonText([...rows.values()])}::text::jsonb) as k (kind text, "eventId" text, "externalId" text, raw jsonb,
      fields jsonb, "eventAt" timestamptz)
    on conflict (connection_id, kind, event_id) do nothing`;
}

/** What refusals make of a record. */
export function verdictOf(
  problems: readonly Reject[],
  otherwise: "applied" | "unchanged" = "applied",
): Record<string, unknown> {
  const [first] = problems;
  if (!first) return { state: otherwise, wants: [] };
  const wants = problems.flatMap(({ code, value }) => {
    const of = wantedBy[code];
    return of && value !== null ? [`${of}:${value}`] : [];
  });
  const sentences = problems.map(({ field, reason }) => (field ? `${field}: ${reason}` : reason));
  return {
    state: wants.length === problems.length ? "unmapped" : "rejected",
    reason: [...new Set(sentences)].slice(0, 20).join("; "),
    code: first.code,
    field: first.field,
    value: first.value,
    say: first.say,
    wants: [...new Set(wants)],
  };
}
