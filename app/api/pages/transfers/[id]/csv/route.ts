import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { getDb } from "@/db/client";
import type { TransferLineRow } from "@/db/queries/transfers";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { getTransferDocument } from "@/lib/services/transfer/document";

/** The document of a transfer, line by line, for whoever picks and receives it. */
export const GET = pageRoute(
  async (_request: Request, { params }: RouteContext<"/api/pages/transfers/[id]/csv">) => {
    const actor = await requireActorForAction();
    const { transfer, origin, destination } = await getTransferDocument(
      getDb(),
      actor,
      Number((await params).id),
    );
    const columns: CsvColumn<TransferLineRow>[] = [
      { header: "transfer", value: () => transfer.number },
      { header: "origin", value: () => origin.code },
      { header: "destination", value: () => destination.code },
      { header: "expected_at", value: () => transfer.expectedAt },
      { header: "line", value: (line) => line.lineNo },
      { header: "sku", value: (line) => line.skuCode },
      { header: "title", value: (line) => line.skuTitle },
      { header: "barcode", value: (line) => line.barcode },
      { header: "units", value: (line) => line.quantity },
      { header: "pack_size", value: (line) => line.packSizeUnits },
      { header: "packs", value: (line) => Math.floor(line.quantity / line.packSizeUnits) },
      {
        header: "weight_grams",
        value: (line) => (line.weightGrams === null ? null : line.weightGrams * line.quantity),
      },
      { header: "units_shipped", value: (line) => line.shippedQuantity },
      { header: "units_received", value: (line) => line.receivedQuantity },
    ];
    return csvResponse(`${transfer.number}.csv`, transfer.lines, columns);
  },
);
