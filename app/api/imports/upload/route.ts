import { pageRoute } from "@/app/_edge/page-route";
import { HttpProblem } from "@/app/_edge/problem";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { MAX_UPLOAD_BYTES } from "@/app/(ops)/imports/_components/limits";
import { allowLongUploads } from "@/app/(ops)/imports/_server/allow-long-uploads";
import { getDb } from "@/db/client";
import { storeUpload } from "@/lib/services/imports/store-upload";

export const dynamic = "force-dynamic";

allowLongUploads();

const tooLarge = () =>
  new HttpProblem(
    413,
    "too_large",
    "The file is too large",
    `The file is larger than ${MAX_UPLOAD_BYTES / 1024 ** 3} GB. Nothing was stored. Bring it in with plimsoll import, or cut it into parts.`,
  );

/**
 * Stores a file as its bytes arrive, whatever its size: the body is the file itself, `name` in the address its name. A
 * body that breaks off leaves nothing.
 */
export const POST = pageRoute(async (request) => {
  const actor = await requireActorForAction();
  // A page of another site cannot send this type without being asked first.
  if (request.headers.get("content-type") !== "application/octet-stream")
    throw new HttpProblem(
      415,
      "unsupported_type",
      "Send the file itself",
      "The body must be the file, sent as application/octet-stream.",
    );
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > MAX_UPLOAD_BYTES) throw tooLarge();
  if (!request.body)
    throw new HttpProblem(422, "empty", "The file is empty", "The file is empty: it has no header line.");
  const name = new URL(request.url).searchParams.get("name") ?? "file";
  const stored = await storeUpload(getDb(), actor, {
    name,
    content: request.body as unknown as AsyncIterable<Uint8Array>,
    maxBytes: MAX_UPLOAD_BYTES,
  });
  return Response.json({ fileId: stored.fileId, known: stored.known, sizeBytes: stored.sizeBytes });
});
