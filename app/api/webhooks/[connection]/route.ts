import { limited } from "@/app/_edge/limited";
import { route } from "@/app/_edge/problem";
import { readText } from "@/app/api/v1/_http/read-json";
import { getDb } from "@/db/client";
import { receiveWebhook } from "@/lib/services/webhook/receive";
import {
  findVendorConnection,
  receiveVendorWebhook,
  VENDOR_BODY_BYTES_MAX,
} from "@/lib/services/webhook/receive-vendor";

const BODY_BYTES_MAX = 256 * 1024;
/** Beyond what a server that keeps up ever has at a time; vendors send again what was answered with 503. */
const AT_ONCE_MAX = 1_000;
const noStore = { "cache-control": "no-store" };

/**
 * Call-backs of warehouses and ad platforms, signed by Standard Webhooks over the raw body; and those of live vendors, in
 * the vendor's own form and answered with the status it expects.
 */
export const POST = limited(
  AT_ONCE_MAX,
  503,
  route(async (request: Request, { params }: { params: Promise<{ connection: string }> }) => {
    const { connection } = await params;
    const headers = Object.fromEntries(request.headers);
    const vendor = await findVendorConnection(getDb(), connection);
    if (vendor) {
      const body = await readText(request, VENDOR_BODY_BYTES_MAX);
      const { status, result } = await receiveVendorWebhook(getDb(), vendor, headers, body);
      return Response.json({ result }, { status, headers: noStore });
    }
    const body = await readText(request, BODY_BYTES_MAX);
    return Response.json(await receiveWebhook(getDb(), connection, headers, body), { headers: noStore });
  }),
);
