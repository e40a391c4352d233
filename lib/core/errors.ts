import type { Say } from "./say";

/** What a caller may be told about a failure. Anything else is reported with a log id only. */
export type ErrorCode = "not_found" | "conflict" | "forbidden" | "stale_data" | "invalid" | "unauthenticated";

export interface FailureOptions {
  /** The sentence for pages, in the reader's language. Null: only programs, logs and the command ever read it. */
  say: Say | null;
  /** English sentences by form field or record field, for the API and the command. */
  fieldErrors?: Record<string, string>;
  /** The same sentences for pages. */
  fieldSays?: Record<string, Say>;
  details?: unknown;
  cause?: unknown;
}

/**
 * A failure told to the person who caused it: what happened, what it means, what to do. The message is English, for logs,
 * the API and the command; pages show `say`.
 */
export abstract class PlimsollError extends Error {
  abstract readonly code: ErrorCode;
  readonly say: Say | null;
  readonly fieldErrors?: Record<string, string>;
  readonly fieldSays?: Record<string, Say>;
  /** Facts that the edge hands on as data, for example what changed in a conflict. */
  readonly details?: unknown;

  constructor(message: string, options: FailureOptions) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.say = options.say;
    this.fieldErrors = options.fieldErrors;
    this.fieldSays = options.fieldSays;
    this.details = options.details;
  }
}

/** The named thing does not exist, or the actor may not know that it does. */
export class NotFound extends PlimsollError {
  readonly code = "not_found";
}
/** Somebody else was first, or what the decision rests on has changed. */
export class Conflict extends PlimsollError {
  readonly code = "conflict";
}
/** The actor's role does not allow it. */
export class Forbidden extends PlimsollError {
  readonly code = "forbidden";
}
/** Inputs are older than their limit. */
export class StaleData extends PlimsollError {
  readonly code = "stale_data";
}
/** The request itself cannot be used as it is. */
export class Invalid extends PlimsollError {
  readonly code = "invalid";
}
/** Nobody is signed in, or the token is unknown, expired or revoked. */
export class Unauthenticated extends PlimsollError {
  readonly code = "unauthenticated";
}
