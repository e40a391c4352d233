import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/button/button-link";
import { EmptyState } from "@/components/empty-state";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { StateShape } from "@/components/state-chip";
import { Unknown } from "@/components/unknown";
import { getReadDb } from "@/db/client";
import type { ListedRecommendation } from "@/lib/services/recommendation/list";
import { problemSentence } from "../decisions/_view/sentences";
import { loadWords } from "../decisions/_view/words";

interface Counts {
  count: number | null;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
}

/** What needs a decision now, by money lost a day. */
export async function ToDecidePanel({
  rows,
  counts,
  currency,
  asOf,
}: {
  rows: ListedRecommendation[];
  counts: Counts;
  currency: string;
  /** Null: now. */
  asOf: Date | null;
}) {
  const [t, past, words] = await Promise.all([
    getTranslations("overview.toDecide"),
    getTranslations("past"),
    loadWords(getReadDb()),
  ]);
  const { format } = words;
  return (
    <Panel
      title={t("title", { count: counts.count === null ? t("many") : format.number(counts.count) })}
      subtitle={
        rows.length > 0
          ? t("worth", {
              value: format.money(counts.valueMinor, currency, {
                precision: "estimate",
                currencyDisplay: "symbol",
              }),
              range: format.moneyRange(counts.valueLowMinor, counts.valueHighMinor, currency, {
                currencyDisplay: "symbol",
              }),
            })
          : undefined
      }
      actions={<ButtonLink href="/decisions">{t("open")}</ButtonLink>}
      padded={false}
    >
      {rows.length === 0 ? (
        <EmptyState kind="allDone" title={asOf ? past("noDecisions") : t("empty")} />
      ) : (
        <ul>
          {rows.map((row) => (
            <li key={row.id} className="border-t border-border">
              <AppLink
                href={`/decisions?id=${row.id}`}
                className="flex min-h-(--row-height) items-center gap-2.5 px-4 py-1 hover:bg-surface-secondary"
              >
                <StateShape
                  state={
                    row.problem.key.endsWith(".out") ? "out" : row.kind === "excess" ? "excess" : "at_risk"
                  }
                />
                <span className="min-w-0 flex-1">{problemSentence(words, row.problem)}</span>
                <span className="whitespace-nowrap text-muted">
                  {typeof row.problem.params.lossMinorPerDay === "number" ? (
                    t("aDay", {
                      money: format.money(row.problem.params.lossMinorPerDay, currency, {
                        precision: "estimate",
                        currencyDisplay: "symbol",
                      }),
                    })
                  ) : (
                    <Unknown />
                  )}
                </span>
              </AppLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
