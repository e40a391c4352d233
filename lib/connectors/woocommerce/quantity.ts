import { z } from "zod";
import {
  blankSendResult,
  type OutboundMessage,
  type QuantityReading,
  quantitySetData,
  type ReadResult,
  type SendResult,
  type Subject,
} from "@/lib/core/outbound";
import { type Session, VendorError } from "../live-contract";
import { call, read } from "./client";
import { utc } from "./codes";
import { listingIdOf, publishedUnits } from "./map-product";
import { readProduct } from "./read-products";
import { type Product, product } from "./wire-types";

/** What is written to: a product, a variation, or the product that a variation is counted with. */
interface Target {
  path: string;
  product: Product;
  parent: Product | null;
}

/**
 * Sets the number that the shop shows. The shop knows no comparison of its own, so it is read directly before; where it
 * shows another than was expected, nothing is written. Its answer is its word only. Throws VendorError when the
 * grant is gone: then the action waits until it is renewed.
 */
export async function setQuantity(session: Session, message: OutboundMessage): Promise<SendResult> {
  if (message.type !== "quantity.set") return { ...blankSendResult, reason: "unknown_action" };
  const parsed = quantitySetData.safeParse(message.data);
  if (!parsed.success) return { ...blankSendResult, reason: "malformed_action" };
  const { sku, externalId, units, expectedUnits } = parsed.data;
  try {
    const target = await findTarget(session, sku, externalId ?? null);
    if (!target) return { ...blankSendResult, reason: "unknown_listing" };
    const before = readingOf(session, sku, target);
    const current = { subject: "quantity", ...before } as const;
    if (before.units === null) return { ...blankSendResult, reason: "not_counted", current };
    if (before.units === units)
      return { ...blankSendResult, outcome: "accepted", receipt: { alreadySo: true }, current };
    if (expectedUnits != null && before.units !== expectedUnits)
      return { ...blankSendResult, outcome: "refused", reason: "quantity_changed", current };
    const { content } = await call(session, {
      method: "PUT",
      path: target.path,
      body: { stock_quantity: units },
    });
    const shown = read(product, content, "products");
    return {
      ...blankSendResult,
      outcome: "accepted",
      httpStatus: 200,
      receipt: { shown: shown.stock_quantity ?? null },
    };
  } catch (error) {
    if (error instanceof VendorError && error.failure !== "unauthorised") return failed(error);
    throw error;
  }
}

/** Reads the number back. Only what this shows proves an action. Throws VendorError when the grant is gone. */
export async function readQuantity(session: Session, subject: Subject): Promise<ReadResult> {
  if (subject.subject !== "quantity")
    return { outcome: "unreadable", reason: "not_readable", retryAfterSeconds: null };
  try {
    const target = await findTarget(session, subject.sku, subject.externalId);
    if (!target) return { outcome: "absent" };
    return { outcome: "seen", reading: { subject: "quantity", ...readingOf(session, subject.sku, target) } };
  } catch (error) {
    if (!(error instanceof VendorError) || error.failure === "unauthorised") throw error;
    return { outcome: "unreadable", reason: error.code, retryAfterSeconds: error.retryAfterSeconds };
  }
}

function readingOf(session: Session, sku: string, { product: one, parent }: Target): QuantityReading {
  return {
    sku,
    externalId: listingIdOf(one, parent?.id ?? null),
    place: null,
    units: publishedUnits({ product: one, parent }),
    changedAt: utc(one.manage_stock === "parent" ? parent?.date_modified_gmt : one.date_modified_gmt),
    readAt: session.now().toISOString(),
  };
}

async function findTarget(session: Session, sku: string, externalId: string | null): Promise<Target | null> {
  const found = externalId === null ? await idsBySku(session, sku) : externalId.split("/");
  const [first, second] = found ?? [];
  if (first === undefined) return null;
  const one = (await readProduct(session, `/wc/v3/products/${encodeURIComponent(first)}`))?.product;
  if (!one) return null;
  if (second === undefined) return { path: `/wc/v3/products/${one.id}`, product: one, parent: null };
  const path = `/wc/v3/products/${one.id}/variations/${encodeURIComponent(second)}`;
  const variation = (await readProduct(session, path))?.product;
  if (!variation) return null;
  const counted = variation.manage_stock === "parent" ? `/wc/v3/products/${one.id}` : path;
  return { path: counted, product: variation, parent: one };
}

async function idsBySku(session: Session, sku: string): Promise<string[] | null> {
  const { content } = await call(session, { method: "GET", path: "/wc/v3/products", query: { sku } });
  const [one] = read(z.array(product), content, "products");
  if (!one) return null;
  return one.parent_id && one.parent_id !== "0" ? [one.parent_id, one.id] : [one.id];
}

function failed(error: VendorError): SendResult {
  const again =
    error.failure === "throttled" || error.failure === "transient" || error.failure === "unexpected";
  const status = /^http_(\d{3})$/.exec(error.code)?.[1];
  return {
    ...blankSendResult,
    outcome: again ? "retry" : "failed",
    httpStatus: status ? Number(status) : null,
    reason: error.code,
    answer: error.message.slice(0, 500),
    retryAfterSeconds: error.retryAfterSeconds,
  };
}
