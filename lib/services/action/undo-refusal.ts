import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import { adWord } from "./state-word";
import type { Action, QuantityPayload, TransferPayload } from "./types";

const sentences: Partial<Record<Action["state"], string>> = {
  sending: "It is being sent this moment. Try again in a few seconds.",
  undoing: "Somebody is undoing it already.",
  undone: "It has been undone already.",
  cancelled: "It has been cancelled already.",
  refused: "The source had been changed by someone else, so there is nothing of ours to undo.",
  failed:
    "An attempt had no answer, so it may have taken effect. Try it again instead, which does nothing twice.",
  queued: "An attempt has gone out and its answer is not known yet. Try again when it is.",
  accepted: "The source has not shown it yet. Try again once it is confirmed.",
};

/** The Conflict of an action that cannot be taken back in its present state, with why. */
export function cannot(action: Action): Conflict {
  const why = sentences[action.state] ?? "It cannot be undone in its present state.";
  return new Conflict(`${why} Nothing was changed.`, {
    say: say("refusals.nothingChanged", { why: sayOf(action.state) }),
    details: { state: action.state },
  });
}

/** The Conflict of an action that is never taken back: what gives a transfer up, an ad that runs again, what was booked. */
export const cannotEver = ({ state }: Action): Conflict =>
  new Conflict("It cannot be undone. Nothing was changed.", {
    say: say("refusals.nothingChanged", { why: say("refusals.undo.other") }),
    details: { state },
  });

function sayOf(state: Action["state"]): Say {
  switch (state) {
    case "sending":
      return say("refusals.undo.sending");
    case "undoing":
      return say("refusals.undo.undoing");
    case "undone":
      return say("refusals.undo.undone");
    case "cancelled":
      return say("refusals.undo.cancelled");
    case "refused":
      return say("refusals.undo.refused");
    case "failed":
      return say("refusals.undo.failed");
    case "queued":
      return say("refusals.undo.queued");
    case "accepted":
      return say("refusals.undo.accepted");
    default:
      return say("refusals.undo.other");
  }
}

/** Of a quantity the last known reading must still be what the action left; the executor reads once more before it sends. */
export async function refuseOtherQuantity(tx: Tx, payload: QuantityPayload): Promise<void> {
  const [listing] = await tx<{ units: number | null; asOf: Date | null; places: number }[]>`
    select published_units as units, published_as_of as "asOf",
      (select count(*)::int from channel_location c where c.channel_id = l.channel_id) as places
    from listing l where id = ${payload.listingId} for update`;
  const ofOnePlace = payload.place !== null && (listing?.places ?? 0) > 1;
  if (ofOnePlace || listing?.units === payload.units) return;
  throw new Conflict(
    `The quantity was changed outside Plimsoll since: the channel shows ${listing?.units ?? "nothing"} now. The undo is refused and nothing was sent.`,
    {
      say: say("live.errors.quantityChanged", { units: listing?.units ?? 0 }),
      details: {
        changedOutside: true,
        left: payload.units,
        found: listing?.units ?? null,
        asOf: listing?.asOf ?? null,
      },
    },
  );
}

/** The same of an ad, which must still rest by this very action. */
export async function refuseChangedOutside(
  tx: Tx,
  actionId: string,
  payload: { campaignId: number; productAdId: number | null },
): Promise<void> {
  const [ad] =
    payload.productAdId === null
      ? await tx<{ state: string; pausedBy: string | null; changedAt: Date | null }[]>`
          select state, paused_by_action_id as "pausedBy", state_as_of as "changedAt" from campaign where id = ${payload.campaignId} for update`
      : await tx<{ state: string; pausedBy: string | null; changedAt: Date | null }[]>`
          select state, paused_by_action_id as "pausedBy", state_as_of as "changedAt" from product_ad where id = ${payload.productAdId} for update`;
  if (ad?.state === "paused" && ad.pausedBy === actionId) return;
  throw new Conflict(
    `The ad was changed outside Plimsoll since: it is ${ad?.state ?? "gone"} now. The undo is refused and nothing was sent; change it at the platform if it is wrong.`,
    {
      say: say("refusals.ad.changedOutside", { state: adWord(ad?.state ?? null) }),
      details: {
        changedOutside: true,
        left: "paused",
        found: ad?.state ?? null,
        asOf: ad?.changedAt ?? null,
      },
    },
  );
}

/** Goods that have left are not called back. */
export async function refuseShipped(tx: Tx, payload: TransferPayload): Promise<void> {
  const [order] = await tx<{ state: string; shippedAt: Date | null }[]>`
    select state, shipped_at as "shippedAt" from transfer_order where id = ${payload.transferId} for update`;
  if (!order?.shippedAt) return;
  throw new Conflict(
    `${payload.number} has left ${payload.originCode}, so it cannot be undone. Plan a transfer back if the goods are needed there.`,
    {
      say: say("refusals.transfer.left", { number: payload.number, place: payload.originCode }),
      details: { changedOutside: true, state: order.state, shippedAt: order.shippedAt },
    },
  );
}
