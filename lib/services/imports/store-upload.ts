import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { type StoredFile, storeFile } from "@/lib/ingest/inbox/store-file";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

/**
 * Stores an uploaded file as it arrives, at constant memory; the same content is kept once. Throws Invalid when it is
 * empty or larger than `maxBytes`; what had arrived is removed again.
 */
export async function storeUpload(
  db: Db,
  actor: Actor,
  upload: { name: string; content: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<StoredFile> {
  authorise(actor, "import.run");
  const name = upload.name.replace(/^.*[\\/]/, "").slice(0, 200) || "file";
  return await storeFile(db, name, bounded(upload.content, upload.maxBytes), actor.name);
}

async function* bounded(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of content) {
    size += piece.byteLength;
    if (size > maxBytes)
      throw new Invalid(
        `The file is larger than ${Math.round(maxBytes / 1024 ** 2).toLocaleString("en")} MB. Bring it in with plimsoll import, or cut it into parts.`,
        { say: say("refusals.import.tooLarge", { megabytes: Math.round(maxBytes / 1024 ** 2) }) },
      );
    yield piece;
  }
  if (size === 0)
    throw new Invalid("The file is empty. Choose a file that has a header line and rows.", {
      say: say("refusals.import.empty"),
    });
}
