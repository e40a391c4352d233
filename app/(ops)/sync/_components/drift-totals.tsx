import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import type { driftTotals } from "@/db/queries/sync";
import type { PageList } from "../lists";

type Totals = Awaited<ReturnType<typeof driftTotals>>;

/** The lists of exceptions with their counts, and what drift amounts to in units. */
export function DriftTotals({
  totals,
  lists,
  list,
}: {
  totals: Totals;
  /** Each list with how many stand in it; null: more than 10,000. */
  lists: { list: PageList; count: number | null }[];
  list: PageList;
}) {
  const t = useTranslations("sync");
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-2">
      <nav aria-label={t("exceptions")} className="flex flex-wrap gap-1">
        {lists.map(({ list: one, count }) => (
          <AppLink
            key={one}
            href={`/sync?list=${one}`}
            aria-current={one === list ? "page" : undefined}
            className={`flex h-(--control-height) items-center gap-1.5 rounded-control px-3 ${one === list ? "bg-accent-soft font-medium" : "text-muted hover:text-foreground"}`}
          >
            {t(`lists.${one}`)}
            <span className="text-muted">{count === null ? t("many") : format.number(count)}</span>
          </AppLink>
        ))}
      </nav>
      {list === "drift" ? (
        <p className="text-muted">
          {t("driftTotals", {
            oversell: format.number(totals.oversellUnits),
            hidden: format.number(totals.hiddenUnits),
            drifting: format.number(totals.drifting),
            listings: format.number(totals.listings),
          })}
        </p>
      ) : null}
    </div>
  );
}
