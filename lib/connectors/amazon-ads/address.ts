import { type Session, VendorError } from "../live-contract";

export const REGIONS = ["na", "eu", "fe"] as const;

const addresses: Readonly<Record<string, { api: string; login: string }>> = {
  na: { api: "https://advertising-api.amazon.com", login: "https://api.amazon.com" },
  eu: { api: "https://advertising-api-eu.amazon.com", login: "https://api.amazon.co.uk" },
  fe: { api: "https://advertising-api-fe.amazon.com", login: "https://api.amazon.co.jp" },
};

/** Where the account's region is reached. Throws VendorError for a region that Amazon does not have. */
export function addressOf({ settings }: Session): { api: string; login: string } {
  const { baseUrl, region = "" } = settings;
  if (baseUrl) return { api: baseUrl, login: baseUrl };
  const found = addresses[region];
  if (!found)
    throw new VendorError(
      "refused",
      "wrong_region",
      `There is no region ${region}: choose ${REGIONS.join(", ")}.`,
    );
  return found;
}
