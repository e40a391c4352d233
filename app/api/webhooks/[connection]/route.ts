import { route } from "@/app/_edge/problem";
import { readText } from "@/app/api/v1/_http/read-json";
import { getDb } from "@/db/client";
import { receiveWebhook } from "@/lib/services/webhook/receive";

const BODY_BYTES_MAX = 256 * 1024;

/** Call-backs of warehouses and ad platforms, signed by Standard Webhooks over the raw body. */
export const POST = route(
  async (request: Request, { params }: { params: Promise<{ connection: string }> }) => {
    const { connection } = await params;
    const body = await readText(request, BODY_BYTES_MAX);
    const received = await receiveWebhook(getDb(), connection, Object.fromEntries(request.headers), body);
    return Response.json(received, { headers: { "cache-control": "no-store" } });
  },
);
