import { getSaid } from "@/app/_edge/get-said";
import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { rejectWords } from "@/app/(ops)/imports/reject-words";
import { getDb } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { downloadRejects } from "@/lib/services/imports/download-rejects";

const encoder = new TextEncoder();

/** The rows an import rejected, each with its line, field, reason and value, as a CSV that is read as it is made. */
export const GET = pageRoute(async (_request: Request, { params }: { params: Promise<{ id: string }> }) => {
  const actor = await requireActorForAction();
  const { id } = await params;
  if (!/^\d{1,15}$/.test(id))
    throw new NotFound("This import is not there any more.", { say: say("refusals.import.missing") });
  const said = await getSaid();
  const words = (reject: Parameters<typeof rejectWords>[1]) => rejectWords(said, reject);
  const { name, content } = await downloadRejects(getDb(), actor, Number(id), words);
  return new Response(streamOf(content), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "cache-control": "no-store",
    },
  });
});

/** With a byte order mark, which Excel needs to read anything but Latin letters. */
function streamOf(content: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  let first = true;
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await content.next();
      if (done) return controller.close();
      controller.enqueue(encoder.encode(first ? `\uFEFF${value}` : value));
      first = false;
    },
    cancel: async () => {
      await content.return(undefined);
    },
  });
}
