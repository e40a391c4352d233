import { type Session, VendorError } from "../../live-contract";

export interface TestSession extends Session {
  /** What the connector said about buckets. */
  learned: { bucket: string; waitSeconds?: number | undefined }[];
}

/** A session that keeps tokens in memory and sends at once, for tests against a local server. */
export function testSession(given: {
  settings: Record<string, string>;
  secrets: Record<string, string>;
  now?: () => Date;
}): TestSession {
  const tokens = new Map<string, string>();
  const learned: TestSession["learned"] = [];
  const { signal } = new AbortController();
  return {
    connection: { id: 1, key: "test", simulated: true },
    settings: given.settings,
    secrets: given.secrets,
    learned,
    fetch: async (request) => {
      try {
        const answer = await fetch(request.url, {
          method: request.method,
          headers: request.headers ?? {},
          body: request.body ?? null,
          redirect: "manual",
          signal: AbortSignal.timeout((request.timeoutSeconds ?? 10) * 1000),
        });
        const bytes = new Uint8Array(await answer.arrayBuffer());
        const headers = Object.fromEntries(answer.headers);
        const text = request.bytes ? "" : Buffer.from(bytes).toString("utf8");
        return { status: answer.status, headers, text, ...(request.bytes ? { bytes } : {}) };
      } catch (error) {
        throw new VendorError("transient", "network", error instanceof Error ? error.message : "unknown");
      }
    },
    token: async (name, make) => {
      const known = tokens.get(name);
      if (known !== undefined) return known;
      const { value } = await make();
      tokens.set(name, value);
      return value;
    },
    dropToken: async (name) => void tokens.delete(name),
    learn: async (bucket, { waitSeconds }) => void learned.push({ bucket, waitSeconds }),
    now: given.now ?? (() => new Date()),
    signal,
  };
}
