import { getDb } from "@/db/client";
import { readHealth } from "@/lib/services/health/read";

export const dynamic = "force-dynamic";

/** For watchers and the start command: 200 while pages can be served, 503 when the database does not answer. */
export async function GET(): Promise<Response> {
  const health = await readHealth(getDb());
  return Response.json(health, {
    status: health.state === "down" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
