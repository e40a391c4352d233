import { endpoints } from "../_endpoints/all";
import { openApiDocument } from "../_http/openapi";

/** What the API can do, for people and for generated clients; open to all, since it says nothing of the company. */
export function GET(): Response {
  return Response.json(openApiDocument(endpoints), { headers: { "cache-control": "public, max-age=300" } });
}
