import type { Queryable } from "@/db/client";
import { findTransferEnds, type TransferDetail, type TransferEnd } from "@/db/queries/transfers";
import type { Actor } from "../_shared/actor";
import { getTransfer } from "./get";
import { noTransfer } from "./missing";

/** All that stands on the paper that goes with the goods. */
export interface TransferDocument {
  companyName: string;
  transfer: TransferDetail;
  origin: TransferEnd;
  destination: TransferEnd;
  /** By line: packs to pick, and units beside whole packs. */
  packs: { lineNo: number; packs: number; looseUnits: number }[];
  /** Null: the weight of a SKU on it is unknown. */
  weightGrams: number | null;
  units: number;
}

/** The document of a transfer, for print and CSV. Throws Forbidden or NotFound. */
export async function getTransferDocument(
  db: Queryable,
  actor: Actor,
  id: number,
): Promise<TransferDocument> {
  const transfer = await getTransfer(db, actor, id);
  const ends = await findTransferEnds(db, id);
  if (!ends) throw noTransfer();
  const weights = transfer.lines.map((line) =>
    line.weightGrams === null ? null : line.weightGrams * line.quantity,
  );
  return {
    ...ends,
    transfer,
    packs: transfer.lines.map((line) => ({
      lineNo: line.lineNo,
      packs: Math.floor(line.quantity / line.packSizeUnits),
      looseUnits: line.quantity % line.packSizeUnits,
    })),
    weightGrams: weights.reduce(
      (sum, weight) => (sum === null || weight === null ? null : sum + weight),
      0 as number | null,
    ),
    units: transfer.units,
  };
}
