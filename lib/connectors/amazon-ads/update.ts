import { z } from "zod";
import { type Session, VendorError } from "../live-contract";
import { call } from "./client";
import type { Entity } from "./entities";
import { bulkAnswer } from "./wire-types";

/** Most entities of one call. */
const perCallMax = 1000;

/** What a 207 says of one entry. No proof of anything: only a reading is. */
export type Told<T> =
  | { outcome: "success"; shown: T | null }
  | { outcome: "error"; code: string }
  /** Neither among the successes nor among the errors. */
  | { outcome: "silent" };

/** Updates entities in calls of at most 1,000; the answers stand in the order of the changes. Throws VendorError. */
export async function updateEntities<T>(
  session: Session,
  entity: Entity<T>,
  changes: readonly Record<string, unknown>[],
): Promise<Told<T>[]> {
  const told: Told<T>[] = [];
  for (let from = 0; from < changes.length; from += perCallMax) {
    const part = changes.slice(from, from + perCallMax);
    const { content } = await call(session, {
      method: "PUT",
      path: entity.path,
      bucket: entity.bucket,
      mediaType: entity.mediaType,
      headers: { prefer: "return=representation" },
      body: JSON.stringify({ [entity.list]: part }),
    });
    told.push(...readBulk(entity, content, part.length));
  }
  return told;
}

/** Reads a 207 by index. Throws VendorError for an answer of another form. */
export function readBulk<T>(entity: Entity<T>, content: unknown, count: number): Told<T>[] {
  const parsed = z.object({ [entity.list]: bulkAnswer }).safeParse(content);
  const answer = parsed.success ? parsed.data[entity.list] : undefined;
  if (!answer)
    throw new VendorError(
      "unexpected",
      `update_${entity.list}`,
      `Amazon's answer about ${entity.list} has an unknown form.`,
    );
  const told: Told<T>[] = Array.from({ length: count }, () => ({ outcome: "silent" }));
  const put = (index: string, what: Told<T>) => {
    const at = Number(index);
    if (Number.isInteger(at) && at >= 0 && at < count) told[at] = what;
  };
  for (const entry of answer.success) {
    const shown = entity.schema.safeParse(entry[entity.one]);
    put(entry.index, { outcome: "success", shown: shown.success ? shown.data : null });
  }
  for (const { index, errors } of answer.error)
    put(index, { outcome: "error", code: errors[0]?.errorType ?? "error" });
  return told;
}
