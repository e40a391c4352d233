import { type Session, VendorError } from "../live-contract";
import {
  findMarketplace,
  type Marketplace,
  REGIONS,
  type Region,
  regionHosts,
  tokenHost,
} from "./marketplaces";

/** What a connection's settings mean. */
export interface Account {
  region: Region;
  marketplace: Marketplace;
  sellerId: string | null;
  ordersVersion: "2026-01-01" | "v0";
  /** Code of our channel for this marketplace. */
  channel: string;
  /** Code of our location that stands for what Amazon stores. */
  fbaLocation: string;
  /** Code of our location that ships what Amazon does not; null: the channel's first. */
  merchantLocation: string | null;
}

type Settings = Readonly<Record<string, string>>;

const set = (settings: Settings, key: string): string | null => settings[key]?.trim() || null;

/** Reads the settings. Throws VendorError (`refused`) that names the setting which cannot be used. */
export function accountOf(settings: Settings): Account {
  const country = set(settings, "marketplace") ?? "US";
  const marketplace = findMarketplace(country);
  if (!marketplace)
    throw new VendorError(
      "refused",
      "wrong_marketplace",
      `Amazon has no marketplace "${country.slice(0, 20)}".`,
    );
  const region = set(settings, "region") ?? marketplace.region;
  const known = REGIONS.find((one) => one === region);
  if (!known)
    throw new VendorError("refused", "wrong_region", `"${region.slice(0, 20)}" is none of na, eu and fe.`);
  const ordersVersion = set(settings, "ordersVersion") === "v0" ? "v0" : "2026-01-01";
  return {
    region: known,
    marketplace,
    sellerId: set(settings, "sellerId"),
    ordersVersion,
    channel: set(settings, "channel") ?? `amazon-${marketplace.country.toLowerCase()}`,
    fbaLocation: set(settings, "fbaLocation") ?? `FBA-${marketplace.country}`,
    merchantLocation: set(settings, "merchantLocation"),
  };
}

/** Base address of a region. Behind `baseUrl` the regions lie side by side, as /na, /eu and /fe. */
export function regionBase(session: Session, region: Region): string {
  const base = set(session.settings, "baseUrl");
  return base ? `${base.replace(/\/+$/, "")}/${region}` : regionHosts[region];
}

/** Address at which tokens are made. */
export const tokenAddress = (session: Session): string =>
  `${set(session.settings, "baseUrl")?.replace(/\/+$/, "") ?? tokenHost}/auth/o2/token`;
