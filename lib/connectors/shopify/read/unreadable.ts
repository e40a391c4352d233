import { z } from "zod";
import { type SourceRecord, VendorError } from "@/lib/connectors/live-contract";

const named = z.object({ id: z.string(), name: z.string().optional() });

/**
 * An order in an unknown shape holds no other one up: it comes in as far as it can be named, to be refused and looked into.
 * Throws VendorError where it cannot even be named.
 */
export function unreadableOrder(raw: unknown): SourceRecord[] {
  const { data } = named.safeParse(raw);
  if (!data) throw new VendorError("unexpected", "unknown_shape", "An order has neither id nor shape.");
  const fields = { orderNumber: data.name ?? data.id };
  return [{ kind: "orders", id: data.id, version: null, fields, raw, eventAt: null }];
}
