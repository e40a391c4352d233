import { randomBytes } from "node:crypto";

/** A signing secret in the form of Standard Webhooks: 256 bits of chance. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;
