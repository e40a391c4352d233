import { Webhook } from "standardwebhooks";
import { type Faults, faultsOf } from "./faults";
import type { VendorState, WaitingCallBack } from "./state";
import type { VendorConnection } from "./take-action";

const retrySeconds = [5, 10, 30, 60];
const ATTEMPTS_MAX = 200;

/**
 * Sends the call-backs that are due to Plimsoll at `address`; what is not taken with a 2xx stays and comes again later.
 * Returns whether the state changed.
 */
export async function sendCallBacks(
  state: VendorState,
  connections: ReadonlyMap<string, VendorConnection>,
  address: string,
  faults: Faults,
  now: number,
): Promise<boolean> {
  const due = state.callBacks.filter(
    (callBack) => callBack.nextAt <= now && !faultsOf(faults, callBack.connection).down,
  );
  for (const callBack of due) {
    const connection = connections.get(callBack.connection);
    const taken =
      connection !== undefined && (await deliver(connection, callBack, callBack.eventId, address));
    if (taken && connection && faultsOf(faults, callBack.connection).duplicate) {
      await deliver(connection, callBack, callBack.eventId, address);
      await deliver(connection, callBack, `${callBack.eventId}:again`, address);
    }
    callBack.attempts++;
    callBack.nextAt = now + (retrySeconds[callBack.attempts - 1] ?? 120) * 1000;
    if (taken || callBack.attempts >= ATTEMPTS_MAX)
      state.callBacks.splice(state.callBacks.indexOf(callBack), 1);
  }
  return due.length > 0;
}

async function deliver(
  connection: VendorConnection,
  callBack: WaitingCallBack,
  eventId: string,
  address: string,
): Promise<boolean> {
  const body = JSON.stringify({ type: callBack.type, timestamp: callBack.occurredAt, data: callBack.data });
  const at = new Date();
  try {
    const answer = await fetch(`${address}/api/webhooks/${encodeURIComponent(connection.key)}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": eventId,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": new Webhook(connection.secret).sign(eventId, at, body),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status >= 200 && answer.status < 300;
  } catch {
    return false;
  }
}
