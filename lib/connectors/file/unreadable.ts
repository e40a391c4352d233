import { Invalid } from "@/lib/core/errors";

/** The file as a whole cannot be read: what it is, where it breaks, what to do. */
export const unreadable = (sentence: string): Invalid => new Invalid(sentence);
