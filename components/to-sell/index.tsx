import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "@/components/format";
import type { ToSellSteps } from "@/lib/metrics/available-to-sell/steps";

/** A share is kept to a hundredth of a per cent; what is whole is printed whole. */
export const shareDecimals = (share: number): number => (Math.round(share * 10_000) % 100 === 0 ? 0 : 2);

/**
 * How available to sell comes about, in one line: "Available 40 − promotion 5 (Black Friday, until Nov 30) − buffer 3 (this SKU)
 * = 32". What changes nothing is left out. Needs the messages of "publishing".
 */
export function ToSell({ steps }: { steps: ToSellSteps }) {
  const t = useTranslations("publishing.steps");
  const format = useFormat();
  const muted = (parts: ReactNode) => <span className="text-muted">{parts}</span>;
  const { available, reserve, promotions, share, buffer, max, units } = steps;
  const own = (from: string) => from !== "channel";
  return (
    <span className="flex min-w-60 flex-wrap gap-x-2 gap-y-0.5 py-1">
      <span>
        {available === null ? t("availableUnknown") : t("available", { units: format.number(available) })}
      </span>
      {reserve > 0 ? <span>{t.rich("reserve", { units: format.number(reserve), muted })}</span> : null}
      {promotions.map(({ id, name, units, endsAt }) => (
        <span key={id}>
          {t.rich("promotion", { units: format.number(units), name, at: format.moment(endsAt), muted })}
        </span>
      ))}
      {share.value !== 1 || own(share.from) ? (
        <span>
          {t.rich("share", {
            percent: format.percent(share.value, { decimals: shareDecimals(share.value) }),
            from: t(`from.${share.from}`),
            muted,
          })}
        </span>
      ) : null}
      {buffer.value > 0 || own(buffer.from) ? (
        <span>
          {t.rich("buffer", { units: format.number(buffer.value), from: t(`from.${buffer.from}`), muted })}
        </span>
      ) : null}
      {max ? (
        <span>{t.rich("max", { units: format.number(max.value), from: t(`from.${max.from}`), muted })}</span>
      ) : null}
      <span className="font-medium">
        {units === null ? t("unknown") : t("result", { units: format.number(units) })}
      </span>
    </span>
  );
}
