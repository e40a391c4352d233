import type { Said } from "@/app/_edge/said";
import { type Say, say } from "@/lib/core/say";

/** Why a row was not taken, in the reader's language; of a reject that was stored in English alone, what its code says. */
export const rejectWords = (said: Said, reject: { code: string; reason: string; say: Say | null }): string =>
  (reject.say && said(reject.say)) || said(say(`imports.codes.${reject.code}.title`)) || reject.reason;
