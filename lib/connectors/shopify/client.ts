import { z } from "zod";
import { type Session, type VendorAnswer, VendorError } from "@/lib/connectors/live-contract";
import type { Document } from "./documents";
import { apiVersionOf, originOf } from "./settings";
import { accessToken, parseJson, renewToken } from "./token";
import { throttleStatus, type UserErrors } from "./wire-types";

/** The bucket of query points that one app has at one shop. */
export const POINTS = "graphql";

const graphqlError = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string().optional() }).nullish(),
  path: z.array(z.union([z.string(), z.number()])).nullish(),
});
const body = z.object({
  data: z.unknown().optional(),
  errors: z.union([z.array(graphqlError), z.string()]).nullish(),
  extensions: z.object({ cost: throttleStatus.nullish() }).nullish(),
});
type Body = z.output<typeof body>;

/**
 * Sends one document and returns its data in the given shape. A token that was refused is made anew once. Throws
 * VendorError: `throttled` for 429 and for THROTTLED under 200, `transient` for 5xx, `unauthorised`, `forbidden`,
 * `refused` for what the shop will never answer, `unexpected` for an answer in no known shape.
 */
export async function query<T extends z.ZodType>(
  session: Session,
  document: Document,
  variables: Record<string, unknown>,
  shape: T,
): Promise<z.output<T>> {
  return (await queryRaw(session, document, variables, shape)).data;
}

/** The same, with the answer's data as Shopify sent it beside it. */
export async function queryRaw<T extends z.ZodType>(
  session: Session,
  document: Document,
  variables: Record<string, unknown>,
  shape: T,
): Promise<{ data: z.output<T>; raw: unknown }> {
  let answer = await post(session, document, variables);
  if (answer.status === 401 && (await renewToken(session))) answer = await post(session, document, variables);
  throwForStatus(answer, session);
  const parsed = body.safeParse(parseJson(answer.text));
  if (!parsed.success) throw unexpected(document, "no_graphql");
  await learn(session, document, parsed.data);
  throwForErrors(parsed.data);
  const data = shape.safeParse(parsed.data.data);
  if (!data.success) throw unexpected(document, pathOf(data.error));
  return { data: data.data, raw: parsed.data.data };
}

async function post(
  session: Session,
  { name, text, cost }: Document,
  variables: Record<string, unknown>,
): Promise<VendorAnswer> {
  const token = await accessToken(session);
  return session.fetch({
    method: "POST",
    url: `${originOf(session.settings)}/admin/api/${apiVersionOf(session.settings)}/graphql.json`,
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body: JSON.stringify({ query: text, operationName: name, variables }),
    take: [{ bucket: POINTS, cost }],
  });
}

function throwForStatus({ status, headers }: VendorAnswer, session: Session): void {
  if (status === 200) return;
  const code = `http_${status}`;
  const wait = secondsOf(headers["retry-after"], session.now());
  if (status === 429) throw new VendorError("throttled", code, "Shopify asks to wait.", wait ?? 2);
  if (status === 430)
    throw new VendorError("throttled", code, "Shopify took the requests for an attack.", wait ?? 60);
  if (status === 401)
    throw new VendorError("unauthorised", code, "Shopify refuses the token: the app must be connected anew.");
  if (status === 402)
    throw new VendorError("forbidden", code, "The shop is frozen until its owner pays Shopify.");
  if (status === 403) throw new VendorError("forbidden", code, "Shopify does not let this app do that.");
  if (status === 404)
    throw new VendorError("refused", "no_such_shop", "Shopify knows no such shop or version.");
  if (status === 423) throw new VendorError("forbidden", code, "The shop is locked.");
  if (status >= 500 || status === 408)
    throw new VendorError("transient", code, "Shopify could not answer just now.", wait);
  throw new VendorError("refused", code, `Shopify answered ${status}.`);
}

async function learn(session: Session, { cost }: Document, { extensions, errors }: Body): Promise<void> {
  const told = extensions?.cost;
  if (!told) return;
  const { maximumAvailable, currentlyAvailable, restoreRate } = told.throttleStatus;
  const wanted = told.requestedQueryCost ?? cost;
  const short = codesOf(errors).includes("THROTTLED") ? Math.max(0, wanted - currentlyAvailable) : 0;
  await session.learn(POINTS, {
    perSecond: restoreRate,
    burst: maximumAvailable,
    left: currentlyAvailable,
    ...(short > 0 ? { waitSeconds: short / restoreRate } : {}),
  });
}

const codesOf = (errors: Body["errors"]): string[] =>
  Array.isArray(errors) ? errors.flatMap(({ extensions }) => extensions?.code ?? []) : [];

function throwForErrors({ errors, extensions }: Body): void {
  if (!errors || errors.length === 0) return;
  if (typeof errors === "string") throw new VendorError("refused", "refused", short(errors));
  const [first] = errors;
  const code = codesOf(errors)[0] ?? "graphql_error";
  const message = short(first?.message ?? "");
  if (code === "THROTTLED") {
    const told = extensions?.cost;
    const missing = told ? (told.requestedQueryCost ?? 0) - told.throttleStatus.currentlyAvailable : 0;
    const wait = told && missing > 0 ? missing / told.throttleStatus.restoreRate : 1;
    throw new VendorError("throttled", code, "The shop's query points are used up.", Math.max(0.1, wait));
  }
  if (code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT")
    throw new VendorError("transient", code, "Shopify failed inside and may answer later.");
  if (code === "ACCESS_DENIED") throw new VendorError("forbidden", code, message);
  if (code === "SHOP_INACTIVE") throw new VendorError("forbidden", code, message);
  throw new VendorError("refused", code, message);
}

const short = (text: string): string => text.slice(0, 300);

function unexpected({ name }: Document, where: string): VendorError {
  return new VendorError(
    "unexpected",
    "unknown_shape",
    `Shopify's answer to ${name} has an unknown shape: ${where}.`,
  );
}

const pathOf = (error: z.ZodError): string => (error.issues[0]?.path ?? []).join(".").slice(0, 200);

function secondsOf(header: string | undefined, now: Date): number | null {
  if (!header) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, (at - now.getTime()) / 1000);
}

/** A non-empty list of user errors under 200 is a failure: nothing was done. */
export function userErrorText(errors: UserErrors): string | null {
  if (errors.length === 0) return null;
  return short(errors.map(({ message, code }) => (code ? `${code}: ${message}` : message)).join("; "));
}
