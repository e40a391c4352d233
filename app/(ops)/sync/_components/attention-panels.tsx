import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { getFormat } from "@/components/format/server";
import { Freshness } from "@/components/freshness";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { Unknown } from "@/components/unknown";
import type { Db } from "@/db/client";
import { lastCanaryBeat } from "@/db/queries/alerts";
import { orderAccuracyDays, sumReconciliations } from "@/db/queries/reconciliations";
import { countStockDifferences } from "@/db/queries/stock-reconciliations";
import type { SourceRow } from "@/db/queries/sync";
import { orderAccuracy, orderAccuracyTargets } from "@/lib/metrics/order-accuracy/compute";
import { isLate } from "../late";
import { printShare } from "../print-share";

/** Late sources shown before "all sources". */
const shownFirst = 4;
const accuracyDays = 7;

/** Who is late or failing, and whether what is here is right: two cards, each figure leading to what is behind it. */
export async function AttentionPanels({
  db,
  sources,
  held,
  differ,
}: {
  db: Db;
  sources: SourceRow[];
  held: number | null;
  differ: number | null;
}) {
  const [t, format, days, sums, beat, shelves] = await Promise.all([
    getTranslations("trust.attention"),
    getFormat(),
    orderAccuracyDays(db, { days: accuracyDays }),
    sumReconciliations(db, accuracyDays),
    lastCanaryBeat(db),
    countStockDifferences(db),
  ]);
  const now = new Date();
  const late = sources.filter((source) => isLate(source, now));
  const checked = days.reduce((sum, day) => sum + day.checked, 0);
  const wrong = days.reduce((sum, day) => sum + day.wrong, 0);
  const share = orderAccuracy(checked, checked - wrong);
  const hours = sums.reduce((sum, one) => sum + one.hours, 0);
  const equal = sums.reduce((sum, one) => sum + one.equal, 0);
  const facts: { href: string; name: string; value: ReactNode; note: string | null; bad: boolean }[] = [
    {
      href: "/sync?view=accuracy",
      name: t("accuracy", { days: accuracyDays }),
      value: share === null ? <Unknown reason={t("notChecked")} /> : printShare(format, share),
      note:
        share === null
          ? null
          : t("ofOrders", {
              checked: format.number(checked),
              target: printShare(format, orderAccuracyTargets.target),
            }),
      bad: share !== null && share < orderAccuracyTargets.usualLow,
    },
    {
      href: "/sync?list=differ",
      name: t("differ"),
      value: differ === null ? t("many") : format.number(differ),
      note: t("differNote"),
      bad: false,
    },
    {
      href: "/sync?list=held",
      name: t("held"),
      value: held === null ? t("many") : format.number(held),
      note: t("heldNote"),
      bad: false,
    },
    {
      href: "/sync?view=reconciliation",
      name: t("hours"),
      value:
        hours === 0 ? (
          <Unknown reason={t("noHours")} />
        ) : (
          t("hoursEqual", { equal: format.number(equal), hours: format.number(hours) })
        ),
      note: hours === 0 ? null : t("hoursNote", { days: accuracyDays }),
      bad: false,
    },
    ...(shelves === null
      ? []
      : [
          {
            href: "/sync?view=reconciliation#stock",
            name: t("shelves"),
            value: format.number(shelves),
            note: t("shelvesNote"),
            bad: shelves > 0,
          },
        ]),
    {
      href: "/sync?view=lag",
      name: t("canary"),
      value:
        beat === null ? (
          <Unknown reason={t("noBeat")} />
        ) : beat.milliseconds === null ? (
          t("beatMissing")
        ) : (
          t("beat", { seconds: format.number(beat.milliseconds / 1_000, { decimals: 2 }) })
        ),
      note: beat === null ? null : t("beatAt", { at: format.time(beat.sentAt) }),
      bad: beat !== null && beat.milliseconds === null && now.getTime() - beat.sentAt.getTime() > 60_000,
    },
  ];
  return (
    <div className="grid grid-cols-1 gap-3 pb-3 lg:grid-cols-2">
      <Panel
        title={
          late.length > 0
            ? t("late", { late: late.length, total: sources.length })
            : t("noneLate", { total: sources.length })
        }
        actions={
          <AppLink href="/sync?view=lag" className="text-accent underline underline-offset-2">
            {t("allSources", { total: sources.length })}
          </AppLink>
        }
      >
        {late.length === 0 ? <p className="text-muted">{t("noneLateText")}</p> : null}
        <ul className="flex flex-col gap-1.5">
          {late.slice(0, shownFirst).map((source) => (
            <li key={source.key} className="flex flex-wrap items-baseline gap-x-3">
              <span className="min-w-40 font-medium">{source.name}</span>
              <Freshness
                asOf={source.lastConfirmedAt?.toISOString() ?? null}
                limitMinutes={source.lagLimitSeconds === null ? undefined : source.lagLimitSeconds / 60}
              />
              {source.lastError ? (
                <span className="line-clamp-2 min-w-0 grow basis-60 text-out-ink" title={source.lastError}>
                  {source.lastError}
                </span>
              ) : null}
            </li>
          ))}
        </ul>
        {late.length > shownFirst ? (
          <p className="pt-1.5 text-muted">{t("moreLate", { count: late.length - shownFirst })}</p>
        ) : null}
      </Panel>
      <Panel title={t("right")}>
        <dl className="grid grid-cols-[minmax(0,auto)_auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 max-sm:grid-cols-[minmax(0,1fr)_auto]">
          {facts.map((fact) => (
            <div key={fact.href} className="col-span-full grid grid-cols-subgrid items-baseline">
              <dt>
                <AppLink
                  href={fact.href}
                  className="underline decoration-dotted underline-offset-4 hover:decoration-solid"
                >
                  {fact.name}
                </AppLink>
              </dt>
              <dd className={`text-right font-medium ${fact.bad ? "text-out-ink" : ""}`}>{fact.value}</dd>
              <dd className="min-w-0 truncate text-muted max-sm:hidden">{fact.note}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
