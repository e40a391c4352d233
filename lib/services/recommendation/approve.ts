import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, StaleData } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { MaterialChange } from "@/lib/decisions/material-change";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { parseInput } from "../_shared/parse-input";
import { getPolicy } from "../policy/get";
import { guard } from "../policy/guard";
import type { WaitingRequest } from "../policy/second-person";
import { approveSteps } from "./approve-steps";
import { authoriseAnyTeam, authoriseTeam } from "./authorise-team";
import type { StartedAction } from "./carry-out";
import { changesFor } from "./changes";
import { chooseOption } from "./choose-option";
import { conflictOf, loadStanding } from "./conflict";
import { lockLanes } from "./lock-lanes";
import { recompute } from "./recompute";
import { rejectRecommendation } from "./reject";
import { repriceOption } from "./reprice";
import { lockRecommendation, type StoredRecommendation } from "./row";
import { startSteps } from "./start-steps";
import { ownSteps } from "./steps";
import { storeExpired, storeFresh } from "./store-fresh";
import type { BlockedReason, Candidate, Option, Team } from "./types";

export const quantitiesInput = z
  .array(
    z.object({ laneId: z.number().int().positive(), quantityUnits: z.number().int().min(0).max(10_000_000) }),
  )
  .max(50);

export const approveInput = z.object({
  id: z.number().int().positive(),
  /** The version the person saw. */
  version: z.number().int().positive(),
  optionKey: z.string().min(1).max(100),
  /** Units by lane where the person changed them; lanes that are left out keep the option's. */
  quantities: quantitiesInput.optional(),
  note: z.string().trim().max(1_000).optional(),
});

export interface Approved {
  id: number;
  version: number;
  optionKey: string;
  actions: StartedAction[];
  /** Above what one person may decide: nothing was sent, it waits for a second person. */
  waiting?: WaitingRequest;
  /** Teams whose approval some of its steps still need. */
  waitingFor: Team[];
}

/** `details` of the Conflict when the figures have changed: old → new, and the recommendation as it is now. */
export interface ChangedDetails {
  kind: "changed";
  changes: MaterialChange[];
  fresh: Candidate;
  version: number;
}

/** `details` of StaleData. */
export interface StaleDetails {
  kind: "stale";
  reasons: BlockedReason[];
  version: number;
}

/** What came of an approval; only `approved` was carried out, of the others what was found is stored. */
export type ApprovalOutcome =
  | { kind: "approved"; approved: Approved }
  | { kind: "gone" }
  | { kind: "stale"; reasons: BlockedReason[]; version: number }
  | { kind: "changed"; changes: MaterialChange[]; fresh: Candidate; version: number };

/**
 * Approves one way out of a problem. It is worked out again first, on locked stock: materially different → Conflict with
 * old → new, and the stored recommendation is the fresh one from then on; inputs too old → StaleData with the reasons.
 * What the policy allows is checked then; above one person's limits it waits for a second one (`waiting`). Otherwise state,
 * actions, reservations at the donors, jobs and audit are written in one transaction. Steps of other teams wait for those;
 * called again by one of them, it approves theirs. `do_nothing` is kept as a rejection. Throws also Forbidden, Invalid,
 * NotFound, and Conflict with who decided when somebody was first. `shipment`: an id that approvals made together share; what
 * goes over one lane then leaves as one order, once `sendShipment` is called.
 */
export async function approveRecommendation(
  db: Db,
  actor: Actor,
  request: unknown,
  shipment?: string,
): Promise<Approved> {
  authoriseAnyTeam(actor);
  const input = parseInput(approveInput, request);
  if (input.optionKey === "do_nothing") return chooseNothing(db, actor, input);
  const outcome = await db.begin((tx) => approveWithin(tx, actor, input, shipment));
  switch (outcome.kind) {
    case "approved":
      return outcome.approved;
    case "gone":
      throw new Conflict("The problem has gone away since you opened it. Nothing was sent.", {
        say: say("decisions.refused.gone"),
        details: { kind: "gone" },
      });
    case "stale":
      throw isReading(outcome.reasons)
        ? new StaleData(
            "Its figures rest on readings that are too old to act on. Nothing was sent; sync the source, or wait for its next reading.",
            { say: say("refusals.recommendation.stale"), details: outcome satisfies StaleDetails },
          )
        : new StaleData(
            "Something that it rests on is missing, or limits clash. Nothing was sent; the decision says what, and where to put it right.",
            { say: say("refusals.recommendation.lacking"), details: outcome satisfies StaleDetails },
          );
    case "changed":
      throw new Conflict(
        "The figures have changed since you opened this, so nothing was sent. Look at what changed and decide anew.",
        { say: say("decisions.refused.changed"), details: outcome satisfies ChangedDetails },
      );
  }
}

