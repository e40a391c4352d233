import type { Tx } from "@/db/client";
import { minorDigits } from "@/lib/core/money";

/**
 * What one minor unit of a currency came to in minor units of the company's on a day, as an exact decimal; null: there is no
 * rate. `at`: a moment as PostgreSQL writes it.
 */
export async function baseFactor(tx: Tx, currency: string, at: string): Promise<string | null> {
  const [row] = await tx<{ base: string; rate: string | null }[]>`
    select base_currency as base, case when base_currency = ${currency} then '1' else (
      select to_base::text from fx_rate f where f.currency = ${currency} and f.day <= ${at}::text::timestamptz::date
      order by f.day desc limit 1) end as rate
    from company`;
  if (!row || row.rate === null) return null;
  const digits = minorDigits(row.base) - minorDigits(currency);
  const [factor] = await tx<{ factor: string }[]>`
    select trim_scale(${row.rate}::text::numeric * 10::numeric ^ ${digits}::int)::text as factor`;
  return factor?.factor ?? null;
}
