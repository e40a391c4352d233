import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { adviceFollowed, notFollowed, valueOfKinds } from "@/db/queries/decision-value";
import { MoneyRangeCell, RealisedCell } from "./money-range";
import { useKindName, useTeamName } from "./names";

type Kind = Awaited<ReturnType<typeof valueOfKinds>>[number];
type Advice = Awaited<ReturnType<typeof adviceFollowed>>[number];
type Ignored = Awaited<ReturnType<typeof notFollowed>>[number];

/** Value by team and kind. What failed or was not followed is counted, and brought nothing. */
export function KindsTable({
  kinds,
  advice,
  ignored,
  currency,
}: {
  kinds: Kind[];
  advice: Advice[];
  ignored: Ignored[];
  currency: string;
}) {
  const t = useTranslations("worth.byKind");
  const format = useFormat();
  const teamName = useTeamName();
  const kindName = useKindName();
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={kinds.length === 0}>
      <SimpleTable<Kind>
        caption={t("title")}
        rows={kinds}
        rowKey={(row) => `${row.team}:${row.kind}`}
        empty={<EmptyState kind="nothingMatches" title={t("empty")} />}
        foot={[
          ...advice.map((one) =>
            t("advice", {
              team: teamName(one.team),
              kind: t(one.kind === "price" ? "adviceKind.price" : "adviceKind.reorder"),
              count: one.count,
              expected: format.money(one.expected, currency, {
                precision: "estimate",
                currencyDisplay: "symbol",
              }),
            }),
          ),
          ...(advice.length > 0 ? [t("adviceWhy")] : []),
          ...ignored.map((one) =>
            t("ignored", { team: teamName(one.team), rejected: one.rejected, expired: one.expired }),
          ),
        ].join(" ")}
        columns={[
          { key: "team", header: t("team"), cell: (row) => teamName(row.team) },
          { key: "kind", header: t("kind"), identity: true, cell: (row) => kindName(row.kind) },
          { key: "actions", header: t("actions"), align: "end", cell: (row) => format.number(row.actions) },
          {
            key: "measured",
            header: t("measured"),
            align: "end",
            cell: (row) => format.number(row.measured),
          },
          { key: "failed", header: t("failed"), align: "end", cell: (row) => format.number(row.failed) },
          {
            key: "waiting",
            header: t("waiting"),
            align: "end",
            cell: (row) => <WaitingCell row={row} currency={currency} />,
          },
          {
            key: "expected",
            header: t("expected"),
            align: "end",
            cell: (row) =>
              row.measured === 0 ? null : (
                <MoneyRangeCell
                  low={row.expectedLow}
                  mid={row.expected}
                  high={row.expectedHigh}
                  currency={currency}
                />
              ),
          },
          {
            key: "realised",
            header: t("realised"),
            align: "end",
            cell: (row) => <RealisedCell row={row} currency={currency} />,
          },
        ]}
      />
    </Panel>
  );
}

/** How many are not measured yet and what was expected of them, and how many of them never will be. */
function WaitingCell({ row, currency }: { row: Kind; currency: string }) {
  const t = useTranslations("worth.byKind");
  const format = useFormat();
  const count = row.actions - row.measured - row.failed;
  if (count === 0) return <span className="text-muted">{format.number(0)}</span>;
  const expected = format.money(row.waitingExpected, currency, {
    precision: "estimate",
    currencyDisplay: "symbol",
  });
  return (
    <span className="inline-flex flex-col items-end py-1 whitespace-nowrap">
      <span>{t("waitingCell", { count, expected })}</span>
      {row.unmeasurable > 0 ? (
        <span className="text-caption text-muted">{t("unmeasurable", { count: row.unmeasurable })}</span>
      ) : null}
    </span>
  );
}
