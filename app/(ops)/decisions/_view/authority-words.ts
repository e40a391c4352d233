import { getTranslations } from "next-intl/server";
import type { Exceeded, Refusal } from "@/lib/services/policy/judge";
import type { Words } from "./words";

/** People as one of whom something is asked. */
export const peopleIn = ({ format }: Words, names: readonly string[]) => ({
  people: format.choice([...names]),
  hasPeople: names.length > 0 ? "yes" : "no",
});

/** Why the policy refuses it. */
export async function refusalWords({ format }: Words, refusal: Refusal): Promise<string> {
  const t = await getTranslations("authority");
  if (refusal.why === "blackout")
    return t("barred.blackout", { name: refusal.name, until: format.moment(refusal.until) });
  return t("barred.watch", { kind: t(`kind.${refusal.kind}`) });
}

/** "640 units of at most 500", all that is passed. */
export function exceededWords(
  t: Awaited<ReturnType<typeof getTranslations<"authority.second">>>,
  { format, currency }: Pick<Words, "format" | "currency">,
  exceeded: readonly Exceeded[],
): string {
  const sentences = exceeded.map(({ limit, most, found }) => {
    if (limit === "units" || limit === "daily_count")
      return t(`exceeded.${limit}`, { found: format.number(found ?? 0), most: format.number(most) });
    const whole = (minor: number) =>
      format.money(minor, currency, { currencyDisplay: "symbol", precision: "whole" });
    // "$1 of at most $1" would say nothing.
    const isSame = found !== null && whole(found) === whole(most);
    const money = (minor: number) =>
      isSame ? format.money(minor, currency, { currencyDisplay: "symbol" }) : whole(minor);
    if (found === null) return t("exceeded.valueUnknown", { most: money(most) });
    return t(`exceeded.${limit}`, { found: money(found), most: money(most) });
  });
  return format.list(sentences);
}
