import type { Executor } from "../contract";

/**
 * Work that people do: handing out the document is all there is to send, and nothing can be read back. Its proof is what
 * is confirmed by hand at both ends, or a later reading of the platform that an import brings.
 */
export const manualExecutor: Executor = {
  send: async (message) => ({
    outcome: "accepted",
    httpStatus: null,
    answer: null,
    receipt: { by: "hand", document: message.data.number ?? message.id },
    reason: null,
    retryAfterSeconds: null,
    current: null,
  }),
  read: async () => ({ outcome: "unreadable", reason: "by_hand", retryAfterSeconds: null }),
};
