"use client";

import { createContext, type ReactNode, useContext } from "react";
import { useLiveRead } from "@/components/live";
import type { LiveRows } from "../live-rows";
import { LedgerTables } from "./ledger-tables";
import { SkuOrders } from "./sku-orders";
import { SkuPlaces } from "./sku-places";

const Shown = createContext<LiveRows | null>(null);

const moments: ReadonlySet<string> = new Set(["placedAt", "occurredAt", "dataAsOf"]);

/** Keeps stock, newest orders and newest moves of a product's page in step with what arrives. */
export function LiveTables({ code, rows, children }: { code: string; rows: LiveRows; children: ReactNode }) {
  const address = `/api/pages/inventory/${encodeURIComponent(code)}/rows`;
  const read = async (): Promise<LiveRows> => {
    const answer = await fetch(address);
    if (!answer.ok) return rows;
    return JSON.parse(await answer.text(), (key, value) =>
      moments.has(key) && typeof value === "string" ? new Date(value) : value,
    );
  };
  return <Shown value={useLiveRead(address, rows, read)}>{children}</Shown>;
}

export const LivePlaces = () => <SkuPlaces places={useRows().places} />;

export const LiveOrders = (props: { earlierHref: string | null }) => (
  <SkuOrders orders={useRows().orders.rows} pages={{ ...props, newestHref: null }} />
);

export const LiveMoves = () => <LedgerTables moves={useRows().moves.rows} balances={null} />;

function useRows(): LiveRows {
  const rows = useContext(Shown);
  if (!rows) throw new Error("live tables stand inside LiveTables");
  return rows;
}
