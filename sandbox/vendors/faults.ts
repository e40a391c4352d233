import { z } from "zod";
import type { LiveFaults } from "../live/contract";

/** What can be made to go wrong, for all connections or for the ones named in `only`. */
export const faultsSchema = z
  .object({
    /** Seconds until an answer leaves; the effect happens at once. */
    slow: z.number().min(0).max(600).default(0),
    /** Every request is answered 503, and no call-back leaves. */
    down: z.boolean().default(false),
    /** Every action is answered 429 with this Retry-After, in seconds; 0: not. */
    rate429: z.number().int().min(0).max(3600).default(0),
    /** Actions are answered as taken on, and nothing happens. */
    lie: z.boolean().default(false),
    /** Every call-back comes twice, and a third time under another event id. */
    duplicate: z.boolean().default(false),
    /** Units missing from each line of the next receipts. */
    short: z.number().int().min(0).max(1_000_000).default(0),
    /** Units too many in each line of the next receipts. */
    over: z.number().int().min(0).max(1_000_000).default(0),
    /** Receipts are counted without the usual small mistakes. */
    exact: z.boolean().default(false),
    only: z.array(z.string()).optional(),
    /** Of vendors that speak their own protocol (live/contract.ts says what each does). */
    throttleNext: z.number().int().min(0).max(100_000).default(0),
    repeatPages: z.boolean().default(false),
    dropWebhooks: z.number().min(0).max(1).default(0),
    shuffleWebhooks: z.boolean().default(false),
    expireTokens: z.boolean().default(false),
    revoked: z.boolean().default(false),
    clockSkewSeconds: z.number().min(-86_400).max(86_400).default(0),
    cutNext: z.number().int().min(0).max(100_000).default(0),
  })
  .strict();

export type Faults = z.output<typeof faultsSchema>;

export const noFaults: Faults = faultsSchema.parse({});

/** The same switches for a vendor that speaks its own protocol. */
export const liveFaultsOf = (faults: Faults): LiveFaults => ({
  slowSeconds: faults.slow,
  down: faults.down,
  // Each answer asks to wait a second; so many in a row last about as long.
  throttleNext: Math.max(faults.throttleNext, faults.rate429),
  repeatPages: faults.repeatPages,
  dropWebhooks: faults.dropWebhooks,
  shuffleWebhooks: faults.shuffleWebhooks || faults.duplicate,
  lie: faults.lie,
  expireTokens: faults.expireTokens,
  revoked: faults.revoked,
  clockSkewSeconds: faults.clockSkewSeconds,
  cutNext: faults.cutNext,
});

/** Seconds the simulated warehouse takes until goods leave, and from there until they arrive. */
export const paceSchema = z
  .object({ shipSeconds: z.number().min(0).max(86_400), receiveSeconds: z.number().min(0).max(864_000) })
  .strict();

export type Pace = z.output<typeof paceSchema>;

export const usualPace: Pace = { shipSeconds: 60, receiveSeconds: 120 };

/** The faults that hold for a connection. */
export const faultsOf = (faults: Faults, connectionKey: string): Faults =>
  faults.only && !faults.only.includes(connectionKey) ? noFaults : faults;
