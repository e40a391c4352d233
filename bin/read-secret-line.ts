import { Invalid } from "@/lib/core/errors";

/** The first line of a stream without its line break. Throws Invalid when it is empty. */
export async function readSecretLine(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = "";
  for await (const piece of stream) {
    text += piece.toString();
    if (text.includes("\n")) break;
  }
  const line = text.split(/\r?\n/)[0] ?? "";
  if (line === "")
    throw new Invalid("No password came on standard input; nothing was changed.", { say: null });
  return line;
}
