import type { Logger } from "pino";
import type { Db } from "@/db/client";
import type { OutboundMessage, ReadResult, SendResult, Subject, Target } from "@/lib/core/outbound";

/** The connection an action goes to, for executors that speak to it live. */
export interface LiveReach {
  db: Db;
  connectionId: number;
  log: Logger;
}

/**
 * Carries an action to where it takes effect, and reads back what became of it. An executor keeps nothing of its own and
 * never throws for what a vendor does; `target` and `reach` are null where there is no vendor.
 */
export interface Executor {
  send(
    message: OutboundMessage,
    target: Target | null,
    signal: AbortSignal,
    reach?: LiveReach | null,
  ): Promise<SendResult>;
  read(
    subject: Subject,
    target: Target | null,
    signal: AbortSignal,
    reach?: LiveReach | null,
  ): Promise<ReadResult>;
}

export type ExecutorName = "webhook" | "manual" | "connector";
