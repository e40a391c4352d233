import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { filterOf, readDecisionsQuery, tabNames } from "@/app/(ops)/decisions/query";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { exportRecommendations, type QueueRow } from "@/db/queries/recommendations";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every decision of a tab under its filters. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const db = getDb();
  const query = readDecisionsQuery(new URL(request.url).searchParams);
  const tab = query.tab ?? "todo";
  const currency = (await readCompany(db))?.baseCurrency ?? "USD";
  const rows = exportRecommendations(db, tabNames[tab], filterOf(query, actor.id));
  return csvResponse(`plimsoll-decisions-${tab}.csv`, rows, columnsIn(currency));
});

/** Of what lacks a cost or a price nothing is known in money. */
const isValued = ({ option }: QueueRow) => option !== null;

function columnsIn(currency: string): CsvColumn<QueueRow>[] {
  const money = (minor: number) => minorToDecimal(minor, currency);
  return [
    { header: "id", value: (row) => row.id },
    { header: "kind", value: (row) => row.kind },
    { header: "problem", value: (row) => (row.problem as { key: string }).key },
    { header: "state", value: (row) => row.state },
    { header: "urgency", value: (row) => row.urgency },
    { header: "team", value: (row) => row.team },
    { header: "sku", value: (row) => row.skuCode },
    { header: "title", value: (row) => row.skuTitle },
    { header: "location", value: (row) => row.locationCode },
    { header: "campaign", value: (row) => row.campaignName },
    { header: "loss_per_day", value: (row) => (isValued(row) ? money(row.lossMinorPerDay) : null) },
    { header: "value_low", value: (row) => (isValued(row) ? money(row.valueLowMinor) : null) },
    { header: "value", value: (row) => (isValued(row) ? money(row.valueMinor) : null) },
    { header: "value_high", value: (row) => (isValued(row) ? money(row.valueHighMinor) : null) },
    { header: "currency", value: () => currency },
    { header: "option", value: (row) => row.chosenOption ?? (row.option as { key: string } | null)?.key },
    { header: "actions", value: (row) => row.actions.map((one) => `${one.kind} ${one.state}`).join("; ") },
    { header: "owner", value: (row) => row.assignedName },
    { header: "decided_by", value: (row) => row.decidedBy },
    { header: "decided_at", value: (row) => row.decidedAt },
    { header: "reason", value: (row) => row.reason },
    { header: "note", value: (row) => row.note },
    { header: "snoozed_until", value: (row) => row.snoozedUntil },
    { header: "data_as_of", value: (row) => row.dataAsOf },
    { header: "created_at", value: (row) => row.createdAt },
  ];
}
