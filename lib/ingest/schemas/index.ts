import type { z } from "zod";
import { adSpend } from "./ad-spend";
import { campaigns } from "./campaigns";
import { channels } from "./channels";
import { type FieldMeta, fieldsOf } from "./field";
import { lanes } from "./lanes";
import { listings } from "./listings";
import { locations } from "./locations";
import { orderRow, orders } from "./orders";
import { productAds } from "./product-ads";
import { returns } from "./returns";
import { skus } from "./skus";
import { stock } from "./stock";

/** A record as the API takes it, by kind. */
export const recordSchemas = {
  skus,
  locations,
  lanes,
  channels,
  listings,
  stock,
  orders,
  returns,
  campaigns,
  "product-ads": productAds,
  "ad-spend": adSpend,
} as const;

/** A row as a file holds it, by kind: the same but for orders, whose lines stand in rows of their own. */
export const rowSchemas = { ...recordSchemas, orders: orderRow } as const;

export type Kind = keyof typeof recordSchemas;
export const KINDS = Object.keys(recordSchemas) as Kind[];

export const isKind = (name: string): name is Kind => Object.hasOwn(recordSchemas, name);

/** A record of a kind after the checks: numbers exact, moments in ISO 8601 UTC, absent and empty apart. */
export type Checked<K extends Kind> = z.output<(typeof rowSchemas)[K]>;

const described = new Map<Kind, Map<string, FieldMeta>>();

/** The fields of a file's row of a kind, in their order. */
export function rowFields(kind: Kind): Map<string, FieldMeta> {
  const known = described.get(kind);
  if (known) return known;
  const fields = fieldsOf(rowSchemas[kind]);
  described.set(kind, fields);
  return fields;
}
