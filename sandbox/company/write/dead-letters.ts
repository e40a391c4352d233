import type { Tx } from "@/db/client";
import { fieldReason } from "@/lib/ingest/reasons";
import { channels } from "../channels";
import { channelConnection } from "../mistakes";
import type { SimulatedCompany } from "../simulate";
import { HOUR_MS } from "../types";

const states = "open, shipped, completed, cancelled";

interface Spoiled {
  channel: string;
  number: string;
  hoursAgo: number;
  fields: Record<string, unknown>;
  line?: Record<string, unknown>;
  field: string;
  value: string;
  reason: ReturnType<typeof fieldReason>;
}

const held = (number: string, hoursAgo: number): Spoiled => ({
  channel: "shopee-tw",
  number,
  hoursAgo,
  fields: { state: "READY_TO_SHIP" },
  field: "state",
  value: "READY_TO_SHIP",
  reason: fieldReason("not_a_choice", { choices: states }),
});

/** Orders that cannot be taken as they are: a word for a state that nobody here knows, a currency's sign, half a unit. */
const letters: Spoiled[] = [
  held("SPT000002SX1", 3),
  held("SPT000002SX7", 4),
  held("SPT000002SXB", 6),
  {
    channel: "lazada-sg",
    number: "4802219901",
    hoursAgo: 5,
    fields: { currency: "S$" },
    field: "currency",
    value: "S$",
    reason: fieldReason("not_a_currency"),
  },
  {
    channel: "tiktok-uk",
    number: "4802219955",
    hoursAgo: 7,
    fields: {},
    line: { quantity: "1.5" },
    field: "lines.0.quantity",
    value: "1.5",
    reason: fieldReason("not_whole", { number: "1.5" }),
  },
];

/** Writes them as their sources sent them, and as they were read. */
export async function writeDeadLetters(tx: Tx, company: SimulatedCompany): Promise<void> {
  for (const [at, letter] of letters.entries()) {
    const channel = channels.findIndex(({ code }) => code === letter.channel);
    const found = channels[channel];
    const sku = company.listings.find((one) => one.channel === channel && one.state === "active")?.sku;
    if (!found || !sku) continue;
    const placedAt = new Date(company.now.getTime() - letter.hoursAgo * HOUR_MS).toISOString();
    const line = {
      lineNo: 1,
      sku: sku.code,
      title: sku.title,
      quantity: 1,
      unitPrice: sku.price.toFixed(2),
      ...letter.line,
    };
    const fields = {
      orderNumber: letter.number,
      placedAt,
      channel: found.code,
      currency: found.currency,
      customer: `C-${20_100 + at}`,
      country: found.country,
      state: "open",
      ...letter.fields,
      lines: [line],
    };
    const raw = {
      order_sn: letter.number,
      create_time: placedAt,
      order_status: fields.state,
      currency: fields.currency,
      item_list: [
        {
          model_sku: line.sku,
          model_quantity_purchased: line.quantity,
          model_discounted_price: line.unitPrice,
        },
      ],
    };
    await tx`
      insert into inbox_record (connection_id, kind, event_id, external_id, raw, fields, source_event_at, received_at, state, reason, code, say, field, value)
      values (${channelConnection(channel)}, 'orders', ${`${letter.number}@1`}, ${letter.number}, ${tx.json(raw)}, ${tx.json(fields as never)},
        ${placedAt}, ${placedAt}, 'rejected', ${`${letter.field} ${letter.reason.reason}`}, ${letter.reason.code}, ${tx.json(letter.reason.say as never)},
        ${letter.field}, ${letter.value})`;
  }
}
