type Settings = Readonly<Record<string, string>>;

/** Code of the channel that the shop is: what was entered, else the shop's host, so that webhooks name it alike. */
export function channelOf(settings: Settings): string {
  if (settings.channel) return settings.channel;
  const address = settings.address || settings.baseUrl || "";
  return URL.canParse(address) ? new URL(address).host : "woocommerce";
}

/** Where the shop's orders leave from and whose stock its numbers are; `own`: the shop itself is that place. */
export interface Places {
  ships: string;
  /** Null: others report that stock, and the shop's numbers are only what it publishes. */
  counted: string | null;
  own: boolean;
}

/** A shop for which no place was named is taken to be one: it counts its goods and sends them itself. */
export function placesOf(settings: Settings): Places {
  const { location, stockLocation } = settings;
  const own = !location && !stockLocation;
  const ships = location || stockLocation || channelOf(settings);
  return { ships, counted: stockLocation || (own ? ships : null), own };
}

/** The SKU's code; what the shop sells without one goes by its number there. */
export const skuCode = (sku: string | null | undefined, id: string): string =>
  sku?.trim() ? sku.trim().slice(0, 200) : `woo-${id}`;

/** Times ending in _gmt are UTC without saying so. */
export const utc = (time: string | null | undefined): string | null => {
  if (!time) return null;
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&ndash;": "–",
  "&mdash;": "—",
  "&quot;": '"',
  "&lt;": "<",
  "&gt;": ">",
  "&nbsp;": " ",
  "&rsquo;": "’",
};

/** Names are written for HTML. */
export const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => `&#${Number.parseInt(code, 16)};`)
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&[a-z]+;/g, (entity) => entities[entity] ?? entity)
    .trim()
    .slice(0, 500);
