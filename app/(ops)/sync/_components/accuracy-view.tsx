import { getTranslations } from "next-intl/server";
import { LineChart } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { getFormat } from "@/components/format/server";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import type { Db } from "@/db/client";
import { channelOptions } from "@/db/queries/orders";
import { channelAccuracy, fieldAccuracy, orderAccuracyDays } from "@/db/queries/reconciliations";
import {
  type AccuracyField,
  accuracyFields,
  orderAccuracy,
  orderAccuracyTargets,
} from "@/lib/metrics/order-accuracy/compute";
import type { Actor } from "@/lib/services/_shared/actor";
import { accuracyDaysIn, accuracyPeriods } from "../accuracy-address";
import { first, queryWithout } from "../lists";
import { printShare } from "../print-share";
import { type AccuracyRow, AccuracyTable } from "./accuracy-table";
import { WrongList } from "./wrong-list";

type Params = Record<string, string | string[] | undefined>;
const { usualLow, usualHigh, target } = orderAccuracyTargets;

/** How much of the orders is right, by field, channel and day, and which orders were not. */
export async function AccuracyView({ db, actor, params }: { db: Db; actor: Actor; params: Params }) {
  const days = accuracyDaysIn(params);
  const channels = await channelOptions(db);
  const channel = channels.find((one) => one.code === first(params.channel)) ?? null;
  const of = channel ? { days, channelId: channel.id } : { days };
  const field = accuracyFields.find((one) => one === first(params.field)) ?? null;
  const [t, names, format, fields, daily, byChannel] = await Promise.all([
    getTranslations("trust.accuracy"),
    getTranslations("trust.fields"),
    getFormat(),
    fieldAccuracy(db, of),
    orderAccuracyDays(db, of),
    channelAccuracy(db, days),
  ]);
  const link = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(queryWithout(params, "open", ...Object.keys(change)));
    next.set("view", "accuracy");
    for (const [key, value] of Object.entries(change)) if (value !== null) next.set(key, value);
    return `/sync?${next}`;
  };
  const checked = daily.reduce((sum, day) => sum + day.checked, 0);
  const wrong = daily.reduce((sum, day) => sum + day.wrong, 0);
  const whole = orderAccuracy(checked, checked - wrong);
  const fieldRow = (name: AccuracyField): AccuracyRow => {
    const found = fields.filter((one) => one.field === name);
    const sum = { checked: 0, wrong: 0 };
    for (const one of found) {
      sum.checked += one.checked;
      sum.wrong += one.wrong;
    }
    return {
      key: name,
      name: names(name),
      href: link({ field: name === field ? null : name }),
      current: name === field,
      ...sum,
      share: orderAccuracy(sum.checked, sum.checked - sum.wrong),
    };
  };
  const fieldRows = accuracyFields.map(fieldRow).sort((a, b) => (a.share ?? 2) - (b.share ?? 2));
  const channelRows = byChannel
    .map(
      (row): AccuracyRow => ({
        key: row.code,
        name: row.name,
        href: link({ channel: row.code === channel?.code ? null : row.code }),
        current: row.code === channel?.code,
        checked: row.checked,
        wrong: row.wrong,
        share: orderAccuracy(row.checked, row.checked - row.wrong),
      }),
    )
    .sort((a, b) => (a.share ?? 2) - (b.share ?? 2));
  const series =
    field === null
      ? daily
      : fields.filter((one) => one.field === field).sort((a, b) => a.day.localeCompare(b.day));
  const asOf =
    byChannel
      .map((row) => row.computedAt?.toISOString() ?? "")
      .sort()
      .at(-1) || null;
  const scope = channel?.name ?? t("allChannels");
  return (
    <div className="flex flex-col gap-3 pb-8">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <nav aria-label={t("period")} className="flex flex-wrap gap-1">
          {accuracyPeriods.map((one) => (
            <AppLink
              key={one}
              href={link({ days: String(one) })}
              aria-current={one === days ? "page" : undefined}
              className={`flex h-(--control-height) items-center rounded-control px-3 ${one === days ? "bg-accent-soft font-medium" : "text-muted hover:text-foreground"}`}
            >
              {t("days", { days: one })}
            </AppLink>
          ))}
        </nav>
        <p>
          {whole === null ? (
            <span className="text-muted">{t("unknown", { scope })}</span>
          ) : (
            t("sentence", {
              scope,
              share: printShare(format, whole),
              checked: format.number(checked),
              wrong,
              wrongShown: format.number(wrong),
              target: printShare(format, target),
            })
          )}
        </p>
        {channel || field ? (
          <AppLink
            href={link({ channel: null, field: null })}
            className="text-accent underline underline-offset-2"
          >
            {t("showAll")}
          </AppLink>
        ) : null}
      </div>
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
        <Panel
          title={t("byField")}
          subtitle={t("byFieldSubtitle", { scope, days })}
          asOf={asOf}
          padded={false}
          actions={
            <a
              href={`/api/pages/sync/accuracy/csv?${queryWithout(params, "open", "field")}`}
              className="text-accent underline underline-offset-2"
              download
            >
              {t("csv")}
            </a>
          }
        >
          <AccuracyTable rows={fieldRows} caption={t("byField")} nameHeader={t("field")} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-3">
          {series.some((day) => day.share !== null) ? (
            <LineChart
              title={field ? t("overTimeOf", { field: names(field) }) : t("overTime")}
              subtitle={t("overTimeSubtitle", { scope, days, checked: format.number(checked) })}
              asOf={asOf}
              summary={
                whole === null
                  ? t("unknown", { scope })
                  : t("summary", { scope, share: printShare(format, whole), checked: format.number(checked) })
              }
              csvName="plimsoll-order-accuracy"
              unit={{ percent: true, decimals: 1 }}
              yFrom="data"
              heightPx={200}
              series={[
                {
                  key: "share",
                  label: field ? names(field) : t("wholeOrder"),
                  points: series.map((day) => ({ x: day.day, y: day.share })),
                },
              ]}
              marks={[
                { y: usualLow, label: t("marks.usualLow") },
                { y: usualHigh, label: t("marks.usualHigh") },
                { y: target, label: t("marks.target") },
              ]}
              incompleteFrom={series.at(-1)?.day ?? null}
            />
          ) : (
            <Panel title={t("overTime")}>
              <EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />
            </Panel>
          )}
          <Panel title={t("byChannel")} subtitle={t("byChannelSubtitle", { days })} padded={false}>
            <AccuracyTable rows={channelRows} caption={t("byChannel")} nameHeader={t("channel")} />
          </Panel>
        </div>
      </div>
      <section aria-labelledby="behind">
        <h2 id="behind" className="pt-2 pb-1 text-card font-semibold">
          {field ? t("behindField", { field: names(field) }) : t("behind")}
        </h2>
        <WrongList db={db} actor={actor} params={params} channels={channels} base="figure" help={false} />
      </section>
    </div>
  );
}
