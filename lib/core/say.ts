/** What a sentence names. Money, moments, counts and lists are put into words where the sentence is shown. */
export type SayValue =
  | string
  /** Counts: a message picks its plural by it and groups its digits. */
  | number
  /** A word or sentence with a key of its own, such as a role. */
  | Say
  | { minor: number; currency: string }
  /** ISO time. */
  | { at: string }
  /** Calendar day, "YYYY-MM-DD". */
  | { day: string }
  /** "a, b and c". */
  | { all: readonly SayValue[] }
  /** "a, b or c". */
  | { any: readonly SayValue[] }
  /** Whole sentences, one after the other. */
  | { sentences: readonly Say[] };

/** A sentence that is made where it is shown, in the reader's language: the key of a message, and what it names. */
export interface Say {
  key: string;
  values?: { [name: string]: SayValue };
}

/** A sentence by its message key. Written with the key in full, so that a test finds every key that is said. */
export const say = (key: string, values?: Say["values"]): Say => (values ? { key, values } : { key });

/** Whether something read from the database is a sentence to be made. */
export const isSay = (value: unknown): value is Say =>
  typeof value === "object" && value !== null && "key" in value && typeof value.key === "string";