/** Whether a reading is what holds it up, and not what somebody has to enter. */
const isReading = (reasons: readonly BlockedReason[]): boolean =>
  reasons.some(({ key }) => key === "stale_input" || key === "never_read" || key === "unknown_stock");

/** Choosing to do nothing is turning the others down, with that as the reason. */
async function chooseNothing(db: Db, actor: Actor, input: z.output<typeof approveInput>): Promise<Approved> {
  const { id, version, note } = input;
  const rejected = await rejectRecommendation(db, actor, {
    id,
    version,
    reason: "do_nothing",
    ...(note ? { note } : {}),
  });
  return { id, version: rejected.version, optionKey: "do_nothing", actions: [], waitingFor: [] };
}

/** The same in the caller's transaction, with what came of it as the answer. Throws what stands against it. */
export async function approveWithin(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof approveInput>,
  shipment: string | undefined,
): Promise<ApprovalOutcome> {
  const row = await lockRecommendation(tx, input.id);
  if (row.state === "approved" && row.version === input.version) {
    const steps = await approveSteps(tx, actor, input, await getPolicy(tx));
    if (steps) return { kind: "approved", approved: { id: row.id, optionKey: input.optionKey, ...steps } };
  }
  authoriseTeam(actor, row.team);
  if ((row.state !== "open" && row.state !== "blocked") || row.version !== input.version)
    throw conflictOf(await loadStanding(tx, input.id));
  const now = new Date();
  const policy = await getPolicy(tx);
  await lockLanes(tx, row.options.find(({ key }) => key === input.optionKey)?.steps ?? []);
  const fresh = await recompute(tx, row, policy, now);
  if (!fresh) {
    await storeExpired(tx, row.id);
    return { kind: "gone" };
  }
  if (fresh.blockedReasons.length > 0) {
    const { version } = await storeFresh(tx, row.id, fresh, policy.version);
    return { kind: "stale", reasons: fresh.blockedReasons, version };
  }
  const changes = changesFor(row, fresh, input.optionKey);
  if (changes.length > 0) {
    const { version } = await storeFresh(tx, row.id, fresh, policy.version);
    return { kind: "changed", changes, fresh, version };
  }
  const offered = chooseOption(fresh.options, input.optionKey);
  const option =
    input.quantities?.length && row.skuId !== null
      ? (await repriceOption(tx, row.skuId, offered, input.quantities, policy, now)).option
      : offered;
  const { id, version } = row;
  const guarded = await guard(
    tx,
    actor,
    policy,
    {
      subject: `recommendation:${id}`,
      kind: "recommendation",
      recommendationId: id,
      team: row.team,
      request: input,
      fingerprint: JSON.stringify([version, input.optionKey, input.quantities ?? []]),
      // Those of other teams pass when these approve them.
      steps: ownSteps(actor, option.steps),
    },
    now,
  );
  if (guarded.kind === "waiting")
    return {
      kind: "approved",
      approved: { id, version, optionKey: option.key, actions: [], waitingFor: [], waiting: guarded.request },
    };
  return {
    kind: "approved",
    approved: await write(tx, actor, row, fresh, option, policy.version, input.note, shipment),
  };
}

async function write(
  tx: Tx,
  actor: Actor,
  row: StoredRecommendation,
  fresh: Candidate,
  option: Option,
  policyVersion: number,
  note: string | undefined,
  shipment: string | undefined,
): Promise<Approved> {
  const options = fresh.options.map((one) => (one.key === option.key ? option : one));
  await storeFresh(tx, row.id, { ...fresh, options }, policyVersion);
  const [approved] = await tx<{ version: number }[]>`
    update recommendation set state = 'approved', chosen_option = ${option.key}, note = ${note ?? null}, decided_by = ${actor.name},
      decided_by_id = ${actor.id}, decided_at = now(), updated_at = now()
    where id = ${row.id} and state = 'open' returning version`;
  if (!approved) throw conflictOf(await loadStanding(tx, row.id));
  const { actions, waitingFor } = await startSteps(tx, actor, row.id, option, shipment);
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
  await announce(
    tx,
    "actions",
    actions.map((action) => action.id),
  );
  await writeAudit(tx, actor, {
    verb: "recommendation.approve",
    entity: "recommendation",
    entityId: row.id,
    before: { state: row.state, version: row.version },
    after: {
      state: "approved",
      version: approved.version,
      option: option.key,
      valueMinor: option.valueMinor,
      steps: option.steps,
      actions: actions.map((action) => action.id),
      ...(waitingFor.length > 0 && { waitingFor }),
    },
    ...(note ? { reason: note } : {}),
  });
  return { id: row.id, version: approved.version, optionKey: option.key, actions, waitingFor };
}
