import {
  type Page,
  type Position,
  type ReadRequest,
  type Session,
  VendorError,
} from "@/lib/connectors/live-contract";

export async function readBulkOrders(
  _session: Session,
  _scope: Extract<ReadRequest["scope"], { kind: "backfill" }>,
  _position: Position | null,
): Promise<Page> {
  throw new VendorError("refused", "not_yet", "not yet");
}
