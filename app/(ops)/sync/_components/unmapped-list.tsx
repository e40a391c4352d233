import { getTranslations } from "next-intl/server";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { loadUnmapped, type UnmappedRow } from "../load-stuck";
import { MapSheet } from "./map-sheet";
import { UnmappedTable } from "./unmapped-table";

const kinds = ["sku", "location", "channel"] as const;

/** The names to be mapped, and the sheet of the one that the address opens. */
export async function UnmappedList({
  db,
  actor,
  params,
  sources,
}: {
  db: Db;
  actor: Actor;
  params: Record<string, string | string[] | undefined>;
  sources: string[];
}) {
  const [t, page] = await Promise.all([getTranslations("inbox.unmapped"), loadUnmapped(db, actor, params)]);
  const row = typeof params.open === "string" ? openedRow(page.rows, params.open) : null;
  const kind = kinds.find((one) => one === row?.kind);
  return (
    <>
      <p className="max-w-5xl pb-2 text-muted">{t("help")}</p>
      <UnmappedTable page={page} sources={sources} />
      {row && kind ? <MapSheet key={row.id} row={row} kind={kind} /> : null}
    </>
  );
}

/** The opened name, also when it has just been mapped: the sheet then still says what came of it. */
function openedRow(rows: UnmappedRow[], id: string): UnmappedRow | null {
  const found = rows.find((row) => row.id === id);
  const parts = /^(\d+):(sku|location|channel):(.+)$/s.exec(id);
  if (found || !parts) return found ?? null;
  const [, connectionId = "", kind, externalCode = ""] = parts;
  return {
    id,
    connectionId: Number(connectionId),
    connection: "",
    kind: kind as UnmappedRow["kind"],
    externalCode,
    records: 0,
    orders: 0,
    title: null,
    suggestion: null,
    since: new Date().toISOString(),
    examples: [],
  };
}
