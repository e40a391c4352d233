import type { OutboundMessage, ReadResult, SendResult, Subject, Target } from "@/lib/core/outbound";

/**
 * Carries an action to where it takes effect, and reads back what became of it. An executor keeps nothing, writes to no
 * table and never throws for what a vendor does; `target` is null where there is no vendor.
 */
export interface Executor {
  send(message: OutboundMessage, target: Target | null, signal: AbortSignal): Promise<SendResult>;
  read(subject: Subject, target: Target | null, signal: AbortSignal): Promise<ReadResult>;
}

export type ExecutorName = "webhook" | "manual";
