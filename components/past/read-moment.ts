/** A moment out of an address (`?asOf=`); minutes without a zone are UTC. Null: now, also when it cannot be read. */
export function readMoment(value: string | string[] | null | undefined): Date | null {
  const text = Array.isArray(value) ? value[0] : value;
  const moment = text ? new Date(text.length === 16 ? `${text}Z` : text) : null;
  return moment && isStorable(moment) ? moment : null;
}

/** Years that people and the database write with four digits. */
const isStorable = (moment: Date) => moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999;

/** The same for a page, which shows now where the moment has not come yet. */
export function readPastMoment(value: string | string[] | null | undefined): Date | null {
  const moment = readMoment(value);
  return moment && moment.getTime() <= Date.now() ? moment : null;
}

/** Pages that can be read as of a moment. */
const readable =
  /^\/(inventory(\/[^/]+)?|decisions|transfers(\/(\d+|lanes))?|orders|ads|sync|reports(\/decisions)?|catalogue(\/(channels|promotions))?|alerts|imports(\/\d+)?|settings\/(company|people|policy|connections|webhooks|alerts|tokens|audit(\/\d+)?))?$/;

export const isReadableThen = (path: string): boolean => readable.test(path);

/** Pages of one connection or endpoint, which say that they show now where a moment is asked for. */
const saysNow = /^\/settings\/(connections|webhooks)\/[^/]+$/;

/** An address within the product at the same moment, where that page can be read as of it or says that it cannot. */
export function thenHref(href: string, asOf: string | null): string {
  if (!asOf || !href.startsWith("/")) return href;
  const [address = "", hash] = href.split("#");
  const [path = "", query = ""] = address.split("?");
  const search = new URLSearchParams(query);
  if (!(isReadableThen(path) || saysNow.test(path)) || search.has("asOf")) return href;
  search.set("asOf", asOf);
  return `${path}?${search}${hash ? `#${hash}` : ""}`;
}
