import type { Queryable } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { minorDigits } from "@/lib/core/money";
import { say } from "@/lib/core/say";
import type { ImportOptions } from "./mapping/mapping";

export type Trigger = "import" | "api" | "webhook" | "poll" | "sample";

/** What every step of bringing records in needs to know. */
export interface IngestContext {
  connectionId: number;
  simulated: boolean;
  ordersMoveStock: boolean;
  trigger: Trigger;
  /** The run whose counters and rejects these records belong to; null: the caller is answered directly. */
  runId: number | null;
  /** The stored file they stand in; null: they came as records. */
  fileId: number | null;
  actor: string;
  /** When the records arrived. */
  now: Date;
  baseCurrency: string;
  timeZone: string;
  options: IngestOptions;
  dryRun: boolean;
}

/** The import's choices that matter after a record is read. */
export type IngestOptions = Pick<
  ImportOptions,
  "orderState" | "notProducts" | "createMissing" | "defaultLocation" | "defaultChannel"
>;

export const plainOptions: IngestOptions = { orderState: "completed", notProducts: [], createMissing: [] };

/** Reads the connection and the company. Throws NotFound when either is not there. */
export async function loadContext(
  db: Queryable,
  given: {
    connectionId: number;
    trigger: Trigger;
    runId?: number;
    fileId?: number;
    actor?: string;
    now?: Date;
    options?: IngestOptions;
    dryRun?: boolean;
  },
): Promise<IngestContext> {
  const [row] = await db<
    { simulated: boolean; ordersMoveStock: boolean; baseCurrency: string | null; timeZone: string | null }[]
  >`
    select c.simulated, c.orders_move_stock as "ordersMoveStock", y.base_currency as "baseCurrency", y.time_zone as "timeZone"
    from connection c left join company y on true where c.id = ${given.connectionId}`;
  if (!row)
    throw new NotFound("This connection is not there any more: choose another source.", {
      say: say("refusals.import.noSource"),
    });
  if (!row.baseCurrency || !row.timeZone)
    throw new NotFound(
      "The company has no currency yet: set it under Settings, or import with a mapping that names one.",
      { say: say("refusals.import.noCurrency") },
    );
  return {
    connectionId: given.connectionId,
    simulated: row.simulated,
    ordersMoveStock: row.ordersMoveStock,
    trigger: given.trigger,
    runId: given.runId ?? null,
    fileId: given.fileId ?? null,
    actor: given.actor ?? given.trigger,
    now: given.now ?? new Date(),
    baseCurrency: row.baseCurrency,
    timeZone: row.timeZone,
    options: given.options ?? plainOptions,
    dryRun: given.dryRun ?? false,
  };
}

/** Minor units in one unit of the currencies that have other than a hundred, for statements that round to minor units. */
export const currencyScales: Record<string, number> = Object.fromEntries(
  Intl.supportedValuesOf("currency")
    .map((code) => [code, 10 ** minorDigits(code)] as const)
    .filter(([, scale]) => scale !== 100),
);
