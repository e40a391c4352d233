import type { Page, Session, SourceRecord } from "../live-contract";
import { call, read } from "./client";
import { channelOf, plainText } from "./codes";
import { shopCurrency } from "./read-products";
import { index } from "./wire-types";

/** The shop itself as a channel. It has no places of its own. Throws VendorError. */
export async function readShop(session: Session): Promise<Page> {
  const { content } = await call(session, { method: "GET", path: "/" });
  const { name, timezone_string } = read(index, content, "index");
  const currency = await shopCurrency(session);
  const code = channelOf(session.settings);
  const record: SourceRecord = {
    kind: "channels",
    id: code,
    version: null,
    fields: {
      code,
      name: name ? plainText(name) : code,
      kind: "own_shop",
      currency,
      ...(timezone_string ? { timeZone: timezone_string } : {}),
      ...(session.settings.location ? { locations: [session.settings.location] } : {}),
    },
    raw: { name, timezone_string, currency },
    eventAt: null,
  };
  return { records: [record], next: null, progress: 1 };
}
