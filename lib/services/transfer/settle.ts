/** One end's word on a transfer. A vendor states totals of a line, which hold once they are final; what is confirmed by hand adds up. */
export interface TransferEvent {
  kind: "shipped" | "received" | "cancelled";
  source: "vendor" | "hand";
  /** Of `received`: nothing more will come. Of a vendor: its total is no longer one so far. */
  final: boolean;
  lines: readonly { lineNo: number; quantity: number }[];
}

/** Units of one line, as all that was said so far has them. */
export interface LineBalance {
  /** Left the origin; null: neither end has said so. */
  shippedUnits: number | null;
  /** Came in at the destination; null: nothing was said. */
  receivedUnits: number | null;
  /** origin → transit */
  outUnits: number;
  /** transit → destination */
  inUnits: number;
  /** Came in beyond what was shipped: found by counting. */
  overUnits: number;
  /** Shipped and never came in: lost. */
  shortUnits: number;
}

/**
 * Where a line's units are, from the set of events alone: their order does not matter, so a receipt that is heard of
 * before its shipping ends in the same place. Until the shipping is known, what was received counts as shipped, at most
 * the approved quantity; nothing counts as lost before it.
 */
export function settleLine(
  line: { lineNo: number; quantity: number },
  events: readonly TransferEvent[],
): LineBalance {
  const shipped = saidUnits(line.lineNo, "shipped", events);
  const received = saidUnits(line.lineNo, "received", events);
  const out = shipped ?? Math.min(received ?? 0, line.quantity);
  const arrived = Math.min(received ?? 0, out);
  const closed = events.some((event) => event.kind === "received" && event.final);
  return {
    shippedUnits: shipped ?? (received === null ? null : out),
    receivedUnits: received,
    outUnits: out,
    inUnits: arrived,
    overUnits: Math.max(0, (received ?? 0) - out),
    shortUnits: closed && shipped !== null ? out - arrived : 0,
  };
}

export type SettledState = "open" | "shipped" | "received" | "cancelled";

/**
 * State of the whole transfer. Goods that moved outweigh a cancellation. Received: somebody said that nothing more comes,
 * or every line came in full.
 */
export function settleState(
  lines: readonly { lineNo: number; quantity: number }[],
  events: readonly TransferEvent[],
): SettledState {
  const kinds = new Set(events.map((event) => event.kind));
  if (kinds.has("received")) {
    const closed = events.some((event) => event.kind === "received" && event.final);
    const inFull =
      kinds.has("shipped") &&
      lines.every((line) => {
        const balance = settleLine(line, events);
        return (balance.receivedUnits ?? 0) >= balance.outUnits;
      });
    return closed || inFull ? "received" : "shipped";
  }
  if (kinds.has("shipped")) return "shipped";
  return kinds.has("cancelled") ? "cancelled" : "open";
}

function saidUnits(
  lineNo: number,
  kind: "shipped" | "received",
  events: readonly TransferEvent[],
): number | null {
  const said = events.filter((event) => event.kind === kind);
  if (said.length === 0) return null;
  const units = (source: TransferEvent["source"]) =>
    said
      .filter((event) => event.source === source)
      .map((event) =>
        event.lines.filter((line) => line.lineNo === lineNo).reduce((sum, line) => sum + line.quantity, 0),
      );
  const vendor = units("vendor");
  const hand = units("hand").reduce((sum, quantity) => sum + quantity, 0);
  // A vendor that says that more will come has not heard of what was confirmed since.
  const isTold = said.some((event) => event.source === "vendor" && event.final);
  return isTold ? Math.max(...vendor) : Math.max(hand, ...vendor);
}
