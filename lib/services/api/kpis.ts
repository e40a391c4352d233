import { z } from "zod";
import type { Queryable } from "@/db/client";
import { cutPage } from "@/db/queries/shared/keyset";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { readCursor } from "./cursor";
import { type ApiPage, code, pageQuery, time } from "./list-schema";

export const kpisQuery = z.strictObject({
  metric: code("Name of one figure"),
  scope: code(
    "all (when left out), channel:<code>, location:<code>, connection:<key> or category:<name>",
  ).default("all"),
  from: z.iso.date().optional().meta({ description: "First day" }),
  to: z.iso.date().optional().meta({ description: "Last day" }),
  ...pageQuery,
});

export const kpiItem = z.object({
  metric: z.string(),
  scope: z.string(),
  day: z.iso.date(),
  value: z.number().nullable().meta({ description: "Null: cannot be known" }),
  low: z.number().nullable(),
  high: z.number().nullable(),
  parts: z.record(z.string(), z.unknown()).meta({ description: "Numerator, denominator, lines of a sum" }),
  computedAt: time,
});

/** One value a day of each figure in one scope: by name, newest day first. */
export async function listKpis(
  db: Queryable,
  actor: Actor,
  query: z.output<typeof kpisQuery>,
): Promise<ApiPage<z.input<typeof kpiItem>>> {
  authorise(actor, "read");
  const after = readCursor(query.cursor, "day", ["text"]);
  const rows = await db<z.input<typeof kpiItem>[]>`
    select metric, ${query.scope} as scope, day, value, low, high, parts, computed_at as "computedAt"
    from kpi_daily
    where scope = ${await storedScope(db, query.scope)}
      ${query.metric ? db`and metric = ${query.metric}` : db``}
      ${query.from ? db`and day >= ${query.from}` : db``}
      ${query.to ? db`and day <= ${query.to}` : db``}
      ${after ? db`and (metric > ${String(after.ids[0])} or (metric = ${String(after.ids[0])} and day < ${String(after.value)}))` : db``}
    order by metric, day desc limit ${query.limit + 1}`;
  const page = cutPage(rows, query.limit, (row) => ({ value: row.day, ids: [row.metric] }));
  return { data: page.rows, nextCursor: page.nextCursor };
}

/** Scopes are stored by number and asked for by code, which is what people and other systems know. */
async function storedScope(db: Queryable, scope: string): Promise<string> {
  const [kind = "", ...rest] = scope.split(":");
  const name = rest.join(":");
  const [row] =
    kind === "channel"
      ? await db<{ id: number }[]>`select id from channel where code = ${name}`
      : kind === "location"
        ? await db<{ id: number }[]>`select id from location where code = ${name}`
        : kind === "connection"
          ? await db<{ id: number }[]>`select id from connection where key = ${name}`
          : [];
  return row ? `${kind}:${row.id}` : scope;
}
