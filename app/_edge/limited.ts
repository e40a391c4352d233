import { HttpProblem, problemResponse } from "./problem";

/**
 * A route handler that carries out so many requests at a time and tells further ones to come again in a second. Senders that
 * are quicker than the database would otherwise fill the memory with requests that wait, until nobody is answered.
 */
export function limited<Rest extends unknown[]>(
  atOnceMax: number,
  status: 429 | 503,
  run: (request: Request, ...rest: Rest) => Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  let atOnce = 0;
  return async (request, ...rest) => {
    if (atOnce >= atOnceMax) return problemResponse(busy(status));
    atOnce++;
    try {
      return await run(request, ...rest);
    } finally {
      atOnce--;
    }
  };
}

const busy = (status: 429 | 503) =>
  new HttpProblem(
    status,
    "busy",
    "Too much at once",
    "More requests are under way than are carried out at a time. Nothing was changed; send this one again in a second.",
    { "retry-after": "1" },
  );
