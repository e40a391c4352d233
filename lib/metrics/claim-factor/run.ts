import type { Db, Tx } from "@/db/client";
import { settledClaims } from "@/db/queries/settled-claims";
import { claimFactors, realisedShare, type SettledClaim } from "./compute";

/**
 * Works out anew what the claims of each kind of action are multiplied with, and stores it as the next version when one of the
 * factors changed. Returns the version in force; 0: there is none yet.
 */
export async function refreshClaimFactors(db: Db, now: Date): Promise<number> {
  return db.begin(async (tx) => {
    const byKind = new Map<string, SettledClaim[]>();
    for (const { kind, ...claim } of await settledClaims(tx))
      byKind.set(kind, [...(byKind.get(kind) ?? []), claim]);
    const shares = new Map([...byKind].map(([kind, claims]) => [kind, realisedShare(claims)]));
    const factors = claimFactors(shares);
    const [latest] = await tx<{ version: number; factors: Record<string, number> }[]>`
      select version, jsonb_object_agg(kind, round(factor::numeric, 2)) as factors from claim_factor
      group by version order by version desc limit 1`;
    const version = latest?.version ?? 0;
    const isSame =
      factors.size === Object.keys(latest?.factors ?? {}).length &&
      [...factors].every(([kind, factor]) => latest?.factors[kind] === factor);
    if (isSame) return version;
    await insert(tx, version + 1, now, shares, factors);
    return version + 1;
  });
}

async function insert(
  tx: Tx,
  version: number,
  now: Date,
  shares: ReadonlyMap<string, ReturnType<typeof realisedShare>>,
  factors: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = [...factors].map(([kind, factor]) => ({ kind, factor, ...shares.get(kind) }));
  await tx`
    insert into claim_factor (version, kind, factor, cases, claimed_minor, realised_minor, share, low, high, computed_at)
    select ${version}, kind, factor, cases, round("claimedMinor"), round("realisedMinor"), share, low, high, ${now}
    from jsonb_to_recordset(${tx.json(rows as never)}) as f (kind text, factor real, cases int, "claimedMinor" float8,
      "realisedMinor" float8, share real, low real, high real)`;
}
