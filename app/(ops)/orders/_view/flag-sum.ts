import type { PastFlagRow } from "@/db/queries/order-flags";

type Detail = PastFlagRow["detail"];
export type SumDetail = Extract<Detail, { totalMinor: number }>;
export type QuantityDetail = Extract<Detail, { most: number }>;
export type HashDetail = Extract<Detail, { theirs: string }>;

/** What a flag holds against what, told apart by what it names. */
export function detailOf(
  detail: Detail,
):
  | { kind: "sum"; of: SumDetail }
  | { kind: "quantity"; of: QuantityDetail }
  | { kind: "hash"; of: HashDetail } {
  if ("totalMinor" in detail) return { kind: "sum", of: detail };
  return "most" in detail ? { kind: "quantity", of: detail } : { kind: "hash", of: detail };
}
