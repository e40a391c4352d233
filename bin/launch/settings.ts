import { ServerUnavailable } from "@/db/server/server-error";
import { type Env, readEnv } from "@/lib/core/env";

const hints: Partial<Record<keyof Env, string>> = {
  PORT: "PORT must be a number from 1 to 65535, for example PORT=3001 npm start.",
  PLIMSOLL_ROLE: "PLIMSOLL_ROLE must be web, worker or all.",
  PLIMSOLL_SAMPLE: "PLIMSOLL_SAMPLE must be 0 (no sample company) or 1.",
  PLIMSOLL_SECRET:
    "PLIMSOLL_SECRET must have at least 32 characters; leave it out to have one made in the data folder.",
  DATABASE_URL: "DATABASE_URL must be an address such as postgres://user:password@host:5432/database.",
};

/** The settings of this start. Throws ServerUnavailable with one sentence on the first that cannot be used. */
export function launchSettings(source: NodeJS.ProcessEnv): Env {
  const given: NodeJS.ProcessEnv = { ...source };
  for (const [name, value] of Object.entries(given)) if (value === "") delete given[name];
  try {
    return readEnv(given);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = Object.entries(hints).find(([name]) => message.includes(`${name}:`))?.[1];
    throw new ServerUnavailable(hint ?? message);
  }
}
