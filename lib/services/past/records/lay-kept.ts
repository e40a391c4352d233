import type { Tx } from "@/db/client";
import { gatherKept, type KeptTable } from "../kept-rows";
import { literal, overlay } from "../overlay";

/** Columns of a table that are written over with every reading, and so tell nothing of the moment. */
const unknown = (...columns: string[]) => Object.fromEntries(columns.map((column) => [column, "null"]));

/**
 * What is sold and offered, what is kept back, promotions, the rules, who is told, who may sign in and what is connected, as they
 * stood at a moment. What a channel was last seen to show, and of connections all but how they are set, is not kept.
 */
export async function layKept(tx: Tx, at: Date): Promise<void> {
  const then = literal(at);
  const by = (name: string, time = name) => [name, `case when x.${time} <= ${then} then x.${name} end`];
  const rowsOf = await gatherKept(tx, at);
  const lay = (table: KeptTable, anew: Readonly<Record<string, string>> = {}, condition = "true") =>
    overlay(tx, table, anew, `${rowsOf(table)} x where ${condition}`);
  // Before rows were kept the first version counts as having been there always.
  const madeBy = (table: "policy" | "alert_settings") =>
    `x.created_at <= ${then} or x.version = (select min(version) from public.${table})`;
  await lay("sku");
  await lay(
    "listing",
    unknown(
      "published_units",
      "published_as_of",
      "drift_units",
      "available_to_sell_units",
      "drift_since",
      "computed_at",
    ),
  );
  for (const table of ["channel", "channel_location", "publish_rule", "promotion_sku"] as const)
    await lay(table);
  await lay("promotion", {}, `x.created_at <= ${then}`);
  await overlay(tx, "promotion_result", {}, `public.promotion_result x where x.measured_at <= ${then}`);
  await overlay(tx, "promotion_unmeasured", {}, `public.promotion_unmeasured x where x.looked_at <= ${then}`);
  for (const table of ["policy", "alert_settings"] as const) await lay(table, {}, madeBy(table));
  for (const table of ["alert_route", "import_mapping", "company", "app_user"] as const) await lay(table);
  await lay(
    "connection",
    Object.fromEntries([
      by("last_event_at"),
      by("last_confirmed_at"),
      by("last_error_at"),
      by("last_error", "last_error_at"),
      by("last_error_say", "last_error_at"),
    ]),
  );
  await overlay(
    tx,
    "api_token",
    Object.fromEntries([by("revoked_at"), by("last_used_at")]),
    `public.api_token x where x.created_at <= ${then}`,
  );
  await overlay(
    tx,
    "invitation",
    Object.fromEntries([
      by("accepted_at"),
      by("accepted_user_id", "accepted_at"),
      by("revoked_at"),
      ["token_hash", "''"],
    ]),
    `public.invitation x where x.created_at <= ${then}`,
  );
  await overlay(
    tx,
    "standstill",
    Object.fromEntries([by("ended_at"), by("ended_by", "ended_at"), by("ended_by_id", "ended_at")]),
    `public.standstill x where x.stopped_at <= ${then}`,
  );
  await overlay(
    tx,
    "approval_request",
    {
      state: `case when x.ended_at > ${then} then 'waiting' else x.state end`,
      ...Object.fromEntries(["ended_at", "ended_by", "ended_by_id"].map((name) => by(name, "ended_at"))),
    },
    `public.approval_request x where x.asked_at <= ${then}`,
  );
  await overlay(
    tx,
    "action_attempt",
    Object.fromEntries(
      ["finished_at", "outcome", "http_status", "answer"].map((name) => by(name, "finished_at")),
    ),
    `public.action_attempt x where x.started_at <= ${then}`,
  );
  await overlay(
    tx,
    "alert_delivery",
    {
      state: `case when x.sent_at > ${then} then 'waiting' else x.state end`,
      ...Object.fromEntries([by("sent_at")]),
    },
    `public.alert_delivery x where x.created_at <= ${then}`,
  );
  await overlay(
    tx,
    "backtest",
    {
      state: `case when x.finished_at > ${then} then 'running' else x.state end`,
      ...Object.fromEntries(["finished_at", "error", "result"].map((name) => by(name, "finished_at"))),
    },
    `public.backtest x where x.created_at <= ${then}`,
  );
}
