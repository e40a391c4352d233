import type { Queryable } from "@/db/client";

export const SIMULATED_SOURCE = "online-retail-simulated";

/** What the generator works on. */
export interface Setting {
  seed: number;
  connectionId: number;
  channelId: number;
  /** The shop's own warehouse, then the two that are simulated. */
  locationIds: [number, number, number];
}

/** The simulated source, two more places, and the ways between the three. The shop's own place becomes British. */
export async function simulatePlaces(tx: Queryable, seed: number): Promise<Setting> {
  await tx`
    update company set simulated = true, simulated_note =
      ${`Orders are real: UCI Online Retail (Chen 2015, doi:10.24432/C5BW33, CC BY 4.0). Stock, costs, places, listings and ads are simulated, seed ${seed}.`}`;
  const [connection] = await tx<{ id: number }[]>`
    insert into connection (key, vendor, name, simulated)
    values (${SIMULATED_SOURCE}, 'sample', ${`Simulated for Online Retail, seed ${seed}`}, true) returning id`;
  await tx`update location set name = 'Warehouse (simulated place)', country = 'GB', region = 'UK', time_zone = 'Europe/London' where code = 'UK'`;
  await tx`
    insert into location (code, name, kind, country, region, time_zone, simulated) values
      ('NL-3PL', 'Venlo logistics (simulated)', '3pl', 'NL', 'EU', 'Europe/Amsterdam', true),
      ('DE-FBA', 'Leipzig fulfilment (simulated)', 'fba', 'DE', 'EU', 'Europe/Berlin', true)
    on conflict (code) do nothing`;
  await tx`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit, fixed_minor_per_shipment, min_units, simulated)
    select a.id, b.id, case when a.region = b.region then 2 else 4.5 end, 'GBP', case when a.region = b.region then 6 else 11 end,
      case when a.region = b.region then 2500 else 4800 end, 10, true
    from location a join location b on a.id <> b.id
    where a.code in ('UK', 'NL-3PL', 'DE-FBA') and b.code in ('UK', 'NL-3PL', 'DE-FBA')
    on conflict (origin_id, destination_id) do nothing`;
  const [channel] = await tx<{ id: number }[]>`select id from channel where code = 'online-retail'`;
  await tx`
    insert into channel_location (channel_id, location_id, priority)
    select ${channel?.id ?? 0}::smallint, id, case code when 'UK' then 1 when 'NL-3PL' then 2 else 3 end from location
    where code in ('UK', 'NL-3PL', 'DE-FBA') on conflict do nothing`;
  const locations = await tx<{ code: string; id: number }[]>`
    select code, id from location where code in ('UK', 'NL-3PL', 'DE-FBA')`;
  const id = (code: string) => locations.find((location) => location.code === code)?.id ?? 0;
  return {
    seed,
    connectionId: connection?.id ?? 0,
    channelId: channel?.id ?? 0,
    locationIds: [id("UK"), id("NL-3PL"), id("DE-FBA")],
  };
}
