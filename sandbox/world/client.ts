/** What Plimsoll answers to records. */
export interface RecordsAnswer {
  accepted: number;
  unchanged: number;
  rejected: { index: number; reason: string }[];
}

/** Speaks to Plimsoll as any outside program does: over /api/v1, with a token. */
export interface RecordsClient {
  /** Throws Refused when the token is not (or no longer) good, and Error when Plimsoll cannot be reached. */
  post: (kind: string, source: string, records: readonly Record<string, unknown>[]) => Promise<RecordsAnswer>;
}

/** The token does not work. */
export class Refused extends Error {}

export function recordsClient(address: string, token: () => string): RecordsClient {
  return {
    post: async (kind, source, records) => {
      const answer = await fetch(`${address}/api/v1/records/${kind}?source=${encodeURIComponent(source)}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token()}` },
        body: JSON.stringify(records),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await answer.text();
      if (answer.status === 401 || answer.status === 403) throw new Refused(text.slice(0, 300));
      if (!answer.ok)
        throw new Error(`POST records/${kind} of ${source}: HTTP ${answer.status} ${text.slice(0, 300)}`);
      return JSON.parse(text) as RecordsAnswer;
    },
  };
}
