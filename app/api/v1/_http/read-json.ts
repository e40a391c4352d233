import { HttpProblem } from "@/app/_edge/problem";

/** The largest body that is read: about 10,000 records. */
export const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** The body as text, read no further than the limit. Throws a 413 beyond it. */
export async function readText(request: Request, maxBytes = BODY_BYTES_MAX): Promise<string> {
  const declared = request.headers.get("content-length");
  if (declared !== null) {
    if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
    // The server cuts a body at its declared length, so this reads no more than that.
    return request.text();
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The JSON of a text. Throws a 400 that says where it breaks off; null for an empty text. */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : "it breaks off";
    throw new HttpProblem(
      400,
      "not_json",
      "The body is no JSON",
      `The body cannot be read as JSON: ${where}. Nothing was changed.`,
    );
  }
}

const tooLarge = (maxBytes: number) =>
  new HttpProblem(
    413,
    "too_large",
    "The body is too large",
    `The body is larger than ${maxBytes / 1024 / 1024} MB. Send the records in several requests; nothing was changed.`,
  );
