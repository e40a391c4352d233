import { decodeCursor } from "@/db/queries/shared/keyset";

/** Place in a list that an address names, with as many ids as that list sorts by; null where it names none that can be read. */
export function cursorIn(value: string | string[] | undefined, idCount: number): string | null {
  const text = (Array.isArray(value) ? value[0] : value) || null;
  try {
    return decodeCursor(text, idCount) && text;
  } catch {
    return null;
  }
}
