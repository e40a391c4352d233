import { z } from "zod";
import type { Session } from "@/lib/connectors/live-contract";
import {
  type OutboundMessage,
  type QuantitySetData,
  quantitySetData,
  type SendResult,
} from "@/lib/core/outbound";
import { query } from "../client";
import { codesOf } from "../codes";
import { setQuantities } from "../documents";
import { type LevelNode, type UserErrors, userErrors } from "../wire-types";
import { accepted, failed, ofUserErrors, refused } from "./results";
import { availableAt, findShelves, quantityReadingOf, type Shelves, shownUnits } from "./shelves";

const answerShape = z.object({
  inventorySetQuantities: z.object({
    inventoryAdjustmentGroup: z.object({ id: z.string(), createdAt: z.string() }).nullish(),
    userErrors,
  }),
});

interface Change {
  level: LevelNode;
  units: number;
  from: number | null;
}

/**
 * Sets what can be sold. The number it is compared with is the one the decision was made on: where the shop has another by
 * now, nothing is written, and what it has is in the answer. Without a place, the difference is taken from, or put onto, the
 * shelves named to adjust, else the fullest first.
 */
export async function sendQuantity(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = quantitySetData.safeParse(message.data);
  if (!parsed.success) return failed("bad_message");
  const wanted = parsed.data;
  const shelves = await findShelves(session, wanted);
  if (typeof shelves === "string") return failed(shelves);
  if (!shelves.tracked) return failed("not_counted", "The shop does not count this product's stock.");
  const [only] = shelves.levels;
  const single = wanted.place || shelves.levels.length === 1;
  if (single && only) return sendOne(session, message, wanted, shelves, only);
  return sendSpread(session, message, wanted, shelves);
}

async function sendOne(
  session: Session,
  message: OutboundMessage,
  wanted: QuantitySetData,
  shelves: Exclude<Shelves, string>,
  level: LevelNode,
): Promise<SendResult> {
  const from = wanted.expectedUnits ?? null;
  const result = await write(session, message, message.id, [{ level, units: wanted.units, from }]);
  const oversold = isStale(result.errors) && from === 0 && availableAt(level) < 0;
  if (!oversold) return settle(session, wanted, shelves, result);
  // Shown as nothing, and counted as less than that: the same to whoever decided.
  const change = { level, units: wanted.units, from: availableAt(level) };
  return settle(session, wanted, shelves, await write(session, message, `${message.id}:oversold`, [change]));
}

async function sendSpread(
  session: Session,
  message: OutboundMessage,
  wanted: QuantitySetData,
  shelves: Exclude<Shelves, string>,
): Promise<SendResult> {
  const shown = shownUnits(shelves) ?? 0;
  const receipt = { spread: true };
  if (shown === wanted.units) return accepted({ ...receipt, unchanged: true });
  if (wanted.expectedUnits != null && wanted.expectedUnits !== shown)
    return refused(
      "state_changed",
      `The shop shows ${shown}.`,
      quantityReadingOf(wanted, shelves, session.now()),
    );
  const total = shelves.levels.reduce((sum, level) => sum + availableAt(level), 0);
  const changes = spread(inOrder(session, shelves.levels, wanted.adjust ?? []), wanted.units - total);
  return settle(session, wanted, shelves, await write(session, message, message.id, changes));
}

/** The shelves of the places named come first, in their order; the others follow, the fullest first. */
function inOrder(session: Session, levels: readonly LevelNode[], places: readonly string[]): LevelNode[] {
  const codes = codesOf(session.settings);
  const rank = ({ location }: LevelNode) => {
    const at = places.indexOf(codes.place(location) ?? "");
    return at < 0 ? places.length : at;
  };
  return [...levels].sort((a, b) => rank(a) - rank(b) || availableAt(b) - availableAt(a));
}

/** Spreads a difference over shelves: what is taken away empties the first ones, what is added goes to the first. */
export function spread(levels: readonly LevelNode[], difference: number): Change[] {
  const [first] = levels;
  if (!first) return [];
  const change = (level: LevelNode, by: number): Change => {
    const from = availableAt(level);
    return { level, units: from + by, from };
  };
  if (difference >= 0) return [change(first, difference)];
  const changes: Change[] = [];
  let left = -difference;
  for (const level of levels) {
    const units = Math.min(left, Math.max(0, availableAt(level)));
    left -= units;
    if (units > 0) changes.push(change(level, -units));
  }
  return changes;
}

async function write(
  session: Session,
  message: OutboundMessage,
  key: string,
  changes: readonly Change[],
): Promise<{ errors: UserErrors; receipt: Record<string, unknown> }> {
  const input = {
    name: "available",
    reason: "correction",
    referenceDocumentUri: `gid://plimsoll/Action/${message.id}`,
    quantities: changes.map(({ level, units, from }) => ({
      inventoryItemId: level.item.id,
      locationId: level.location.id,
      quantity: units,
      changeFromQuantity: from,
    })),
  };
  const { inventorySetQuantities: answer } = await query(session, setQuantities, { input, key }, answerShape);
  return { errors: answer.userErrors, receipt: { adjustment: answer.inventoryAdjustmentGroup?.id ?? null } };
}

const STALE = ["CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"];
const isStale = (errors: UserErrors): boolean => errors.some(({ code }) => STALE.includes(code ?? ""));
/** The key was used before: by an attempt that failed, or that read other shelves. Only a reading tells which. */
const SPENT = ["IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"];

async function settle(
  session: Session,
  wanted: QuantitySetData,
  shelves: Exclude<Shelves, string>,
  { errors, receipt }: { errors: UserErrors; receipt: Record<string, unknown> },
): Promise<SendResult> {
  if (errors.length === 0) return accepted(receipt);
  const spent = errors.some(({ code }) => SPENT.includes(code ?? ""));
  if (!isStale(errors) && !spent) return ofUserErrors(errors);
  const again = await findShelves(session, wanted);
  const present = typeof again === "string" ? shelves : again;
  if (spent && shownUnits(present) === wanted.units) return accepted({ repeated: true });
  const said = errors.map(({ message }) => message).join("; ");
  return refused("state_changed", said, quantityReadingOf(wanted, present, session.now()));
}
