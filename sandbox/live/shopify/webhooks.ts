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
  /** Moment in real milliseconds. */
  dueAt: number;
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
  const queue: Delivery[] = [];
  let underway = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const emit = (topic: string, body: () => unknown) => {
    const { subscriptions, options, random, now } = shop();
    const wanted = [...subscriptions.values()].filter((one) => one.topic === topic);
    if (wanted.length === 0) return;
    const text = JSON.stringify(body());
    const eventId = randomUUID();
    const triggeredAt = new Date(now()).toISOString();
    for (const { id, uri } of wanted) {
      if (random() < faults.dropWebhooks) continue;
      const delivery: Delivery = {
        subscription: id,
        uri,
        body: text,
        headers: {
          "content-type": "application/json",
          "x-shopify-topic": topic.toLowerCase().replace(/_(?=[a-z]+$)/, "/"),
          "x-shopify-hmac-sha256": createHmac("sha256", options.clientSecret).update(text).digest("base64"),
          "x-shopify-shop-domain": options.shop,
          "x-shopify-api-version": "2026-07",
          "x-shopify-webhook-id": randomUUID(),
          "x-shopify-event-id": eventId,
          "x-shopify-triggered-at": triggeredAt,
        },
        tries: 0,
        dueAt: performance.now(),
      };
      queue.push(delivery);
      if (faults.shuffleWebhooks && random() < 0.3) queue.push({ ...delivery });
    }
    wake();
  };

  const wake = () => {
    if (stopped || timer) return;
    const next = Math.min(...queue.map(({ dueAt }) => dueAt));
    if (!Number.isFinite(next)) return;
    timer = setTimeout(
      () => {
        timer = null;
        sendDue();
      },
      Math.max(0, Math.min(next - performance.now(), 60_000)),
    );
    timer.unref();
  };

  const sendDue = () => {
    while (!stopped && underway < AT_ONCE) {
      const now = performance.now();
      const due = queue.filter(({ dueAt }) => dueAt <= now);
      const next = faults.shuffleWebhooks ? due[Math.floor(shop().random() * due.length)] : due[0];
      if (!next) break;
      queue.splice(queue.indexOf(next), 1);
      underway++;
      void deliver(next).finally(() => {
        underway--;
        sendDue();
        wake();
      });
    }
    wake();
  };

  const deliver = async (delivery: Delivery) => {
    const taken = await post(delivery);
    const subscription = shop().subscriptions.get(delivery.subscription);
    if (taken) {
      if (subscription) subscription.failures = 0;
      return;
    }
    const waits = shop().options.retrySeconds ?? usualRetrySeconds;
    const wait = waits[delivery.tries];
    delivery.tries++;
    if (wait !== undefined && subscription)
      queue.push({ ...delivery, dueAt: performance.now() + wait * 1000 });
    else if (subscription) {
      subscription.failures += delivery.tries;
      if (subscription.failures >= FAILURES_MAX) shop().subscriptions.delete(subscription.id);
    }
  };

  const settled = async () => {
    while (!stopped && (underway > 0 || queue.some(({ dueAt }) => dueAt <= performance.now() + 1_000)))
      await sleep(5);
  };

  return {
    emit,
    settled,
    waiting: () => queue.length,
    stop: () => {
      stopped = true;
      if (timer) clearTimeout(timer);
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
