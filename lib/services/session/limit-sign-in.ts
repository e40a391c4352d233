import { APIError } from "better-auth/api";
import type { Db } from "@/db/client";
import { sha256Hex } from "@/lib/core/ids";
import { consumeRate } from "./consume-rate";

/** Tries on one account within the window, whoever makes them; a person who mistypes never gets there. */
const TRIES_PER_ACCOUNT = 10;
/** Tries from one address: an office behind one address signs in together in the morning. */
const TRIES_PER_ADDRESS = 100;
const WINDOW_SECONDS = 15 * 60;

/**
 * Counts one try to sign in, before the password is looked at. Throws the library's 429 once an account or an address
 * has had too many in a quarter of an hour, whether right or wrong, so that the answer tells nothing.
 */
export async function limitSignIn(db: Db, email: unknown, headers: Headers | undefined): Promise<void> {
  const account = typeof email === "string" ? email.trim().toLowerCase() : "";
  const address = headers?.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
  const allowed = await Promise.all([
    consumeRate(db, `sign-in:account:${sha256Hex(account)}`, TRIES_PER_ACCOUNT, WINDOW_SECONDS),
    consumeRate(db, `sign-in:address:${address}`, TRIES_PER_ADDRESS, WINDOW_SECONDS),
  ]);
  if (allowed.includes(false))
    throw new APIError("TOO_MANY_REQUESTS", {
      code: "TOO_MANY_TRIES",
      message: "Too many tries to sign in. Wait 15 minutes, then try again.",
    });
}
