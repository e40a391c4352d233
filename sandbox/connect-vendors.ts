import { randomBytes } from "node:crypto";
import type { Db } from "@/db/client";
import { sealSecret } from "@/lib/services/_shared/seal";
import type { VendorConnection } from "./vendors/take-action";

/** A new signing secret as Standard Webhooks writes it. */
export const newSigningSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;

/** The connections of the sample company that the simulated vendors answer for. `secrets` keeps what was made before and takes what is new. */
export async function vendorConnections(
  db: Db,
  secrets: Record<string, string>,
): Promise<VendorConnection[]> {
  const rows = await db<{ key: string; vendor: string; locations: string[] | null }[]>`
    select key, vendor, config -> 'locations' as locations from connection
    where vendor in ('sandbox_warehouse', 'sandbox_ads') and simulated order by id`;
  return rows.map(({ key, vendor, locations }) => {
    secrets[key] ??= newSigningSecret();
    return {
      key,
      role: vendor === "sandbox_ads" ? "ads" : "warehouse",
      secret: secrets[key],
      locations: locations ?? [],
    };
  });
}

/** Writes each connection's base address and sealed secret. Needs PLIMSOLL_SECRET. */
export async function writeAddresses(
  db: Db,
  origin: string,
  connections: readonly VendorConnection[],
): Promise<void> {
  for (const { key, secret } of connections)
    await db`
      update connection set config = config || ${db.json({ baseUrl: `${origin}/${key}`, readingSeconds: 60 })}, secret_sealed = ${sealSecret(secret)}
      where key = ${key} and simulated`;
}
