import { Invalid } from "@/lib/core/errors";
import type { Say } from "@/lib/core/say";

/** The file as a whole cannot be read: what it is, where it breaks, what to do; in English, and for pages. */
export const unreadable = (sentence: string, say: Say): Invalid => new Invalid(sentence, { say });
