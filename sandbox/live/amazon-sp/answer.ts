export interface Asked {
  method: string;
  /** Below the region, percent-decoded segment by segment. */
  segments: readonly string[];
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body });

/** An error in the shape that all of Amazon's interfaces share. */
export const problem = (status: number, code: string, message: string, details = ""): Answer => ({
  status,
  body: { errors: [{ code, message, details }] },
});

export const invalid = (message: string): Answer => problem(400, "InvalidInput", message);
export const denied = (details = ""): Answer =>
  problem(403, "Unauthorized", "Access to requested resource is denied.", details);
export const missing = (message: string): Answer => problem(404, "NotFound", message);

/** A list parameter: commas between. */
export const listOf = (query: URLSearchParams, name: string): string[] =>
  (query.get(name) ?? "").split(",").filter(Boolean);

/** A moment parameter in milliseconds; null when absent, NaN when it is none. */
export function momentOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  return /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
}
