import { problemResponse } from "@/app/_edge/problem";
import { NotFound } from "@/lib/core/errors";
import { KINDS } from "@/lib/services/api/record-kinds";
import { records } from "../../_endpoints/records";
import { serve } from "../../_http/endpoint";

const handlers = new Map([...records].map(([kind, definition]) => [kind, serve(definition)]));

export async function POST(
  request: Request,
  context: { params: Promise<{ kind: string }> },
): Promise<Response> {
  const { kind } = await context.params;
  const handle = handlers.get(kind);
  if (handle) return handle(request, context);
  return problemResponse(
    new NotFound(`There are no records of the kind ${kind}. Known kinds: ${KINDS.join(", ")}.`, {
      say: null,
    }),
  );
}
