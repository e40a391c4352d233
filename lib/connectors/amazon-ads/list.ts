import { z } from "zod";
import { type Session, VendorError } from "../live-contract";
import { call } from "./client";
import type { Entity } from "./entities";
import { listAnswer } from "./wire-types";

/** Most ids that a filter takes. */
export const idsPerFilterMax = 1000;
const pageSize = 500;

export interface ListPage<T> {
  items: T[];
  /** The same as Amazon sent them. */
  raws: unknown[];
  nextToken: string | null;
  total: number | null;
}

/** One page of campaigns, ad groups or product ads; archived ones too. Throws VendorError. */
export async function listPage<T>(
  session: Session,
  entity: Entity<T>,
  { ids, nextToken }: { ids?: readonly string[]; nextToken?: string | null },
): Promise<ListPage<T>> {
  const body = {
    stateFilter: { include: ["ENABLED", "PAUSED", "ARCHIVED"] },
    ...(ids ? { [entity.idFilter]: { include: ids } } : {}),
    maxResults: pageSize,
    includeExtendedDataFields: true,
    ...(nextToken ? { nextToken } : {}),
  };
  const { content } = await call(session, {
    method: "POST",
    path: `${entity.path}/list`,
    bucket: entity.bucket,
    mediaType: entity.mediaType,
    body: JSON.stringify(body),
  });
  return readListPage(entity, content, nextToken ?? null);
}

/** Reads a list's answer. Throws VendorError for one of another form. */
export function readListPage<T>(entity: Entity<T>, content: unknown, asked: string | null): ListPage<T> {
  const head = listAnswer.safeParse(content);
  const list = z.object({ [entity.list]: z.array(z.unknown()).default([]) }).safeParse(content);
  const raws = list.success ? (list.data[entity.list] ?? []) : null;
  const items = z.array(entity.schema).safeParse(raws);
  if (!head.success || raws === null || !items.success)
    throw new VendorError(
      "unexpected",
      `list_${entity.list}`,
      `Amazon's list of ${entity.list} has an unknown form.`,
    );
  const nextToken = head.data.nextToken ?? null;
  if (nextToken !== null && nextToken === asked)
    throw new VendorError(
      "unexpected",
      "same_page",
      `Amazon's list of ${entity.list} leads back to the same page.`,
    );
  const total = head.data.totalResults == null ? null : Number(head.data.totalResults);
  return { items: items.data, raws: raws as unknown[], nextToken, total };
}
