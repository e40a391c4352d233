import type { Get, Outcome } from "@/lib/ingest/check/record";
import { checkRecord } from "@/lib/ingest/check/record";
import type { Problem, ReadSettings } from "@/lib/ingest/check/settings";
import type { ImportOptions } from "@/lib/ingest/mapping/mapping";
import { fieldReason, type Reason, recordReason } from "@/lib/ingest/reasons";
import type { StagedLine } from "./stage";

export type LineOptions = Pick<ImportOptions, "creditPrefix" | "negativeQuantity" | "noPriceNoCustomer">;

export const plainLineOptions: LineOptions = { negativeQuantity: "reject", noPriceNoCustomer: "sale" };

/** As many digits as a single decimal may have: more than this no amount of a line can hold. */
const amountMost = 1e12;

const ofQuantity = (key: "negative_quantity" | "zero_quantity" | "too_large"): Reason => {
  const found = fieldReason(key);
  return { ...found, reason: `quantity ${found.reason}` };
};

/** Checks one row of a file of orders and decides what kind of line it is. */
export function checkOrderRow(
  line: number,
  get: Get,
  settings: ReadSettings,
  options: LineOptions,
  raw: string,
): StagedLine {
  return stagedLine(line, checkRecord("orders", get, settings), options, raw);
}

/** Decides what kind of line a checked record is, and checks what concerns several of its fields. */
export function stagedLine(
  line: number,
  outcome: Outcome<"orders">,
  options: LineOptions,
  raw: string,
): StagedLine {
  const { record } = outcome;
  const problems: Problem[] = outcome.ok ? [] : [...outcome.problems];
  const quantity = record.quantity ?? null;
  const price = record.unitPrice ?? null;
  const isCredit =
    record.kind === "credit" ||
    (options.creditPrefix !== undefined && (record.orderNumber?.startsWith(options.creditPrefix) ?? false));
  const withoutPrice = price !== null && Number(price) <= 0;
  let lineKind: StagedLine["lineKind"] = "sale";
  if (isCredit) lineKind = "credit";
  else if (record.kind === "adjustment") lineKind = "adjustment";
  else if (quantity !== null && quantity < 0) {
    if (options.negativeQuantity === "reject")
      problems.push({
        field: "quantity",
        ...ofQuantity("negative_quantity"),
        value: String(quantity),
      });
    else lineKind = options.negativeQuantity;
  } else if (withoutPrice && !record.customer && options.noPriceNoCustomer === "adjustment")
    lineKind = "adjustment";
  if (quantity === 0)
    problems.push({
      field: "quantity",
      ...ofQuantity("zero_quantity"),
      value: "0",
    });
  if (Math.abs((quantity ?? 0) * Number(price ?? 0)) >= amountMost)
    problems.push({ field: "quantity", ...ofQuantity("too_large"), value: `${quantity} × ${price}` });
  const taken = (record.cancelledQuantity ?? 0) + (record.shippedQuantity ?? 0);
  if (lineKind === "sale" && quantity !== null && taken > Math.max(quantity, 0))
    problems.push({
      field: "quantity",
      ...recordReason("more_than_ordered", { taken, ordered: quantity }),
      value: String(quantity),
    });
  if (lineKind === "credit" && quantity !== null) record.quantity = -Math.abs(quantity);
  const notes = [withoutPrice ? "price_not_positive" : "", record.customer ? "" : "customer_missing"].filter(
    Boolean,
  );
  return {
    line,
    record,
    lineKind,
    note: notes.length > 0 ? notes.join(" ") : null,
    problems: problems.length > 0 ? problems : null,
    raw,
  };
}
