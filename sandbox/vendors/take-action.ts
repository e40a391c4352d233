import { createHash } from "node:crypto";
import { z } from "zod";
import { adReading, adRequest, budgetRequest, setBudget, switchAd } from "./ads";
import { type Answer, receiptAnswer, refusal } from "./answer";
import type { Faults, Pace } from "./faults";
import type { TakenAction, VendorState } from "./state";
import {
  cancelRequest,
  cancelTransfer,
  requestTransfer,
  transferReading,
  transferRequest,
} from "./warehouse";

/** A connection as its vendor knows it. */
export interface VendorConnection {
  key: string;
  role: "warehouse" | "ads";
  /** Signs both directions. */
  secret: string;
  /** Codes of the locations that it runs; empty for an ad platform. */
  locations: readonly string[];
}

const message = z.object({ type: z.string(), timestamp: z.string().optional(), data: z.unknown() });
const typesOf = {
  warehouse: ["transfer.requested", "transfer.cancelled"],
  ads: ["ad.pause", "ad.resume", "ad.budget"],
} as const;

/** Does what a signed message asks, once an id. */
export function takeAction(
  state: VendorState,
  connection: VendorConnection,
  id: string,
  body: unknown,
  faults: Faults,
  pace: Pace,
  now: number,
): Answer {
  const parsed = message.safeParse(body);
  if (!parsed.success || !(typesOf[connection.role] as readonly string[]).includes(parsed.data.type))
    return refusal(422, "invalid", `This system takes ${typesOf[connection.role].join(" and ")}.`, {
      fields: { type: "unknown" },
    });
  const { type, data } = parsed.data;
  const hash = createHash("sha256")
    .update(JSON.stringify([type, data]))
    .digest("hex");
  const before = state.actions[id];
  if (before) return again(state, before, hash, now);
  if (faults.lie)
    return receiptAnswer(
      202,
      { reference: `OK-${id.slice(0, 8)}`, acceptedAt: new Date(now).toISOString() },
      false,
      null,
    );
  const result = carryOut(state, connection, id, type, data, pace, now);
  if (result.taken)
    state.actions[id] = {
      ...result.taken,
      hash,
      connection: connection.key,
      acceptedAt: new Date(now).toISOString(),
    };
  return result.answer;
}

function carryOut(
  state: VendorState,
  connection: VendorConnection,
  id: string,
  type: string,
  data: unknown,
  pace: Pace,
  now: number,
) {
  const invalid = (error: z.ZodError) => ({
    answer: refusal(422, "invalid", "The message lacks something.", {
      fields: Object.fromEntries(
        error.issues.map((issue) => [`data.${issue.path.join(".")}`, issue.message]),
      ),
    }),
    taken: null,
  });
  const otherId = {
    answer: refusal(422, "invalid", "data.actionId must be the webhook-id.", {
      fields: { "data.actionId": "differs" },
    }),
    taken: null,
  };
  if (type === "transfer.requested") {
    const request = transferRequest.safeParse(data);
    if (!request.success) return invalid(request.error);
    return request.data.actionId === id
      ? requestTransfer(state, connection.key, connection.locations, request.data, pace, now)
      : otherId;
  }
  if (type === "transfer.cancelled") {
    const request = cancelRequest.safeParse(data);
    if (!request.success) return invalid(request.error);
    return request.data.actionId === id ? cancelTransfer(state, connection.key, request.data, now) : otherId;
  }
  if (type === "ad.budget") {
    const request = budgetRequest.safeParse(data);
    if (!request.success) return invalid(request.error);
    return request.data.actionId === id ? setBudget(state, connection.key, request.data, now) : otherId;
  }
  const request = adRequest.safeParse(data);
  if (!request.success) return invalid(request.error);
  return request.data.actionId === id
    ? switchAd(state, connection.key, type === "ad.pause" ? "paused" : "enabled", request.data, now)
    : otherId;
}

/** The same id once more: the first receipt again, or a refusal when the content is another. */
function again(state: VendorState, before: TakenAction, hash: string, now: number): Answer {
  const transfer = state.transfers[before.subject];
  const ad = state.ads[before.subject];
  const current = transfer ? transferReading(transfer, now) : ad ? adReading(ad, now) : null;
  if (before.hash !== hash)
    return refusal(409, "id_reused", "This id was used before for something else.", { current });
  return receiptAnswer(200, { reference: before.reference, acceptedAt: before.acceptedAt }, true, current);
}
