import type { Page, Session } from "../../live-contract";
import { accountOf } from "../account";
import { lastPage } from "./pages";

/**
 * The channel and the place that an account brings with it, as far as no code of one that is there was entered. Nothing is
 * asked: Amazon shows its network as one place a marketplace.
 */
export async function readLocations(session: Session): Promise<Page> {
  const { marketplace, channel, fbaLocation } = accountOf(session.settings);
  const { country, currency, timeZone, site } = marketplace;
  const channelRecord = {
    kind: "channels" as const,
    id: channel,
    version: null,
    fields: {
      code: channel,
      name: site,
      kind: "marketplace",
      currency,
      country,
      timeZone,
      locations: [fbaLocation],
    },
    raw: marketplace,
    eventAt: null,
  };
  const locationRecord = {
    kind: "locations" as const,
    id: fbaLocation,
    version: null,
    fields: { code: fbaLocation, name: `FBA ${site}`, kind: "fba", country, timeZone },
    raw: marketplace,
    eventAt: null,
  };
  return lastPage([
    ...(session.settings.fbaLocation ? [] : [locationRecord]),
    ...(session.settings.channel ? [] : [channelRecord]),
  ]);
}
