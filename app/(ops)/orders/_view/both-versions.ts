import type { OrderCheck, OrderDetail } from "@/db/queries/orders";
import { decimalToMinor } from "@/lib/core/money";

export type Side = string | number | boolean | null;

/** One field of an order on both sides. */
export interface VersionRow {
  /** As `orders.problems.fields` names it. */
  field: string;
  /** Null: of the whole order. */
  lineNo: number | null;
  /** Undefined: that side does not say. Null: it has nothing there. Amounts in minor units. */
  ours: Side | undefined;
  theirs: Side | undefined;
  money: boolean;
  differs: boolean;
}

type Difference = OrderCheck["differences"][number];
type Fields = Record<string, unknown>;

/** Sources of old write some fields in their own way. */
const sameAs: Record<string, string> = {
  customer: "customerRef",
  status: "state",
  sku: "skuCode",
  price: "unitPrice",
  unit_price: "unitPrice",
  total: "totalMinor",
  address: "country",
};
const nameOf = (field: string): string => sameAs[field] ?? field;

/**
 * An order as it is here and as its source says, field by field, with what differs marked. What was compared counts before
 * what stands here by now: an order that was corrected since still shows why it was wrong.
 */
export function bothVersions(
  order: Pick<OrderDetail, "currency" | "customerRef" | "country" | "state" | "totalMinor" | "lines"> | null,
  source: unknown,
  differences: readonly Difference[],
): VersionRow[] {
  const theirs = asFields(source);
  const found = new Map(differences.map((one) => [`${nameOf(one.field)}:${one.lineNo ?? ""}`, one]));
  const currency = textIn(theirs, "currency") ?? order?.currency ?? null;
  const row = (
    field: string,
    lineNo: number | null,
    ours: Side | undefined,
    their: Side | undefined,
    money = false,
  ): VersionRow[] => {
    const difference = found.get(`${field}:${lineNo ?? ""}`);
    found.delete(`${field}:${lineNo ?? ""}`);
    if (difference)
      return [{ field, lineNo, ours: difference.ours, theirs: difference.theirs, money, differs: true }];
    return ours === undefined && their === undefined
      ? []
      : [{ field, lineNo, ours, theirs: their, money, differs: false }];
  };
  const head = [
    ...row("state", null, order?.state, textIn(theirs, "state", "status")),
    ...row("cancelled", null, undefined, undefined),
    ...row("customerRef", null, order?.customerRef ?? undefined, textIn(theirs, "customerRef", "customer")),
    ...row("country", null, order?.country ?? undefined, textIn(theirs, "country")),
    ...row("currency", null, order?.currency, textIn(theirs, "currency")),
    ...row("totalMinor", null, order?.totalMinor ?? undefined, totalOf(theirs, currency), true),
  ];
  const ourLines = new Map((order?.lines ?? []).map((line) => [line.lineNo, line]));
  const theirLines = linesOf(theirs);
  const numbers = new Set([
    ...ourLines.keys(),
    ...theirLines.keys(),
    ...differences.flatMap(({ lineNo }) => (lineNo === null || lineNo === undefined ? [] : [lineNo])),
  ]);
  const body = [...numbers]
    .sort((a, b) => a - b)
    .flatMap((lineNo) => {
      const our = ourLines.get(lineNo);
      const their = theirLines.get(lineNo);
      return [
        ...row("line", lineNo, undefined, undefined),
        ...row("skuCode", lineNo, our?.skuCode, textIn(their, "skuCode", "sku")),
        ...row("quantity", lineNo, our?.quantity, numberIn(their, "quantity")),
        ...row(
          "unitPrice",
          lineNo,
          plainDecimal(our?.unitPrice ?? undefined),
          plainDecimal(textIn(their, "unitPrice")),
        ),
      ];
    });
  const others = [...found.values()].map((one) => ({
    field: nameOf(one.field),
    lineNo: one.lineNo ?? null,
    ours: one.ours,
    theirs: one.theirs,
    money: nameOf(one.field) === "totalMinor",
    differs: true,
  }));
  return [...head, ...others, ...body];
}

const asFields = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

function textIn(fields: Fields | undefined, ...names: string[]): string | undefined {
  const value = names.map((name) => fields?.[name]).find((one) => one !== undefined && one !== null);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function numberIn(fields: Fields | undefined, name: string): number | undefined {
  const text = textIn(fields, name);
  return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/** The source's total in minor units: said so, or as a decimal. */
function totalOf(fields: Fields | undefined, currency: string | null): number | undefined {
  const minor = numberIn(fields, "totalMinor");
  if (minor !== undefined || currency === null) return minor;
  const total = textIn(fields, "total");
  return total !== undefined && /^-?\d+(\.\d+)?$/.test(total) ? decimalToMinor(total, currency) : undefined;
}

/** "14.950" and "14.95" are one price. */
const plainDecimal = (text: string | undefined): string | undefined =>
  text?.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;

function linesOf(fields: Fields | undefined): Map<number, Fields> {
  const lines = Array.isArray(fields?.lines) ? fields.lines : [];
  return new Map(
    lines.flatMap((line: unknown, place) => {
      const found = asFields(line);
      return found ? [[numberIn(found, "lineNo") ?? place + 1, found] as const] : [];
    }),
  );
}
