import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveFaults } from "../contract";
import { usualRetrySeconds } from "./options";
import type { Shop } from "./shop";

const TIMEOUT_MS = 5_000;
const AT_ONCE = 32;
/** After as many failed tries in a row of what was given up a subscription is taken away. */
const FAILURES_MAX = 8;

interface Delivery {
  subscription: number;
  uri: string;
  body: string;
  headers: Record<string, string>;
  tries: number;
}

export interface Deliveries {
  emit: (topic: string, body: () => unknown) => void;
  /** Ends when nothing is left that is due by itself; what waits for a late retry is not waited for. */
  settled: () => Promise<void>;
  /** How many wait for another try. */
  waiting: () => number;
  stop: () => void;
}

/** Sends what happens to those who subscribed, signed with the app's secret, again and again until it is taken. */
export function newDeliveries(shop: () => Shop, faults: LiveFaults): Deliveries {
  const ready: Delivery[] = [];
  /** Tries to come, with the moment in real milliseconds. */
  const later = new Map<NodeJS.Timeout, number>();
  let underway = 0;
  let stopped = false;

  const emit = (topic: string, body: () => unknown) => {
    const { subscriptions, options, random, now } = shop();
    const wanted = [...subscriptions.values()].filter((one) => one.topic === topic);
    if (wanted.length === 0) return;
    const text = JSON.stringify(body());
    const event = {
      "content-type": "application/json",
      "x-shopify-topic": topic.toLowerCase().replace(/_(?=[a-z]+$)/, "/"),
      "x-shopify-hmac-sha256": createHmac("sha256", options.clientSecret).update(text).digest("base64"),
      "x-shopify-shop-domain": options.shop,
      "x-shopify-api-version": "2026-07",
      "x-shopify-event-id": randomUUID(),
      "x-shopify-triggered-at": new Date(now()).toISOString(),
    };
    for (const { id, uri } of wanted) {
      if (random() < faults.dropWebhooks) continue;
      const headers = { ...event, "x-shopify-webhook-id": randomUUID() };
      const delivery: Delivery = { subscription: id, uri, body: text, headers, tries: 0 };
      ready.push(delivery);
      if (faults.shuffleWebhooks && random() < 0.3) ready.push({ ...delivery });
    }
    // Those of one happening are all there before the first leaves.
    if (underway < AT_ONCE) setImmediate(sendReady);
  };

  const next = (): Delivery | undefined => {
    if (!faults.shuffleWebhooks) return ready.shift();
    const at = Math.floor(shop().random() * ready.length);
    const chosen = ready[at];
    const last = ready.pop();
    if (last && at < ready.length) ready[at] = last;
    return chosen;
  };

  const sendReady = () => {
    while (!stopped && underway < AT_ONCE) {
      const delivery = next();
      if (!delivery) return;
      underway++;
      void deliver(delivery).finally(() => {
        underway--;
        sendReady();
      });
    }
  };

  const deliver = async (delivery: Delivery) => {
    const taken = await post(delivery);
    const subscription = shop().subscriptions.get(delivery.subscription);
    if (!subscription) return;
    if (taken) {
      subscription.failures = 0;
      return;
    }
    const waits = shop().options.retrySeconds ?? usualRetrySeconds;
    const wait = waits[delivery.tries];
    delivery.tries++;
    if (wait !== undefined) return tryLater(delivery, wait * 1000);
    subscription.failures += delivery.tries;
    if (subscription.failures >= FAILURES_MAX) shop().subscriptions.delete(subscription.id);
  };

  const tryLater = (delivery: Delivery, waitMs: number) => {
    const timer = setTimeout(() => {
      later.delete(timer);
      ready.push(delivery);
      sendReady();
    }, waitMs);
    timer.unref();
    later.set(timer, performance.now() + waitMs);
  };

  const isBusy = () => {
    const soon = performance.now() + 1_000;
    return underway > 0 || ready.length > 0 || [...later.values()].some((at) => at <= soon);
  };

  return {
    emit,
    settled: async () => {
      while (!stopped && isBusy()) await sleep(5);
    },
    waiting: () => ready.length + later.size,
    stop: () => {
      stopped = true;
      for (const timer of later.keys()) clearTimeout(timer);
    },
  };
}

async function post({ uri, headers, body }: Delivery): Promise<boolean> {
  try {
    const answer = await fetch(uri, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
