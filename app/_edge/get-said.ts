import { getTranslations } from "next-intl/server";
import { getFormat } from "@/components/format/server";
import { type Said, saidIn } from "./said";

/** Makes sentences in the reader's language, for async server components, route handlers and actions. */
export async function getSaid(): Promise<Said> {
  const [t, format] = await Promise.all([getTranslations(), getFormat()]);
  return saidIn(t, format);
}
