import { createHmac, randomBytes } from "node:crypto";
import type { LiveFaults } from "../contract";
import type { WooHook, WooState } from "./state";

const failuresMax = 5;
const timeoutMs = 5_000;
const paceMs = 10;

export interface Hooks {
  /** Something happened: every active hook of the topic is told. */
  tell: (topic: string, id: number, body: unknown) => void;
  /** What a shop sends when a hook is made. */
  ping: (hook: WooHook) => void;
  /** Resolves when all that was to be sent was sent. */
  settled: () => Promise<void>;
  stop: () => Promise<void>;
}

interface Delivery {
  hook: WooHook;
  headers: Record<string, string>;
  body: string;
  counts: boolean;
}

/** Sends webhooks as a shop does: signed over the raw body, never again, and given up after five failures in a row. */
export function hooks(state: WooState, faults: LiveFaults, source: () => string): Hooks {
  let queue: Delivery[] = [];
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const push = (delivery: Delivery) => {
    if (stopped) return;
    queue.push(delivery);
    if (queue.length === 1) running = running.then(pause).then(drain);
  };
  const drain = async () => {
    while (queue.length > 0 && !stopped) {
      const batch = faults.shuffleWebhooks ? shuffled(queue) : queue;
      queue = [];
      for (const delivery of batch) if (!faults.down) await deliver(delivery, faults);
    }
  };
  return {
    tell: (topic, id, content) => {
      const body = JSON.stringify(content);
      for (const hook of state.hooks.values()) {
        if (hook.status !== "active" || hook.topic !== topic) continue;
        const [resource = "", event = ""] = topic.split(".");
        const headers = {
          "content-type": "application/json",
          "user-agent": "WooCommerce/9.4.0 Hookshot (WordPress/6.7)",
          "x-wc-webhook-source": `${source()}/`,
          "x-wc-webhook-topic": topic,
          "x-wc-webhook-resource": resource,
          "x-wc-webhook-event": event,
          "x-wc-webhook-signature": createHmac("sha256", hook.secret).update(body).digest("base64"),
          "x-wc-webhook-id": String(hook.id),
          "x-wc-webhook-delivery-id": `${id}-${randomBytes(12).toString("hex")}`,
        };
        push({ hook, headers, body, counts: true });
      }
    },
    ping: (hook) =>
      push({
        hook,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `webhook_id=${hook.id}`,
        counts: false,
      }),
    settled: async () => {
      do await running;
      while (queue.length > 0);
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, paceMs));

/** In an order of chance, and some twice. */
function shuffled(queue: readonly Delivery[]): Delivery[] {
  return queue
    .flatMap((delivery) => (Math.random() < 0.3 ? [delivery, delivery] : [delivery]))
    .map((delivery) => ({ delivery, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ delivery }) => delivery);
}

async function deliver({ hook, headers, body, counts }: Delivery, faults: LiveFaults): Promise<void> {
  if (counts && (hook.status !== "active" || Math.random() < faults.dropWebhooks)) return;
  const fine = await fetch(hook.deliveryUrl, {
    method: "POST",
    headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status >= 200 && answer.status < 300;
    },
    () => false,
  );
  if (!counts) return;
  hook.failures = fine ? 0 : hook.failures + 1;
  if (hook.failures >= failuresMax) hook.status = "disabled";
}
