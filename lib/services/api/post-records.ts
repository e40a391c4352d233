import { z } from "zod";
import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { type IngestAnswer, ingestRecords, type Kind } from "@/lib/ingest";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { isStockChange, postStockChange } from "./post-change";
import { recordsSender } from "./sender";
import { sourceConnection } from "./source-connection";

/** Records of one request; more go into several, so that one request never holds the locks for long. */
export const RECORDS_MAX = 10_000;

export const recordsQuery = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
    .default("api")
    .meta({ description: "Key of the connection the records come from; made when it is new" }),
});

export const recordsAnswer = z.object({
  read: z.int().meta({ description: "accepted + unchanged + rejected" }),
  accepted: z.int(),
  unchanged: z.int().meta({ description: "Taken before in this or a newer version" }),
  rejected: z
    .array(
      z.object({
        index: z.int().meta({ description: "Place of the record, from 0" }),
        field: z.string().nullable(),
        code: z.string(),
        reason: z.string(),
      }),
    )
    .meta({ description: "Why a record was not taken; one record may have several reasons" }),
});

/**
 * Brings one record or up to 10,000 in, all or none of the accepted ones. A single record that is refused throws Invalid
 * with its fields; of several, the others are taken and the refused ones are listed.
 */
export async function postRecords(
  db: Db,
  actor: Actor,
  request: { kind: Kind; source: string; body: unknown },
): Promise<IngestAnswer> {
  authorise(actor, "import.run");
  const { kind, source, body } = request;
  const several = Array.isArray(body);
  const records: readonly unknown[] = several ? body : [body];
  if (records.length > RECORDS_MAX)
    throw new Invalid(
      `${records.length} records are more than the ${RECORDS_MAX} of one request. Send them in several; nothing was changed.`,
      { say: null },
    );
  const connectionId = await sourceConnection(db, source);
  const from = {
    connectionId,
    trigger: "api" as const,
    actor: actor.name,
    sender: recordsSender(actor, kind, source),
  };
  const [first] = records;
  const answer =
    kind === "stock" && records.length === 1 && isStockChange(first)
      ? await postStockChange(db, from, first)
      : await ingestRecords(db, { ...from, kind, records, single: !several });
  if (several || answer.rejected.length === 0) return answer;
  throw new Invalid(
    `The record was not taken: ${answer.rejected.map(({ field, reason }) => (field ? `${field}: ${reason}` : reason)).join("; ")}.`,
    {
      say: null,
      fieldErrors: Object.fromEntries(
        answer.rejected.map(({ field, reason }) => [field ?? "record", reason]),
      ),
    },
  );
}
