import type { SourceRecord, WebhookCall } from "@/lib/connectors/live-contract";
import { shopifyConnector } from "../provider";
import { readAll, type TestSession } from "./session";

/** What is known of each thing, by the rule of the tables: an older version changes nothing, fields left out stay. */
export interface Ledger {
  take: (records: readonly SourceRecord[]) => void;
  /** Known fields by kind and id, without versions. */
  state: () => Record<string, Record<string, unknown>>;
}

export function newLedger(): Ledger {
  const known = new Map<string, { version: number; fields: Record<string, unknown> }>();
  return {
    take(records) {
      for (const { kind, id, fields } of records) {
        const { version, updatedAt: _updatedAt, ...content } = fields;
        const at = typeof version === "number" ? version : Date.parse(String(fields.asOf));
        const before = known.get(`${kind} ${id}`);
        if (before && at < before.version) continue;
        known.set(`${kind} ${id}`, { version: at, fields: { ...before?.fields, ...content } });
      }
    },
    state: () =>
      Object.fromEntries(
        [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { fields }]) => [key, fields]),
      ),
  };
}

/** Takes one webhook as the engine does: checked, understood, its records applied and the rest asked for. */
export async function takeCall(session: TestSession, ledger: Ledger, call: WebhookCall): Promise<string> {
  const { webhooks } = shopifyConnector;
  if (!webhooks) throw new TypeError("no webhooks");
  const verdict = webhooks.verify(call, [session.secrets.clientSecret ?? ""], session.now());
  if (verdict !== "ok") throw new TypeError(`the shop's own call is ${verdict}`);
  const meaning = webhooks.understand(call, session.settings);
  if (meaning.kind !== "event") return meaning.kind;
  ledger.take(meaning.records);
  for (const { stream, ids } of meaning.fetch)
    ledger.take(await readAll(session, { stream, scope: { kind: "ids", ids } }));
  return "event";
}
