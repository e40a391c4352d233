import { MAX_UPLOAD_BYTES } from "./limits";

/** What keeps a file from being sent at all; the message's key, null when nothing does. */
export function fileTrouble(file: { name: string; size: number }): "empty" | "tooLarge" | "workbook" | null {
  if (file.size === 0) return "empty";
  if (file.size > MAX_UPLOAD_BYTES) return "tooLarge";
  return /\.(xlsx?|xlsm|ods|numbers|zip|pdf|docx?)$/i.test(file.name) ? "workbook" : null;
}
