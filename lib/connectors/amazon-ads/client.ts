import { parseExact } from "../exact-json";
import { type Session, type VendorAnswer, VendorError } from "../live-contract";
import { addressOf } from "./address";
import { accessToken, dropAccessToken } from "./token";
import { errorAnswer } from "./wire-types";

export interface Call {
  method: "GET" | "POST" | "PUT";
  path: string;
  /** Of the account's limits: campaigns, ad_groups, product_ads, reports, profiles. */
  bucket: string;
  /** Asked for and sent, such as application/vnd.spCampaign.v3+json. */
  mediaType?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Statuses beside 200 and 207 that the caller can use. */
  also?: readonly number[];
  /** Profiles are asked for without naming one. */
  withoutProfile?: boolean;
}

export interface Answered {
  status: number;
  /** By parseExact: numbers are text. */
  content: unknown;
}

/** One call of the Ads API, with a fresh token if the present one was refused. Throws VendorError. */
export async function call(session: Session, request: Call): Promise<Answered> {
  let answer = await send(session, request);
  if (answer.status === 401) {
    await dropAccessToken(session);
    answer = await send(session, request);
  }
  if (answer.status === 200 || answer.status === 207 || request.also?.includes(answer.status))
    return { status: answer.status, content: contentOf(answer) };
  throw await failureOf(session, request.bucket, answer);
}

async function send(session: Session, request: Call): Promise<VendorAnswer> {
  const { mediaType } = request;
  return session.fetch({
    method: request.method,
    url: addressOf(session).api + request.path,
    headers: {
      authorization: `Bearer ${await accessToken(session)}`,
      "amazon-advertising-api-clientid": session.settings.clientId ?? "",
      ...(request.withoutProfile ? {} : { "amazon-advertising-api-scope": session.settings.profileId ?? "" }),
      accept: mediaType ?? "application/json",
      ...(request.body === undefined ? {} : { "content-type": mediaType ?? "application/json" }),
      ...request.headers,
    },
    body: request.body ?? null,
    take: [{ bucket: request.bucket, cost: 1 }],
  });
}

function contentOf(answer: VendorAnswer): unknown {
  try {
    return parseExact(answer.text);
  } catch {
    throw new VendorError("transient", "no_json", "Amazon's answer was cut off or is no JSON.");
  }
}

/** What a refusal means. Tells the session of a pause that Amazon asks for. */
export async function failureOf(
  session: Session,
  bucket: string,
  answer: VendorAnswer,
): Promise<VendorError> {
  const { status } = answer;
  const said = sentenceOf(answer.text);
  if (status === 429) {
    const waitSeconds = secondsOf(answer.headers["retry-after"]);
    await session.learn(bucket, { waitSeconds });
    return new VendorError("throttled", "http_429", "Amazon asks to slow down.", waitSeconds);
  }
  if (status === 401)
    return new VendorError("unauthorised", "http_401", said ?? "Amazon refuses this account's token.");
  if (status === 403)
    return new VendorError("forbidden", "http_403", said ?? "This account may not do that at Amazon.");
  if (status === 503)
    return new VendorError("throttled", "http_503", "Amazon is not available just now.", 30);
  if (status >= 500 || status === 408)
    return new VendorError("transient", `http_${status}`, said ?? "Amazon had a fault.");
  return new VendorError("refused", `http_${status}`, said ?? `Amazon refused the request (${status}).`);
}

/** Amazon gives whole seconds; a minute where it gives none. */
const secondsOf = (header: string | undefined): number =>
  header !== undefined && /^\d+(\.\d+)?$/.test(header) ? Math.min(Number(header), 3600) : 60;

function sentenceOf(text: string): string | null {
  try {
    const { message, details, detail } = errorAnswer.parse(parseExact(text));
    return (message ?? details ?? detail ?? null)?.slice(0, 300) ?? null;
  } catch {
    return null;
  }
}
