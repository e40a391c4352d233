import { timingSafeEqual } from "node:crypto";
import type { Answer } from "./answer";
import { type AmazonState, vendorNow } from "./state";

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const refuse = (status: number, error: string, text: string): Answer => ({
  status,
  body: { error, error_description: text },
});

/** Login with Amazon: a refresh token becomes an access token. */
export function makeToken(state: AmazonState, form: URLSearchParams): Answer {
  const { options, faults } = state;
  if (form.get("grant_type") !== "refresh_token")
    return refuse(400, "unsupported_grant_type", "The grant type is not supported.");
  if (
    form.get("client_id") !== options.clientId ||
    !same(form.get("client_secret") ?? "", options.clientSecret)
  )
    return refuse(401, "invalid_client", "Client authentication failed");
  if (faults.revoked || !same(form.get("refresh_token") ?? "", options.refreshToken))
    return refuse(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token");
  faults.expireTokens = false;
  const token = `Atza|sandbox-${++state.made}`;
  state.tokens.set(token, vendorNow(state) + options.tokenSeconds * 1000);
  return {
    status: 200,
    body: {
      access_token: token,
      token_type: "bearer",
      expires_in: options.tokenSeconds,
      refresh_token: options.refreshToken,
    },
  };
}

/** What is wrong with a token; null: it is good. */
export function tokenProblem(state: AmazonState, token: string | undefined): string | null {
  if (state.faults.expireTokens) state.tokens.clear();
  const until = token === undefined ? undefined : state.tokens.get(token);
  if (state.faults.revoked || token === undefined)
    return "The access token you provided is revoked, malformed or invalid.";
  if (until === undefined || until <= vendorNow(state)) return "The access token you provided has expired.";
  return null;
}
