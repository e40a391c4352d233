import { getSaid } from "@/app/_edge/get-said";
import type { TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Db } from "@/db/client";
import { deadGroups, unmappedExamples } from "@/db/queries/live";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { type DeadLetter, listDeadLetters } from "@/lib/services/inbox/dead-letters";
import { listUnmapped, type UnmappedName } from "@/lib/services/inbox/list-unmapped";
import { rejectWords } from "../imports/reject-words";

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

/** A name to be mapped as it travels to the browser. */
export type UnmappedRow = Omit<UnmappedName, "firstSeenAt" | "lastSeenAt"> & {
  id: string;
  since: string;
  /** The source's ids of a few records that wait for it. */
  examples: string[];
};

const namesMax = 500;

/** The names to be mapped that the address asks for. */
export async function loadUnmapped(db: Db, actor: Actor, params: Params): Promise<TablePage<UnmappedRow>> {
  const { filters, q } = readTableQuery(params, { sortKeys: [], filterKeys: ["source", "kind"] });
  const names = await listUnmapped(db, actor, { limit: namesMax });
  const shown = names.filter(
    (one) =>
      (filters.source?.includes(one.connection) ?? true) &&
      (filters.kind?.includes(one.kind) ?? true) &&
      (q === null || `${one.externalCode} ${one.title ?? ""}`.toLowerCase().includes(q.toLowerCase())),
  );
  const examples = await unmappedExamples(
    db,
    shown.map(({ kind, externalCode }) => `${kind}:${externalCode}`),
  );
  return {
    rows: shown.map(({ firstSeenAt, lastSeenAt: _, ...row }) => {
      const want = `${row.kind}:${row.externalCode}`;
      return {
        ...row,
        id: `${row.connectionId}:${want}`,
        since: firstSeenAt.toISOString(),
        examples: examples
          .filter((one) => one.connectionId === row.connectionId && one.want === want)
          .map(({ externalId }) => externalId),
      };
    }),
    nextCursor: null,
    total: names.length < namesMax ? shown.length : null,
    totalUnfiltered: names.length < namesMax ? names.length : null,
    asOf: new Date().toISOString(),
  };
}

/** A dead letter in the list: without its forms, which the sheet reads. */
export type DeadRow = Omit<DeadLetter, "raw" | "fields" | "say" | "eventAt" | "receivedAt" | "reason"> & {
  /** Its kind in words. */
  kindWord: string;
  reason: string | null;
  receivedAt: string;
};

/** Which dead letters an address asks for. */
export function readDeadQuery(params: Params) {
  const { filters, cursor } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["connection", "kind", "code"],
  });
  const connection = Number(filters.connection?.[0]);
  return {
    filter: {
      connectionId: Number.isInteger(connection) && connection > 0 ? connection : null,
      kind: filters.kind?.[0] ?? null,
      code: filters.code?.[0] ?? null,
    },
    cursor,
  };
}

/** One page of dead letters, newest first, with the counts of the foot on the first. */
export async function loadDead(db: Db, actor: Actor, params: Params): Promise<TablePage<DeadRow>> {
  const { filter, cursor } = readDeadQuery(params);
  const [said, page, groups] = await Promise.all([
    getSaid(),
    listDeadLetters(db, actor, { ...filter, cursor, pageSize: 100 }),
    cursor ? null : deadGroups(db),
  ]);
  const sum = (rows: { count: number }[]) => rows.reduce((all, { count }) => all + count, 0);
  const matching = groups?.filter(
    (group) =>
      (filter.connectionId === null || group.connectionId === filter.connectionId) &&
      (filter.kind === null || group.kind === filter.kind) &&
      (filter.code === null || group.code === filter.code),
  );
  return {
    rows: page.rows.map(({ raw: _, fields: __, eventAt: ___, say: what, ...row }) => ({
      ...row,
      kindWord: said(say(`imports.kinds.${row.kind}`)) || row.kind,
      reason: row.reason && rejectWords(said, { code: row.code ?? "", reason: row.reason, say: what }),
      receivedAt: row.receivedAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
    total: matching ? sum(matching) : null,
    totalUnfiltered: groups ? sum(groups) : null,
    asOf: new Date().toISOString(),
  };
}
