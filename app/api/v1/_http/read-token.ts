import { getDb } from "@/db/client";
import { Unauthenticated } from "@/lib/core/errors";
import { findToken, type KnownToken } from "@/lib/services/token/find-token";

/** The token of an `Authorization: Bearer …` header. Throws Unauthenticated when there is none that works. */
export async function readToken(request: Request): Promise<KnownToken> {
  const secret = /^Bearer ([\w.~+/-]{10,200}=*)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!secret)
    throw new Unauthenticated(
      "This needs a token: send the header Authorization: Bearer <token>. An admin makes tokens under Settings, or with npx plimsoll token add.",
      { say: null },
    );
  const token = await findToken(getDb(), secret);
  if (token) return token;
  throw new Unauthenticated(
    "This token is unknown, has expired or was revoked. Ask an admin for a new one.",
    {
      say: null,
    },
  );
}
