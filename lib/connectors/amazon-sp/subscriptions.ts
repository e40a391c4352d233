import { type Session, VendorError } from "../live-contract";
import { callApi } from "./client";
import { unlessMissing } from "./read/missing";
import { subscription } from "./wire-types/notifications";
import { anything } from "./wire-types/shared";

/** Notifications that are used, with the version of their payload. */
const wanted = [
  { type: "ORDER_CHANGE", payloadVersion: "1.0" },
  { type: "FBA_INVENTORY_AVAILABILITY_CHANGES", payloadVersion: "1.0" },
] as const;

/**
 * Subscribes to what is used at the destination of the setting `notificationDestination`: a queue or event bus that the
 * seller has registered at Amazon and from which a forwarder sends to us. Without that setting nothing is done, and
 * polling alone keeps the streams. The address is the forwarder's matter: Amazon never learns it. Throws VendorError.
 */
export async function subscribe(session: Session): Promise<void> {
  const destinationId = session.settings.notificationDestination?.trim();
  if (!destinationId) return;
  for (const { type, payloadVersion } of wanted) {
    const known = await findSubscription(session, type);
    if (known?.destinationId === destinationId) continue;
    if (known?.subscriptionId)
      throw new VendorError(
        "refused",
        "subscribed_elsewhere",
        `${type} goes to another destination already. Amazon allows one an application.`,
      );
    const body = { payloadVersion, destinationId };
    const path = `/notifications/v1/subscriptions/${type}`;
    await callApi(session, "createSubscription", { method: "POST", path, body }, subscription);
  }
}

/**
 * Ends the subscriptions that go to our destination. Deleting is granted to the application itself and not to the
 * seller's grant in some accounts; a denial leaves them in place. Throws VendorError for other failures.
 */
export async function unsubscribe(session: Session): Promise<void> {
  const destinationId = session.settings.notificationDestination?.trim();
  if (!destinationId) return;
  for (const { type } of wanted) {
    const known = await findSubscription(session, type);
    if (!known?.subscriptionId || known.destinationId !== destinationId) continue;
    const path = `/notifications/v1/subscriptions/${type}/${encodeURIComponent(known.subscriptionId)}`;
    try {
      await callApi(session, "deleteSubscriptionById", { method: "DELETE", path }, anything);
    } catch (error) {
      if (!(error instanceof VendorError) || error.failure !== "forbidden") throw error;
    }
  }
}

async function findSubscription(session: Session, type: string) {
  const path = `/notifications/v1/subscriptions/${type}`;
  const query = { payloadVersion: "1.0" };
  const found = await unlessMissing(() =>
    callApi(session, "getSubscription", { method: "GET", path, query }, subscription),
  );
  return found?.value.payload ?? null;
}
