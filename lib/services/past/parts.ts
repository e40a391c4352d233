import type { Tx } from "@/db/client";

/** Does a part of longer work: in the transaction that is open, or each in one of its own. */
export type InPart = (work: (tx: Tx) => Promise<void>) => Promise<unknown>;

/** SKUs whose history is loaded, or whose series are in memory, at once. */
const batchSize = 500;

export const batchesOf = (skuIds: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(skuIds.length / batchSize) }, (_, i) =>
    skuIds.slice(i * batchSize, (i + 1) * batchSize),
  );
