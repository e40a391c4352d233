import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { RangePair } from "@/components/range-bar";
import type { TransferDetail } from "@/db/queries/transfers";

/** Who planned it and why, who carries it out, what it costs, and what it was worth. */
export function TransferFacts({ transfer }: { transfer: TransferDetail }) {
  const t = useTranslations("transfers.facts");
  const format = useFormat();
  const { currency } = transfer;
  const symbol = { currencyDisplay: "symbol" } as const;
  const facts = [
    [t("from"), `${transfer.originName} (${transfer.originCode})`],
    [t("to"), `${transfer.destinationName} (${transfer.destinationCode})`],
    [t("plannedBy"), transfer.createdBy],
    [t("carriedOut"), t(transfer.executor === "webhook" ? "byConnection" : "byHand")],
    [t("freight"), format.money(transfer.freightMinor, currency, symbol)],
  ] as const;
  return (
    <Panel title={t("title")}>
      {transfer.simulated ? <p className="pb-2 text-caption text-muted">{t("simulated")}</p> : null}
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {transfer.lineCount > 1 ? null : (
          <>
            <dt className="text-muted">{t("decision")}</dt>
            <dd>
              {transfer.recommendationId === null ? (
                t("noDecision")
              ) : (
                <AppLink
                  className="underline underline-offset-2"
                  href={`/decisions?id=${transfer.recommendationId}`}
                >
                  {t("openDecision")}
                </AppLink>
              )}
            </dd>
          </>
        )}
      </dl>
      <Worth transfer={transfer} />
    </Panel>
  );
}

function Worth({ transfer }: { transfer: TransferDetail }) {
  const t = useTranslations("transfers.facts");
  const format = useFormat();
  const { expectedLowMinor, expectedMinor, expectedHighMinor } = transfer;
  if (expectedMinor === null || transfer.state === "cancelled") return null;
  const expected = {
    low: expectedLowMinor ?? expectedMinor,
    mid: expectedMinor,
    high: expectedHighMinor ?? expectedMinor,
  };
  const { realisedMinor } = transfer;
  const realised =
    realisedMinor === null
      ? null
      : {
          low: transfer.realisedLowMinor ?? realisedMinor,
          mid: realisedMinor,
          high: transfer.realisedHighMinor ?? realisedMinor,
        };
  const ends = [expected, realised].flatMap((range) => (range ? [range.low, range.high] : []));
  const words = (range: typeof expected) =>
    format.moneyRange(range.low, range.high, transfer.currency, { currencyDisplay: "symbol" });
  const first = t("expected", { range: words(expected) });
  const second = realised ? t("realised", { range: words(realised) }) : t("notRealised");
  return (
    <div className="flex flex-wrap items-center gap-4 pt-3">
      <RangePair
        expected={expected}
        realised={realised}
        scaleMin={Math.min(0, ...ends)}
        scaleMax={Math.max(0, ...ends)}
        label={`${first} ${second}`}
      />
      <div aria-hidden="true">
        <p className="text-muted">{first}</p>
        <p className="font-medium">{second}</p>
      </div>
    </div>
  );
}
