/** What a caller may be told about a failure. Anything else is reported with a log id only. */
export type ErrorCode = "not_found" | "conflict" | "forbidden" | "stale_data" | "invalid" | "unauthenticated";

/** A failure whose text is written for the person who caused it: what happened, what it means, what to do. */
export abstract class PlimsollError extends Error {
  abstract readonly code: ErrorCode;
  /** Sentences by form field or record field. */
  readonly fieldErrors?: Record<string, string>;
  /** Facts that the edge hands on as data, for example what changed in a conflict. */
  readonly details?: unknown;

  constructor(
    message: string,
    options: { fieldErrors?: Record<string, string>; details?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.fieldErrors = options.fieldErrors;
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
