import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readAuditFilter } from "@/app/(ops)/settings/audit/load";
import { readPastMoment } from "@/components/past/read-moment";
import { getReadDb } from "@/db/client";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { authorise } from "@/lib/services/_shared/authorise";
import { type AuditRow, exportAudit } from "@/lib/services/audit/list-audit";

/** Every row of the audit under its filters, with what was before and after. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  // Checked before the answer begins: a stream that fails in the middle looks like a complete file.
  authorise(actor, "audit.read");
  const params = new URL(request.url).searchParams;
  // No row is ever changed, so those until a moment need no reading of the past.
  const to = readPastMoment(params.get("asOf")) ?? undefined;
  const { filter } = readAuditFilter(params, to ?? new Date());
  return csvResponse("plimsoll-audit.csv", exportAudit(getReadDb(), actor, { ...filter, to }), columns);
});

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const columns: CsvColumn<AuditRow>[] = [
  { header: "id", value: (row) => row.id },
  { header: "at", value: (row) => row.at },
  { header: "actor_kind", value: (row) => row.actorKind },
  { header: "actor_id", value: (row) => row.actorId },
  { header: "actor_name", value: (row) => row.actorName },
  { header: "role", value: (row) => row.role },
  { header: "verb", value: (row) => row.verb },
  { header: "entity", value: (row) => row.entity },
  { header: "entity_id", value: (row) => row.entityId },
  { header: "reason", value: (row) => row.reason },
  { header: "before", value: (row) => json(row.before) },
  { header: "after", value: (row) => json(row.after) },
  { header: "hash", value: (row) => row.hash },
];
