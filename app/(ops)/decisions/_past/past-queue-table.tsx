import { useTranslations } from "next-intl";
import { ActionState } from "@/components/action-state";
import { AppLink } from "@/components/link";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import type { ListedRecommendation } from "@/lib/services/recommendation/list";
import { aboutMoney } from "../_view/about-money";
import { optionTitle, problemSentence } from "../_view/sentences";
import { shownState } from "../_view/state";
import type { Words } from "../_view/words";
import { type DecisionsQuery, decisionsHref, type TabName } from "../query";

/** What each recommendation said then, and where it stood. Figures that are of later say of when they are. */
export function PastQueueTable({
  words,
  query,
  rows,
  asOf,
}: {
  words: Words;
  query: DecisionsQuery & { tab: TabName };
  rows: readonly ListedRecommendation[];
  asOf: Date;
}) {
  const t = useTranslations("past");
  const isWaiting = query.tab === "todo" || query.tab === "snoozed";
  const { format, currency } = words;
  const about = (minor: number) => aboutMoney(format, minor, currency);
  return (
    <SimpleTable<ListedRecommendation>
      caption={t("queue")}
      rows={rows}
      rowKey={(row) => String(row.id)}
      columns={[
        {
          key: "sku",
          header: t("product"),
          identity: true,
          widthPx: 128,
          cell: (row) =>
            row.skuCode ? (
              <AppLink
                className="font-mono whitespace-nowrap underline underline-offset-2"
                href={`/inventory/${encodeURIComponent(row.skuCode)}`}
              >
                {row.skuCode}
              </AppLink>
            ) : (
              row.campaignName
            ),
        },
        {
          key: "problem",
          header: t("problem"),
          cell: (row) => (
            <span className="block min-w-60 py-1.5">
              <AppLink
                className="underline underline-offset-2"
                href={decisionsHref(query, { id: String(row.id) })}
              >
                {problemSentence(words, row.problem)}
              </AppLink>
              {row.updatedAt > asOf ? (
                <span className="block text-caption text-muted">
                  {t("figuresOf", { at: format.moment(row.updatedAt) })}
                </span>
              ) : null}
            </span>
          ),
        },
        {
          key: "best",
          header: t(isWaiting ? "best" : "chosen"),
          cell: (row) => (
            <span className="block min-w-44">
              {row.option ? optionTitle(words, row.option) : <NotApplicable />}
              {isWaiting && row.state === "open" ? null : (
                <span className="block">
                  <ActionState state={shownState(row)} until={row.snoozedUntil?.toISOString() ?? null} />
                </span>
              )}
            </span>
          ),
        },
        {
          key: "since",
          header: t(isWaiting ? "since" : "decided"),
          widthPx: 136,
          cell: (row) => format.moment(row.decidedAt ?? row.createdAt),
        },
        {
          key: "loss",
          header: t("loss"),
          align: "end",
          widthPx: 96,
          cell: (row) => about(row.lossMinorPerDay),
        },
        {
          key: "worth",
          header: t("worth"),
          align: "end",
          widthPx: 184,
          cell: (row) => (
            <span className="whitespace-nowrap">
              {about(row.valueMinor)}{" "}
              <span className="text-muted">
                (
                {format.moneyRange(row.valueLowMinor, row.valueHighMinor, currency, {
                  currencyDisplay: "symbol",
                })}
                )
              </span>
            </span>
          ),
        },
      ]}
    />
  );
}
