import type { Tx } from "@/db/client";
import { keptRows } from "./kept-rows";

/** Lays a table over the lanes; setLanes fills it. */
export async function layLanes(tx: Tx, onCommit: string): Promise<void> {
  await tx.unsafe(
    `create temp table lane (like public.lane including defaults including indexes) ${onCommit}`,
  );
}

/** Sets lanes to a moment: to what was kept of it, else to what they are today. */
export async function setLanes(tx: Tx, at: Date): Promise<void> {
  await tx.unsafe(
    `truncate pg_temp.lane; insert into pg_temp.lane overriding system value select * from ${keptRows("lane", at)} x`,
  );
}
