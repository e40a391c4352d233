import type { z } from "zod";
import { limited } from "@/app/_edge/limited";
import { route } from "@/app/_edge/problem";
import { type Db, getDb } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { sha256Hex } from "@/lib/core/ids";
import type { Actor, Role } from "@/lib/services/_shared/actor";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { answerOnce } from "@/lib/services/api/answer-once";
import { parseJson, readText } from "./read-json";
import { readToken } from "./read-token";

/** One operation of the API: what checks its requests is what describes it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** Stable name, for generated clients. */
  id: string;
  method: "get" | "post";
  /** Below /api/v1, with {params}. */
  path: string;
  summary: string;
  /** Roles that may do it; the service checks. */
  roles: readonly Role[];
  params?: Params;
  query?: Query;
  body?: Body;
  /** The service checks the body by itself, record by record; the schema here only describes it. */
  unchecked?: boolean;
  answer: Answer;
  run: (context: {
    db: Db;
    actor: Actor;
    params: z.output<Params>;
    query: z.output<Query>;
    body: z.output<Body>;
  }) => Promise<z.input<Answer>>;
}

/** Keeps the types of an endpoint's parts together. */
export const endpoint = <
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
  Answer extends z.ZodType = z.ZodUnknown,
>(
  definition: Endpoint<Params, Query, Body, Answer>,
) => definition;

/** What Next hands to a route handler of a path with parts in brackets. */
interface RouteContext {
  params: Promise<Record<string, string>>;
}

/** Requests of one operation that are carried out at a time. */
const AT_ONCE_MAX = 1_000;

/** The route handler of an endpoint: token, parameters, query and body are read and checked in that order. */
export function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  definition: Endpoint<P, Q, B, A>,
) {
  return limited(
    AT_ONCE_MAX,
    429,
    route(async (request: Request, context: RouteContext) => {
      const { id: tokenId, actor } = await readToken(request);
      const url = new URL(request.url);
      const text = definition.body ? await readText(request) : "";
      const run = async () => {
        const [params, query, body] = [
          definition.params && parseInput(definition.params, await context.params),
          definition.query && parseInput(definition.query, queryOf(url.searchParams)),
          definition.body && bodyOf(definition.body, parseJson(text) ?? {}, definition.unchecked === true),
        ];
        return definition.run({
          db: getDb(),
          actor,
          params: params as z.output<P>,
          query: query as z.output<Q>,
          body: body as z.output<B>,
        });
      };
      return respond(request, tokenId, `${url.pathname}${url.search}\n${text}`, run);
    }),
  );
}

const bodyOf = (schema: z.ZodType, body: unknown, unchecked: boolean) =>
  unchecked ? body : parseInput(schema, body);

/** Runs a request, or with an Idempotency-Key gives the answer that the same request got before. */
export async function respond(
  request: Request,
  tokenId: number,
  content: string,
  run: () => Promise<unknown>,
): Promise<Response> {
  const key = request.method === "GET" ? null : request.headers.get("idempotency-key");
  if (key === null) return answered(await run());
  if (key.length < 1 || key.length > 255)
    throw new Invalid("The Idempotency-Key must have 1 to 255 characters; nothing was changed.", {
      say: null,
    });
  const answer = await answerOnce(getDb(), { tokenId, key, requestHash: sha256Hex(content) }, run);
  return answered(answer.body, answer.repeated ? { "idempotency-replayed": "true" } : {});
}

/** With its length, so that a short answer is not compressed: that took a tenth of the time of a single stock change. */
function answered(body: unknown, more: Record<string, string> = {}): Response {
  const text = JSON.stringify(body);
  const length = String(Buffer.byteLength(text));
  return new Response(text, {
    headers: {
      "content-type": "application/json",
      "content-length": length,
      "cache-control": "no-store",
      ...more,
    },
  });
}

/** Query parameters as an object; one that stands twice is refused rather than half used. */
function queryOf(search: URLSearchParams): Record<string, string> {
  const names = [...search.keys()];
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice)
    throw new Invalid(
      `The parameter ${twice} stands twice. Send it once; several values are joined by commas.`,
      {
        say: null,
        fieldErrors: { [twice]: "stands twice" },
      },
    );
  return Object.fromEntries(search);
}
