import { createHash, randomBytes, randomUUID } from "node:crypto";

/** A random identifier for things that leave this database (action keys, webhook ids). */
export const newId = (): string => randomUUID();

/** A secret with 256 bits of chance, in base64url. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** SHA-256 in hex: content identity of records and the stored form of tokens. */
export const sha256Hex = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");
