import { parseExact } from "../exact-json";
import { type Session, type VendorAnswer, VendorError } from "../live-contract";
import { addressOf } from "./address";
import { loginAnswer, loginRefusal } from "./wire-types";

const TOKEN = "access";
/** A token is replaced this long before it ends. */
const earlySeconds = 60;

/** The account's access token, made from its refresh token when there is none. Throws VendorError. */
export function accessToken(session: Session): Promise<string> {
  return session.token(TOKEN, () => makeToken(session));
}

export const dropAccessToken = (session: Session): Promise<void> => session.dropToken(TOKEN);

async function makeToken(session: Session): Promise<{ value: string; expiresAt: string }> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    refresh_token: session.secrets.refreshToken ?? "",
    client_id: session.settings.clientId ?? "",
    client_secret: session.secrets.clientSecret ?? "",
  });
  const answer = await session.fetch({
    method: "POST",
    url: `${addressOf(session).login}/auth/o2/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    take: [{ bucket: "login", cost: 1 }],
    bytesMax: 100_000,
  });
  if (answer.status !== 200) throw refusal(answer);
  const made = loginAnswer.safeParse(readJson(answer.text));
  if (!made.success)
    throw new VendorError("unexpected", "login_answer", "Amazon's login answered in an unknown form.");
  const seconds = Number(made.data.expires_in) - earlySeconds;
  return {
    value: made.data.access_token,
    expiresAt: new Date(session.now().getTime() + seconds * 1000).toISOString(),
  };
}

function refusal(answer: VendorAnswer): VendorError {
  if (answer.status === 429)
    return new VendorError("throttled", "http_429", "Amazon's login asks to slow down.", 5);
  if (answer.status >= 500)
    return new VendorError("transient", `http_${answer.status}`, "Amazon's login is not available.");
  const said = loginRefusal.safeParse(readJson(answer.text));
  const code = said.success ? said.data.error : `http_${answer.status}`;
  return new VendorError(
    "unauthorised",
    code,
    code === "invalid_grant"
      ? "Amazon no longer accepts this authorisation: it was revoked or has ended. Connect the account again."
      : "Amazon does not know this client id and secret. Check both.",
  );
}

function readJson(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}
