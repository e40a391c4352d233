import { getSaid } from "@/app/_edge/get-said";
import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import type { Said } from "@/app/_edge/said";
import { rejectWords } from "@/app/(ops)/imports/reject-words";
import { readDeadQuery } from "@/app/(ops)/sync/load-stuck";
import { type Db, getReadDb } from "@/db/client";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import type { Actor } from "@/lib/services/_shared/actor";
import { type DeadLetter, listDeadLetters } from "@/lib/services/inbox/dead-letters";

/** Every dead letter that the address's filter matches, with its forms. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const { filter } = readDeadQuery(new URL(request.url).searchParams);
  const rows = everyLetter(getReadDb(), actor, filter);
  return csvResponse("plimsoll-sync-dead.csv", rows, columnsIn(await getSaid()));
});

async function* everyLetter(
  db: Db,
  actor: Actor,
  filter: ReturnType<typeof readDeadQuery>["filter"],
): AsyncGenerator<DeadLetter> {
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof listDeadLetters>> = await listDeadLetters(db, actor, {
      ...filter,
      cursor,
      pageSize: 200,
    });
    yield* page.rows;
    cursor = page.nextCursor;
    if (cursor === null) return;
  }
}

const columnsIn = (said: Said): CsvColumn<DeadLetter>[] => [
  { header: "source", value: (row) => row.connection },
  { header: "kind", value: (row) => row.kind },
  { header: "record", value: (row) => row.externalId },
  { header: "reason_code", value: (row) => row.code },
  {
    header: "reason",
    value: (row) =>
      row.reason && rejectWords(said, { code: row.code ?? "", reason: row.reason, say: row.say }),
  },
  { header: "field", value: (row) => row.field },
  { header: "value", value: (row) => row.value },
  { header: "happened_at", value: (row) => row.eventAt },
  { header: "received_at", value: (row) => row.receivedAt },
  { header: "as_read", value: (row) => JSON.stringify(row.fields) },
  { header: "as_it_came", value: (row) => JSON.stringify(row.raw) },
];
