import type { Db } from "@/db/client";
import { SESSION_TOUCH_SECONDS } from "./limits";

/** Moves the idle end of a session. Of simultaneous requests only the first writes. */
export async function touchSession(db: Db, sessionId: string): Promise<void> {
  await db`
    update user_session set last_seen_at = now()
    where id = ${sessionId} and last_seen_at < now() - make_interval(secs => ${SESSION_TOUCH_SECONDS})`;
}
