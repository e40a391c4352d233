import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const VERSION = 1;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a vendor's secret for `connection.secret_sealed`: AES-256-GCM under a key derived (HKDF-SHA-256) from
 * PLIMSOLL_SECRET. Layout: version byte, 12 bytes of chance, 16 bytes of tag, ciphertext. Throws when the secret of the
 * environment is missing or shorter than 32 characters.
 */
export function sealSecret(plain: string, secret = process.env.PLIMSOLL_SECRET): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(secret), iv);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
}

/** The text that was sealed. Throws when it was changed, or sealed under another PLIMSOLL_SECRET. */
export function unsealSecret(sealed: Uint8Array, secret = process.env.PLIMSOLL_SECRET): string {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION || bytes.length < 1 + ivBytes + tagBytes)
    throw new Error("A stored vendor secret has an unknown form. Enter it again in the settings.");
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(secret), bytes.subarray(1, 1 + ivBytes));
  decipher.setAuthTag(bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes));
  try {
    return (
      decipher.update(bytes.subarray(1 + ivBytes + tagBytes), undefined, "utf8") + decipher.final("utf8")
    );
  } catch (cause) {
    throw new Error(
      "A stored vendor secret cannot be opened: PLIMSOLL_SECRET differs from the one it was sealed with. Put it back, or enter the secret again in the settings.",
      { cause },
    );
  }
}

function sealingKey(secret: string | undefined): Buffer {
  if (!secret || secret.length < 32)
    throw new Error("PLIMSOLL_SECRET is missing or shorter than 32 characters. npm start makes one.");
  return Buffer.from(hkdfSync("sha256", secret, "plimsoll", "connection secrets v1", 32));
}
