/** A part of the world with an address of its own at Amazon; an account belongs to one. */
export type Region = "na" | "eu" | "fe";

export const REGIONS = ["na", "eu", "fe"] as const;

export interface Marketplace {
  id: string;
  country: string;
  currency: string;
  timeZone: string;
  region: Region;
  /** What orders and reports write as the sales channel. */
  site: string;
  /** Whether tax comes on top of prices, as in North America; elsewhere prices include it. */
  taxOnTop: boolean;
}

const place = (
  region: Region,
  country: string,
  id: string,
  currency: string,
  timeZone: string,
  site: string,
): Marketplace => ({
  id,
  country,
  currency,
  timeZone,
  region,
  site,
  taxOnTop: country === "US" || country === "CA",
});

/** Amazon's marketplaces by country. Ids: "Marketplace IDs" of the Selling Partner API documentation. */
export const marketplaces: readonly Marketplace[] = [
  place("na", "US", "ATVPDKIKX0DER", "USD", "America/Los_Angeles", "Amazon.com"),
  place("na", "CA", "A2EUQ1WTGCTBG2", "CAD", "America/Toronto", "Amazon.ca"),
  place("na", "MX", "A1AM78C64UM0Y8", "MXN", "America/Mexico_City", "Amazon.com.mx"),
  place("na", "BR", "A2Q3Y263D00KWC", "BRL", "America/Sao_Paulo", "Amazon.com.br"),
  place("eu", "GB", "A1F83G8C2ARO7P", "GBP", "Europe/London", "Amazon.co.uk"),
  place("eu", "DE", "A1PA6795UKMFR9", "EUR", "Europe/Berlin", "Amazon.de"),
  place("eu", "FR", "A13V1IB3VIYZZH", "EUR", "Europe/Paris", "Amazon.fr"),
  place("eu", "IT", "APJ6JRA9NG5V4", "EUR", "Europe/Rome", "Amazon.it"),
  place("eu", "ES", "A1RKKUPIHCS9HS", "EUR", "Europe/Madrid", "Amazon.es"),
  place("eu", "NL", "A1805IZSGTT6HS", "EUR", "Europe/Amsterdam", "Amazon.nl"),
  place("eu", "BE", "AMEN7PMS3EDWL", "EUR", "Europe/Brussels", "Amazon.com.be"),
  place("eu", "IE", "A28R8C7NBKEWEA", "EUR", "Europe/Dublin", "Amazon.ie"),
  place("eu", "SE", "A2NODRKZP88ZB9", "SEK", "Europe/Stockholm", "Amazon.se"),
  place("eu", "PL", "A1C3SOZRARQ6R3", "PLN", "Europe/Warsaw", "Amazon.pl"),
  place("eu", "TR", "A33AVAJ2PDY3EV", "TRY", "Europe/Istanbul", "Amazon.com.tr"),
  place("eu", "AE", "A2VIGQ35RCS4UG", "AED", "Asia/Dubai", "Amazon.ae"),
  place("eu", "SA", "A17E79C6D8DWNP", "SAR", "Asia/Riyadh", "Amazon.sa"),
  place("eu", "EG", "ARBP9OOSHTCHU", "EGP", "Africa/Cairo", "Amazon.eg"),
  place("eu", "ZA", "AE08WJ6YKNBMC", "ZAR", "Africa/Johannesburg", "Amazon.co.za"),
  place("eu", "IN", "A21TJRUUN4KGV", "INR", "Asia/Kolkata", "Amazon.in"),
  place("fe", "JP", "A1VC38T7YXB528", "JPY", "Asia/Tokyo", "Amazon.co.jp"),
  place("fe", "AU", "A39IBJ37TRP1C6", "AUD", "Australia/Sydney", "Amazon.com.au"),
  place("fe", "SG", "A19VAU5U5O7RUS", "SGD", "Asia/Singapore", "Amazon.sg"),
];

/** The marketplace of a country code or of an id; null for one that is not known. */
export const findMarketplace = (countryOrId: string): Marketplace | null =>
  marketplaces.find(({ country, id }) => country === countryOrId || id === countryOrId) ?? null;

/** Where a region is reached. */
export const regionHosts: Record<Region, string> = {
  na: "https://sellingpartnerapi-na.amazon.com",
  eu: "https://sellingpartnerapi-eu.amazon.com",
  fe: "https://sellingpartnerapi-fe.amazon.com",
};

/** Where tokens are made, for all regions. */
export const tokenHost = "https://api.amazon.com";
