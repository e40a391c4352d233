import { z } from "zod";
import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { streamState } from "@/app/(ops)/settings/connections/stream-state";
import { getDb } from "@/db/client";
import { callsByHour, connectionByKey } from "@/db/queries/live";
import { csvResponse } from "@/lib/core/csv";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { streamHealth } from "@/lib/services/connection/live/stream-health";
import { callColumns, quotaColumns, runColumns, streamColumns, webhookColumns } from "./columns";

const tables = z.enum(["streams", "quotas", "webhooks", "calls", "runs"]).catch("streams");

/** One table of a live connection's page, named by `table`. */
export const GET = pageRoute(
  async (request: Request, { params }: RouteContext<"/api/pages/connections/[key]/csv">) => {
    const actor = await requireActorForAction();
    const db = getDb();
    const connection = await connectionByKey(db, (await params).key);
    if (!connection)
      throw new NotFound("There is no such connection.", { say: say("live.errors.noConnection") });
    const table = tables.parse(new URL(request.url).searchParams.get("table"));
    const file = `plimsoll-${connection.key}-${table}.csv`;
    if (table === "calls") return csvResponse(file, await callsByHour(db, connection.id), callColumns);
    const health = await streamHealth(db, actor, { connectionId: connection.id });
    if (table === "quotas") return csvResponse(file, health.quotas, quotaColumns);
    if (table === "webhooks") return csvResponse(file, health.webhooks, webhookColumns);
    if (table === "runs") return csvResponse(file, health.runs, runColumns);
    const facts = { state: health.state, reconnectSince: health.reconnectSince?.toISOString() ?? null };
    const rows = health.streams.map((row) => ({
      ...row,
      state: streamState(
        {
          ...row,
          lastOkAt: row.lastOkAt?.toISOString() ?? null,
          openUntil: row.openUntil?.toISOString() ?? null,
        },
        facts,
        new Date(),
      ),
      lag: health.lag.find(({ kind }) => kind === row.kind) ?? null,
    }));
    return csvResponse(file, rows, streamColumns);
  },
);
