import { useTranslations } from "next-intl";
import { MetricChart } from "@/app/(ops)/reports/_components/metric-chart";
import { reportDays } from "@/app/(ops)/reports/days";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { type ChannelAccuracy, channelAccuracy } from "@/db/queries/reconciliations";
import { reportSeries } from "@/db/queries/reports";

const days = 28;

export async function loadAccuracyThen(past: Queryable, asOf: Date) {
  const { lastDay } = reportDays(asOf, true);
  const [company, series, channels] = await Promise.all([
    readCompany(past),
    reportSeries(past, "order_accuracy", "all", { days, lastDay }),
    channelAccuracy(past, days, new Date(lastDay)),
  ]);
  return { currency: company?.baseCurrency ?? "USD", series, channels };
}

/** How much of the orders was right in the four weeks before, as it had been worked out by then. */
export function AccuracyThen({ currency, series, channels }: Awaited<ReturnType<typeof loadAccuracyThen>>) {
  const t = useTranslations("past.sync");
  const format = useFormat();
  return (
    <>
      <MetricChart
        query={{ metric: "order_accuracy", period: "4w" }}
        series={series}
        currency={currency}
        lastIsWhole
      />
      <Panel title={t("byChannel")} padded={false}>
        <SimpleTable<ChannelAccuracy>
          caption={t("byChannel")}
          rows={channels}
          rowKey={({ code }) => code}
          columns={[
            { key: "channel", header: t("channel"), identity: true, cell: ({ name }) => name },
            {
              key: "checked",
              header: t("checked"),
              align: "end",
              cell: ({ checked }) => format.number(checked),
            },
            { key: "wrong", header: t("wrong"), align: "end", cell: ({ wrong }) => format.number(wrong) },
            {
              key: "share",
              header: t("equal"),
              align: "end",
              cell: ({ checked, wrong }) =>
                checked === 0 ? <Unknown /> : format.percent(1 - wrong / checked, { decimals: 2 }),
            },
          ]}
        />
      </Panel>
    </>
  );
}
