import { type Env, readEnv } from "@/lib/core/env";

export interface MailState {
  /** Environment variables that are not set; none: mail can be sent. */
  missing: string[];
  /** Host and port of the server, without its credentials; null: not set. */
  server: string | null;
  from: string | null;
  /** Where links in messages lead; null: messages carry none. */
  address: string | null;
}

/** Whether alerts can be sent by mail, and what is missing. */
export function mailState(env: Env = readEnv()): MailState {
  const { PLIMSOLL_SMTP_URL: url, PLIMSOLL_SMTP_FROM: from, PLIMSOLL_ADDRESS: address } = env;
  return {
    missing: [...(url ? [] : ["PLIMSOLL_SMTP_URL"]), ...(from ? [] : ["PLIMSOLL_SMTP_FROM"])],
    server: url ? new URL(url).host : null,
    from: from ?? null,
    address: address ?? null,
  };
}
