import type { Tx } from "@/db/client";
import { keptRows } from "../kept-rows";
import { literal, overlay } from "../overlay";

/**
 * Readings, their rejects and lags, orders held back, alerts and the minute's events, as far as their own times tell how they
 * stood at a moment. Lags are of the hours that were over. When a source was last confirmed, what it showed and what waited are
 * written over and not kept.
 */
export async function laySync(tx: Tx, at: Date): Promise<void> {
  const then = literal(at);
  const known = (name: string, time: string) => [name, `case when x.${time} <= ${then} then x.${name} end`];
  await overlay(
    tx,
    "sync_run",
    {
      state: `case when x.finished_at <= ${then} then x.state when x.started_at <= ${then} then 'running' else 'queued' end`,
      ...Object.fromEntries(["finished_at", "error", "error_say"].map((name) => known(name, "finished_at"))),
      started_at: `case when x.started_at <= ${then} then x.started_at end`,
    },
    `public.sync_run x where x.queued_at <= ${then}`,
  );
  await overlay(
    tx,
    "reject",
    {},
    `public.sync_run f join public.reject x on x.run_id = f.id where f.finished_at <= ${then}`,
  );
  await overlay(tx, "sync_lag", {}, `public.sync_lag x where x.hour <= ${then} - interval '1 hour'`);
  await overlay(
    tx,
    "order_flag",
    {
      state: `case when x.decided_at <= ${then} then x.state else 'open' end`,
      ...Object.fromEntries(["decided_at", "decided_by", "note"].map((name) => known(name, "decided_at"))),
    },
    `public.order_flag x where x.raised_at <= ${then}`,
  );
  await overlay(
    tx,
    "alert",
    {
      state: `case when x.ended_at > ${then} then 'open' else x.state end`,
      ended_at: `case when x.ended_at <= ${then} then x.ended_at end`,
    },
    `${keptRows("alert", at)} x where x.began_at <= ${then}`,
  );
  await overlay(
    tx,
    "canary_beat",
    Object.fromEntries(
      ["applied_at", "announced_at", "visible_at", "milliseconds"].map((name) => known(name, "visible_at")),
    ),
    `public.canary_beat x where x.sent_at <= ${then}`,
  );
  await overlay(tx, "reconciliation", {}, `public.reconciliation x where x.compared_at <= ${then}`);
}
