import type { Db } from "@/db/client";
import type { Jobs } from "@/db/enqueue";
import { type ReadResult, type SendResult, type Target, unsent } from "@/lib/core/outbound";
import { executors } from "@/lib/executors/registry";
import { type Claim, claimAction, keepPriorState } from "@/lib/services/action/claim";
import { messageOf, subjectOf } from "@/lib/services/action/message";
import { judgePrecondition } from "@/lib/services/action/precondition";
import { recordSend } from "@/lib/services/action/record-send";
import { isStepShown, isTransferStep } from "@/lib/services/action/step-shown";
import { loadConnection } from "@/lib/services/action/target";
import type { JobContext } from "./registry";

/**
 * Carries one action to where it takes effect: claim and commit, read what stands there, send, record. No transaction is
 * open across the network. A repeat of the job, and a worker killed at any point, leave one effect: the claim keeps others
 * out, and a repeated sending bears the same id.
 */
export async function handler(payload: Jobs["actions.send"], context: JobContext): Promise<void> {
  const { db, log } = context;
  const claim = await claimAction(db, payload.actionId);
  if (!claim) return;
  const result = await carryOut(context, claim);
  if (!result) return;
  await recordSend(db, claim, result);
  log.info(
    { actionId: claim.action.id, attempt: claim.attemptNo, outcome: result.outcome, reason: result.reason },
    "action sent",
  );
}

async function carryOut({ db, log, signal }: JobContext, claim: Claim): Promise<SendResult | null> {
  const { action } = claim;
  const executor = executors[action.executor];
  const reached = await reach(db, action.connectionId);
  if (typeof reached === "string") return unsent("failed", reached);
  const { connectionId } = action;
  const live = connectionId === null ? null : { db, connectionId, log };
  if (action.priorState === null && action.executor !== "manual") {
    const read = await executor.read(subjectOf(action), reached, signal, live);
    const judged = judgePrecondition(action, read);
    if (judged.send === false) return { ...unsent(judged.outcome, judged.reason), ...told(read) };
    if (!(await keepPriorState(db, claim, judged.prior))) return null;
  }
  const result = await executor.send(messageOf(action), reached, signal, live);
  // Refused because our own earlier attempt already did it: that attempt's answer was lost on the way.
  const ours = result.outcome === "refused" && isOurs(action, result.current);
  return ours ? { ...result, outcome: "accepted", reason: null } : result;
}

function isOurs(action: Claim["action"], current: SendResult["current"]): boolean {
  if (action.kind === "publish_quantity")
    return current?.subject === "quantity" && current.units === action.payload.units;
  if (isTransferStep(action)) return current?.subject === "transfer" && isStepShown(action, current);
  if (action.kind === "ad_budget")
    return current?.subject === "ad" && Number(current.budgetPerDay) === Number(action.payload.budgetPerDay);
  return current?.subject === "ad" && current.lastActionId === action.id;
}

/** The vendor's address, null where there is none, or the reason why it cannot be had. */
async function reach(db: Db, connectionId: number | null): Promise<Target | null | string> {
  if (connectionId === null) return null;
  try {
    const connection = await loadConnection(db, { id: connectionId });
    return connection ? connection.target : "disconnected";
  } catch {
    return "secret_unreadable";
  }
}

/** What the reading said besides. */
const told = (read: ReadResult): Pick<SendResult, "retryAfterSeconds" | "current"> => ({
  retryAfterSeconds: read.outcome === "unreadable" ? read.retryAfterSeconds : null,
  current: read.outcome === "seen" ? read.reading : null,
});
