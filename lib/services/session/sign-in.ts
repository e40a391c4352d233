import { isAPIError } from "better-auth/api";
import { Forbidden, Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { type Auth, getAuth } from "./auth";

/**
 * Signs a person in; inside a server action the cookie goes out with the answer. Throws Invalid on a wrong address or
 * password (without saying which) and after too many tries, Forbidden when the sign-in is switched off.
 */
export async function signIn(
  credentials: { email: string; password: string },
  headers: Headers,
  auth: Auth = getAuth(),
): Promise<{ preferences: Record<string, unknown> }> {
  try {
    const { user } = await auth.api.signInEmail({ body: credentials, headers });
    return { preferences: (user.preferences ?? {}) as Record<string, unknown> };
  } catch (error) {
    throw isAPIError(error) ? explained(String(error.status), error) : error;
  }
}

function explained(status: string, cause: Error): Error {
  if (status === "TOO_MANY_REQUESTS")
    return new Invalid("Too many tries to sign in. Wait 15 minutes, then try again.", {
      say: say("auth.errors.tooManyTries"),
    });
  if (status === "FORBIDDEN")
    return new Forbidden("This sign-in is switched off. Ask an admin.", {
      say: say("auth.errors.disabled"),
    });
  if (status === "UNAUTHORIZED" || status === "BAD_REQUEST")
    return new Invalid("E-mail address or password is not right.", { say: say("auth.errors.wrong") });
  return cause;
}
