import type { Queryable } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { minorDigits } from "@/lib/core/money";
import { say } from "@/lib/core/say";
import type { ImportOptions } from "./mapping/mapping";

export type Trigger = "import" | "api" | "webhook" | "poll" | "sample";

/** What every step of bringing records in needs to know. */
export interface IngestContext {
  /** 0 in a dry run of a source that is not there. */
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
  /** Read because somebody asked for the past: the records' age says nothing about lag. */
  history: boolean;
}

/** The import's choices that matter after a record is read. */
export type IngestOptions = Pick<
  ImportOptions,
  "orderState" | "notProducts" | "createMissing" | "defaultLocation" | "defaultChannel"
>;

export const plainOptions: IngestOptions = { orderState: "completed", notProducts: [], createMissing: [] };

/**
 * Reads the connection and the company. Throws NotFound when either is not there, which a dry run may: without a
 * connection (null) it takes what a new one would have, and `company` is what its mapping would make.
 */
export async function loadContext(
  db: Queryable,
  given: {
    connectionId: number | null;
    company?: { currency?: string; timeZone: string };
    trigger: Trigger;
    runId?: number;
    fileId?: number;
    actor?: string;
    now?: Date;
    options?: IngestOptions;
    dryRun?: boolean;
    history?: boolean;
  },
): Promise<IngestContext> {
  const [row] = await db<
    {
      id: number | null;
      simulated: boolean;
      ordersMoveStock: boolean;
      baseCurrency: string | null;
      timeZone: string | null;
    }[]
  >`
    select c.id, coalesce(c.simulated, false) as simulated, coalesce(c.orders_move_stock, false) as "ordersMoveStock",
      y.base_currency as "baseCurrency", y.time_zone as "timeZone"
    from (values (${given.connectionId}::int)) wanted (id)
    left join connection c on c.id = wanted.id left join company y on true`;
  if (!row || row.id !== given.connectionId)
    throw new NotFound("This connection is not there any more: choose another source.", {
      say: say("refusals.import.noSource"),
    });
  const baseCurrency = row.baseCurrency ?? given.company?.currency;
  const timeZone = row.timeZone ?? given.company?.timeZone;
  if (!baseCurrency || !timeZone)
    throw new NotFound(
      "The company has no currency yet: set it under Settings, or import with a mapping that names one.",
      { say: say("refusals.import.noCurrency") },
    );
  return {
    connectionId: given.connectionId ?? 0,
    simulated: row.simulated,
    ordersMoveStock: row.ordersMoveStock,
    trigger: given.trigger,
    runId: given.runId ?? null,
    fileId: given.fileId ?? null,
    actor: given.actor ?? given.trigger,
    now: given.now ?? new Date(),
    baseCurrency,
    timeZone,
    options: given.options ?? plainOptions,
    dryRun: given.dryRun ?? false,
    history: given.history ?? false,
  };
}

/** Minor units in one unit of the currencies that have other than a hundred, for statements that round to minor units. */
export const currencyScales: Record<string, number> = Object.fromEntries(
  Intl.supportedValuesOf("currency")
    .map((code) => [code, 10 ** minorDigits(code)] as const)
    .filter(([, scale]) => scale !== 100),
);
