import { z } from "zod";
import { type Session, VendorError } from "@/lib/connectors/live-contract";
import { originOf } from "./settings";

const TOKEN = "admin";
const grant = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().nullish() });
/** A token without an end in its answer is made anew each day. */
const DAY_SECONDS = 86_400;

/** The access token of the Admin API: the one that was entered, else one that the app's id and secret buy for a day. */
export async function accessToken(session: Session): Promise<string> {
  const { accessToken: entered, clientSecret } = session.secrets;
  if (entered) return entered;
  const { clientId } = session.settings;
  if (!clientId || !clientSecret)
    throw new VendorError(
      "unauthorised",
      "no_credentials",
      "Neither a token nor an app's id and secret are entered.",
    );
  return session.token(TOKEN, () => newToken(session, clientId, clientSecret));
}

/** Gives up the token that was refused. False where it was entered by a person, so that no new one can be had. */
export async function renewToken(session: Session): Promise<boolean> {
  if (session.secrets.accessToken) return false;
  await session.dropToken(TOKEN);
  return true;
}

async function newToken(session: Session, clientId: string, clientSecret: string) {
  const answer = await session.fetch({
    method: "POST",
    url: `${originOf(session.settings)}/admin/oauth/access_token`,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  });
  if (answer.status === 429)
    throw new VendorError("throttled", "http_429", "Shopify asks to wait before making tokens.", 2);
  if (answer.status >= 500)
    throw new VendorError("transient", `http_${answer.status}`, "Shopify could not make a token just now.");
  if (answer.status === 404) throw new VendorError("refused", "no_such_shop", "Shopify knows no such shop.");
  if (answer.status !== 200)
    throw new VendorError(
      "unauthorised",
      `http_${answer.status}`,
      "Shopify refuses the app's id and secret.",
    );
  const parsed = grant.safeParse(parseJson(answer.text));
  if (!parsed.success) throw new VendorError("unexpected", "no_token", "Shopify's answer holds no token.");
  const seconds = parsed.data.expires_in ?? DAY_SECONDS;
  return {
    value: parsed.data.access_token,
    expiresAt: new Date(session.now().getTime() + seconds * 1000).toISOString(),
  };
}

/** JSON of an answer, or null when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
