import { z } from "zod";

/** What a person confirms at one end of a transfer. */
export const confirmInput = z.object({
  transferId: z.number().int().positive(),
  /** Made by the form when it opens; pressing twice records once. */
  eventId: z.string().min(8).max(100),
  lines: z
    .array(
      z.object({ lineNo: z.number().int().positive(), quantity: z.number().int().min(0).max(10_000_000) }),
    )
    .max(1_000)
    .refine((lines) => new Set(lines.map((line) => line.lineNo)).size === lines.length, {
      message: "Each line may stand once only.",
      params: { key: "refusals.transfer.lineTwice" },
    }),
  /** ISO time; now when left out. */
  occurredAt: z.iso.datetime({ offset: true }).optional(),
  note: z.string().trim().max(1_000).optional(),
});

export interface Confirmed {
  transferId: number;
  state: "planned" | "sent" | "shipped" | "received" | "cancelled";
  /** False: this very confirmation was recorded before. */
  recorded: boolean;
}
