import type { Page, Session, SourceRecord } from "../live-contract";
import { call, read } from "./client";
import { channelOf, placesOf, plainText } from "./codes";
import { shopCurrency } from "./read-products";
import { index, oneSetting } from "./wire-types";

/** The shop as a channel, and as the place that serves it unless another was named. Throws VendorError. */
export async function readShop(session: Session): Promise<Page> {
  const { content } = await call(session, { method: "GET", path: "/" });
  const about = read(index, content, "index");
  const setting = await call(session, {
    method: "GET",
    path: "/wc/v3/settings/general/woocommerce_default_country",
  });
  const country = read(oneSetting, setting.content, "settings").value.slice(0, 2);
  const currency = await shopCurrency(session);
  const code = channelOf(session.settings);
  const name = about.name ? plainText(about.name) : code;
  // Shops that keep a bare offset name no zone.
  const timeZone = about.timezone_string || "UTC";
  const places = placesOf(session.settings);
  const common = { version: null, eventAt: null };
  const place: SourceRecord = {
    ...common,
    kind: "locations",
    id: places.ships,
    fields: { code: places.ships, name, kind: "warehouse", country, timeZone },
    raw: null,
  };
  const channel: SourceRecord = {
    ...common,
    kind: "channels",
    id: code,
    fields: { code, name, kind: "own_shop", currency, country, timeZone, locations: [places.ships] },
    raw: { name: about.name, timezone_string: about.timezone_string, currency, country },
  };
  return { records: places.own ? [place, channel] : [channel], next: null, progress: 1 };
}
