import { HttpProblem, problemResponse } from "@/app/_edge/problem";
import { getAuth } from "@/lib/services/session/auth";

/** What of the library is open over HTTP; everything else goes through our services, which authorise and audit. */
const open = ["/sign-in/email", "/sign-out", "/get-session"];

async function handle(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (open.includes(path)) return getAuth().handler(request);
  return problemResponse(new HttpProblem(404, "not_found", "Not found", `There is nothing at ${path}.`));
}

export const GET = handle;
export const POST = handle;
