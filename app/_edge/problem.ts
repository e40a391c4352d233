import { type ErrorCode, PlimsollError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { log } from "@/lib/core/log";

/** RFC 9457, with the code, the field errors and the facts that our own errors carry as extension members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { field: string; detail: string }[];
  details?: unknown;
  logId?: string;
}

const known: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 422, title: "The request cannot be used as it is" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "The role does not allow it" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Changed in the meantime" },
  stale_data: { status: 409, title: "The inputs are too old" },
};

/** A failure of HTTP itself, such as a body that is too large, which has a status of its own. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
  }
}

/** The problem document of a thrown error. Unknown errors are logged and described by a log id only. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpProblem) {
    const { status, code, title, message } = error;
    return { type: typeOf(code), title, status, detail: message, code };
  }
  if (error instanceof PlimsollError) {
    const { status, title } = known[error.code];
    const errors = error.fieldErrors && errorsOf(error.fieldErrors);
    return {
      type: typeOf(error.code),
      title,
      status,
      detail: error.message,
      code: error.code,
      ...(errors && { errors }),
      ...(error.details !== undefined && { details: error.details }),
    };
  }
  const logId = newId();
  log.error({ err: error, logId }, "a request failed in a way nobody foresaw");
  return {
    type: typeOf("internal"),
    title: "Something failed on our side",
    status: 500,
    detail: `The request was not carried out. The log names the cause under ${logId}.`,
    code: "internal",
    logId,
  };
}

/** The answer to a failed request, as application/problem+json; in the words given instead of its English ones. */
export function problemResponse(
  error: unknown,
  words?: { title: string; detail: string; fieldErrors?: Record<string, string> },
): Response {
  const problem = problemOf(error);
  if (words) {
    const { title, detail, fieldErrors } = words;
    Object.assign(problem, { title, detail, errors: fieldErrors && errorsOf(fieldErrors) });
  }
  const extra = error instanceof HttpProblem ? error.headers : {};
  return Response.json(problem, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(problem.status === 401 && { "www-authenticate": "Bearer" }),
      ...extra,
    },
  });
}

/** A route handler whose thrown errors become problem documents. */
export function route<Rest extends unknown[]>(
  run: (request: Request, ...rest: Rest) => Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    try {
      return await run(request, ...rest);
    } catch (error) {
      return problemResponse(error);
    }
  };
}

const errorsOf = (fieldErrors: Record<string, string>) =>
  Object.entries(fieldErrors).map(([field, detail]) => ({ field, detail }));

const typeOf = (code: string) => `urn:plimsoll:problem:${code}`;
