import type { Tx } from "@/db/client";

/** What an account calls these SKUs, by our codes, where it differs from ours. */
export async function skusAsCalled(
  tx: Tx,
  connectionId: number,
  codes: readonly string[],
): Promise<Record<string, string>> {
  const names = await tx<{ code: string; name: string }[]>`
    select code, min(external_code) as name from connection_alias
    where connection_id = ${connectionId} and kind = 'sku' and code = any(${[...codes]}) group by code`;
  return Object.fromEntries(names.map(({ code, name }) => [code, name]));
}
