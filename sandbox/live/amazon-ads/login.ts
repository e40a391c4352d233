import { randomUUID } from "node:crypto";
import type { LiveFaults } from "../contract";
import type { LiveAnswer, LiveRequest } from "../serving/serve";

const tokenSeconds = 3600;

export interface Credentials {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

export interface Login {
  make: (request: LiveRequest) => LiveAnswer;
  /** Whether a request's bearer token holds. */
  holds: (request: LiveRequest) => boolean;
}

/** Login with Amazon: a refresh token becomes an access token of an hour. */
export function login(credentials: Credentials, faults: LiveFaults): Login {
  const tokens = new Map<string, { endsAt: number; madeWhileExpiring: boolean }>();
  const refused = (status: number, error: string, said: string): LiveAnswer => ({
    status,
    body: { error, error_description: said, request_id: randomUUID() },
  });
  return {
    make: ({ body }) => {
      const form = new URLSearchParams(body);
      if (form.get("grant_type") !== "refresh_token")
        return refused(400, "unsupported_grant_type", "The grant type is not supported");
      if (
        form.get("client_id") !== credentials.clientId ||
        form.get("client_secret") !== credentials.clientSecret
      )
        return refused(401, "invalid_client", "Client authentication failed");
      if (faults.revoked || form.get("refresh_token") !== credentials.refreshToken)
        return refused(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token");
      const token = `Atza|${randomUUID()}`;
      tokens.set(token, { endsAt: Date.now() + tokenSeconds * 1000, madeWhileExpiring: faults.expireTokens });
      return {
        status: 200,
        body: {
          access_token: token,
          refresh_token: credentials.refreshToken,
          token_type: "bearer",
          expires_in: tokenSeconds,
        },
      };
    },
    holds: ({ headers }) => {
      const token = tokens.get((headers.authorization ?? "").replace(/^Bearer /, ""));
      if (!token || faults.revoked || token.endsAt < Date.now()) return false;
      return !faults.expireTokens || token.madeWhileExpiring;
    },
  };
}
