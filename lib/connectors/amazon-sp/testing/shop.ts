import type { AmazonOptions } from "@/sandbox/live/amazon-sp/options";
import type { SimulatedAmazon } from "@/sandbox/live/amazon-sp/server";
import type { SimulatedOrder } from "@/sandbox/live/contract";
import { limits } from "../operations";
import { type TestSession, testSession } from "./session";

const fast = { perSecond: 1000, burst: 1000 };

/** Quotas so wide that nothing waits, for tests of something else. */
export const wideRates: AmazonOptions["rates"] = Object.fromEntries(
  limits.map(({ bucket }) => [bucket, fast]),
);

/** A session with the account of a simulated Amazon, in whose clock it lives. */
export const sessionOf = (
  amazon: SimulatedAmazon,
  more: Record<string, string> = {},
  options: Parameters<typeof testSession>[2] = {},
): TestSession =>
  testSession({ ...amazon.settings, ...more }, amazon.secrets, { rates: wideRates, ...options });

/** An order of three lines: 20 + 15 + 9.99 − 2 + 3.10 + 4.99 = 51.08. */
export const order = (number: string, more: Partial<SimulatedOrder> = {}): SimulatedOrder => ({
  number,
  placedAt: new Date(),
  currency: "USD",
  customer: "c-1",
  country: "US",
  lines: [
    { sku: "PLM-1", title: "Mug", quantity: 2, unitPriceMinor: 1000 },
    { sku: "PLM-2", title: "Bowl", quantity: 1, unitPriceMinor: 1500 },
    { sku: "PLM-3", title: "Plate", quantity: 3, unitPriceMinor: 333 },
  ],
  discountMinor: 200,
  taxMinor: 310,
  shippingMinor: 499,
  ...more,
});
