import { z } from "zod";
import { parseExact } from "../exact-json";
import { type Session, type VendorAnswer, VendorError } from "../live-contract";
import { errorAnswer } from "./wire-types";

/** The shop names no limit; this is what a small one bears beside its customers. */
export const limit = { bucket: "requests", perSecond: 5, burst: 25 } as const;

const listPageSize = 100;

interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below /wp-json. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
}

export interface Answered {
  /** By parseExact: numbers are text. */
  content: unknown;
  headers: Readonly<Record<string, string>>;
}

/** One call of the REST API. Throws VendorError; `code` is the shop's own where it gives one. */
export async function call(session: Session, { method, path, query, body }: Call): Promise<Answered> {
  const url = new URL(`${originOf(session)}/wp-json${path}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const { consumerKey = "", consumerSecret = "" } = session.secrets;
  const answer = await session.fetch({
    method,
    url: url.href,
    headers: {
      authorization: `Basic ${Buffer.from(`${consumerKey.trim()}:${consumerSecret.trim()}`).toString("base64")}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    take: [{ bucket: limit.bucket, cost: 1 }],
  });
  if (answer.status < 200 || answer.status > 299) throw await failureOf(session, answer);
  return { content: contentOf(answer), headers: answer.headers };
}

/** The shop's address without what follows it. Keys go over HTTPS only, unless the shop is a simulated or a private one. */
function originOf({ settings, connection }: Session): string {
  const given = (settings.baseUrl || settings.address || "").trim();
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new VendorError("refused", "wrong_address", "The shop's address must begin with https://.");
  const inside = connection.simulated || connection.allowPrivateNetwork === true;
  if (url.protocol === "http:" && !inside)
    throw new VendorError(
      "refused",
      "wrong_address",
      "The shop's address must begin with https://: over http the keys could be read on the way.",
    );
  return `${url.origin}${url.pathname.replace(/\/(wp-json(\/.*)?)?$/, "").replace(/\/+$/, "")}`;
}

function contentOf({ text }: VendorAnswer): unknown {
  try {
    return parseExact(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new VendorError("transient", "no_json", "The shop's answer was cut off or is no JSON.");
  }
}

/** Parses an answer. Throws VendorError for another form than the API's. */
export function read<T extends z.ZodType>(schema: T, content: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { path = [], message = "" } = parsed.error.issues[0] ?? {};
  throw new VendorError(
    "unexpected",
    `form_${what}`,
    `The shop's ${what} have an unknown form: ${path.join(".")} ${message}`.slice(0, 300),
  );
}

export async function failureOf(session: Session, answer: VendorAnswer): Promise<VendorError> {
  const { status, headers } = answer;
  const said = errorAnswer.safeParse(jsonOrNull(answer.text));
  const code = said.success ? said.data.code : `http_${status}`;
  const sentence = (said.success ? said.data.message : null)?.slice(0, 300) ?? `The shop answered ${status}.`;
  const waitSeconds = secondsOf(headers["retry-after"]);
  if (status === 429 || (status === 503 && waitSeconds !== null)) {
    const wait = waitSeconds ?? 30;
    await session.learn(limit.bucket, { waitSeconds: wait });
    return new VendorError("throttled", `http_${status}`, "The shop asks to slow down.", wait);
  }
  if (status >= 500 || status === 408 || status === 425)
    return new VendorError("transient", `http_${status}`, sentence, waitSeconds);
  if (/write permissions/i.test(sentence) || code === "woocommerce_rest_cannot_edit")
    return new VendorError("forbidden", "no_write", sentence);
  if (status === 401) return new VendorError("unauthorised", code, sentence);
  if (status === 403) return new VendorError("forbidden", code, sentence);
  if (status === 404 && (!said.success || code === "rest_no_route"))
    return new VendorError("refused", "no_woocommerce", "There is no WooCommerce REST API at this address.");
  return new VendorError("refused", status === 404 ? "http_404" : code, sentence);
}

const secondsOf = (header: string | undefined): number | null =>
  header !== undefined && /^\d+$/.test(header) ? Math.min(Number(header), 3600) : null;

function jsonOrNull(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}

/** All entries of a list that is never long, page by page. One that moves on to the next page meanwhile counts once. */
export async function callAll<T extends { id: string }>(
  session: Session,
  path: string,
  schema: z.ZodType<T>,
  what: string,
): Promise<{ items: T[]; raws: unknown[] }> {
  const found = new Map<string, { item: T; raw: unknown }>();
  for (let page = 1; ; page++) {
    const query = { per_page: String(listPageSize), page: String(page) };
    const { content, headers } = await call(session, { method: "GET", path, query });
    const items = read(z.array(schema), content, what);
    const raws: unknown[] = Array.isArray(content) ? content : [];
    for (const [at, item] of items.entries()) found.set(item.id, { item, raw: raws[at] });
    const pages = Number(headers["x-wp-totalpages"] ?? (items.length < listPageSize ? page : page + 1));
    if (page >= pages) break;
  }
  const all = [...found.values()];
  return { items: all.map(({ item }) => item), raws: all.map(({ raw }) => raw) };
}
