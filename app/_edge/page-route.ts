import { getTranslations } from "next-intl/server";
import { PlimsollError } from "@/lib/core/errors";
import { describeError } from "./describe-error";
import { problemResponse } from "./problem";

/**
 * The route handler of a page's own request: what it throws becomes a problem document in the reader's language. Programs
 * get theirs in English from `route`.
 */
export function pageRoute<Rest extends unknown[]>(
  run: (request: Request, ...rest: Rest) => Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    try {
      return await run(request, ...rest);
    } catch (error) {
      if (!(error instanceof PlimsollError)) return problemResponse(error);
      const [t, { message, fieldErrors }] = await Promise.all([
        getTranslations("api.errors"),
        describeError(error),
      ]);
      return problemResponse(error, { title: t(error.code), detail: message, fieldErrors });
    }
  };
}
