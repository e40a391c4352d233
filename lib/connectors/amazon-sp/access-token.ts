import { type Session, VendorError } from "../live-contract";
import { tokenAddress } from "./account";
import { describeErrors, waitOf } from "./failure";
import { tokenAnswer, tokenRefusal } from "./wire-types/token";

/** Name of the access token in the engine's store. */
export const ACCESS = "access";

/** How long before its end a token is no longer used, so that none ends on its way. */
const sparedSeconds = 60;

/** The access token, made from the refresh token when there is none that is good. Throws VendorError. */
export const accessToken = (session: Session): Promise<string> =>
  session.token(ACCESS, () => makeToken(session));

async function makeToken(session: Session): Promise<{ value: string; expiresAt: string }> {
  const { clientId = "", clientSecret = "", refreshToken = "" } = session.secrets;
  const answer = await session.fetch({
    method: "POST",
    url: tokenAddress(session),
    headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: session.settings.clientId ?? clientId,
      client_secret: clientSecret,
    }).toString(),
  });
  if (answer.status !== 200) throw tokenFailure(answer.status, answer.text, waitOf(answer.headers));
  const made = tokenAnswer.safeParse(parse(answer.text));
  if (!made.success)
    throw new VendorError("unexpected", "token_shape", "The token answer is not as documented.");
  const lifeSeconds = Math.max(1, made.data.expires_in - sparedSeconds);
  return {
    value: made.data.access_token,
    expiresAt: new Date(session.now().getTime() + lifeSeconds * 1000).toISOString(),
  };
}

/**
 * OAuth 2 (RFC 6749, 5.2): invalid_grant says that the authorisation was revoked or has ended; invalid_client and
 * unauthorized_client that the application's own identification is wrong.
 */
function tokenFailure(status: number, text: string, waitSeconds: number | null): VendorError {
  const refusal = tokenRefusal.safeParse(parse(text));
  const code = refusal.success ? refusal.data.error : `http_${status}`;
  if (status === 429)
    return new VendorError("throttled", "http_429", "Amazon makes no more tokens for now.", waitSeconds);
  if (status >= 500)
    return new VendorError(
      "transient",
      `http_${status}`,
      "Amazon's token service does not answer.",
      waitSeconds,
    );
  const said = refusal.success
    ? describeErrors([{ code, message: refusal.data.error_description ?? "" }])
    : code;
  return new VendorError("unauthorised", code, said);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
