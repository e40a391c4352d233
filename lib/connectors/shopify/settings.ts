import type { Setting } from "@/lib/connectors/live-contract";
import { legacyId } from "./ids";

/** Stable versions that the documents are checked against: the current one and the one before. */
export const API_VERSIONS = ["2026-07", "2026-04"] as const;

/** What a person enters: the shop, and either an app's id with its secret or a token made in the shop's own settings. */
export const settings: readonly Setting[] = [
  { key: "shop", kind: "text", required: true },
  { key: "apiVersion", kind: "choice", choices: API_VERSIONS, required: false },
  { key: "clientId", kind: "text", required: false },
  { key: "clientSecret", kind: "secret", required: true },
  { key: "accessToken", kind: "secret", required: false },
  { key: "channel", kind: "text", required: false },
  { key: "locationCodes", kind: "text", required: false },
];

type Settings = Readonly<Record<string, string>>;

/** Where the Admin API is: the shop's own domain, unless an address is set (tests, simulated shops). */
export function originOf(settings: Settings): string {
  if (settings.baseUrl) return settings.baseUrl.replace(/\/+$/, "");
  return `https://${shopDomain(settings.shop ?? "")}`;
}

export const apiVersionOf = (settings: Settings): string => settings.apiVersion || API_VERSIONS[0];

/** "my-shop", "https://my-shop.myshopify.com/admin" and "my-shop.myshopify.com" all name one shop. */
export function shopDomain(shop: string): string {
  const host = shop
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[/?#].*$/, "");
  return host.includes(".") ? host : `${host}.myshopify.com`;
}

/** Code of the channel that the shop is: what was entered, else its domain, so that webhooks name it alike. */
export const channelOf = (settings: Settings): string =>
  settings.channel || (settings.shop ? shopDomain(settings.shop) : "shopify");

/** Our codes of the shop's locations: "123=LON; 456=NYC" by Shopify's number. */
export function locationCodes(settings: Settings): ReadonlyMap<string, string> {
  const pairs = (settings.locationCodes ?? "").split(/[;,\n]/).flatMap((pair) => {
    const [id, code] = pair.split("=").map((part) => part.trim());
    return id && code ? [[legacyId(id), code] as const] : [];
  });
  return new Map(pairs);
}
