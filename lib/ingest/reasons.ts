/** The field and the sentence of reasons that only the database can tell. */
export const reasons: Record<string, { field: string | null; reason: (value: string | null) => string }> = {
  unknown_sku: {
    field: "sku",
    reason: (value) => `there is no SKU ${value}: import it first, or let this import create missing SKUs`,
  },
  unknown_location: {
    field: "location",
    reason: (value) =>
      `there is no location ${value}: import it first, or let this import create missing locations`,
  },
  unknown_channel: {
    field: "channel",
    reason: (value) =>
      `there is no channel ${value}: import it first, or let this import create missing channels`,
  },
  unknown_order: {
    field: "order",
    reason: (value) => `there is no order ${value} from this source: import the orders first`,
  },
  unknown_campaign: {
    field: "campaign",
    reason: (value) => `there is no campaign ${value} from this source: import the campaigns first`,
  },
  unknown_ad: {
    field: "adId",
    reason: (value) => `there is no ad ${value} in this campaign: import the product ads first`,
  },
  no_channel: { field: "channel", reason: () => "no channel is named and the import has no default channel" },
  no_location: {
    field: "location",
    reason: () =>
      "no location is named, no location serves the channel, and the import has no default location",
  },
  line_twice: { field: "lineNo", reason: () => "two lines of this order have the same line number" },
  mixed_currency: { field: "currency", reason: () => "lines of this order are in different currencies" },
  same_location: {
    field: "destination",
    reason: (value) => `origin and destination are both ${value}: a lane needs two places`,
  },
  one_of_two: {
    field: "onHand",
    reason: () => "give either onHand (the level) or delta (the change), not both and not neither",
  },
  bad_reason: { field: "reason", reason: (value) => `the reason ${value} does not go with these numbers` },
  no_rate: {
    field: "currency",
    reason: (value) =>
      `there is no exchange rate for ${value} on or before this day: add it, then run the import again`,
  },
  order_incomplete: {
    field: null,
    reason: (value) =>
      `another line of this order (line ${value}) cannot be taken, and an order is taken whole or not at all`,
  },
};

/** Field and sentence of a reason. */
export function explain(
  code: string,
  value: string | null,
): { field: string | null; code: string; reason: string; value: string | null } {
  const known = reasons[code];
  return { field: known?.field ?? null, code, reason: known?.reason(value) ?? code, value };
}
