import { route } from "@/app/_edge/problem";
import { getDb } from "@/db/client";
import { Unauthenticated } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { createHub, type Hub } from "@/lib/services/live/hub";
import { eventStream } from "@/lib/services/live/stream";
import { readSession } from "@/lib/services/session/current";

export const dynamic = "force-dynamic";

const HEARTBEAT_MILLISECONDS = 15_000;
const processWide = globalThis as { plimsollHub?: Hub };

/** What changed, as it changes, for as long as the session lives. */
export const GET = route(async (request) => {
  // An open page is no sign of a person: listening does not keep a session alive.
  const mayGoOn = async () => (await readSession(request.headers, { touch: false })) !== null;
  if (!(await mayGoOn()))
    throw new Unauthenticated("Sign in to hear what changes.", { say: say("api.errors.sessionEnded") });
  processWide.plimsollHub ??= createHub(getDb());
  return new Response(
    eventStream(processWide.plimsollHub, { mayGoOn, heartbeatMilliseconds: HEARTBEAT_MILLISECONDS }),
    {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    },
  );
});
