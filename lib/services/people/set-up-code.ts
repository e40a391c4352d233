import { createHmac, timingSafeEqual } from "node:crypto";

/** Crockford's base 32: no letter that could be read as a figure. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 16 letters of 5 bits: 80 bits, beyond any guessing. */
const letters = 16;

/**
 * The code that lets somebody make the first admin, in groups of four. It follows from the installation's secret alone, so
 * that the terminal can print it and every web process knows it without its being kept anywhere. It is worth nothing once
 * there is a person.
 */
export function setUpCode(secret: string): string {
  const bits = createHmac("sha256", secret).update("plimsoll: first admin").digest();
  const text = Array.from(
    { length: letters },
    (_, i) => alphabet[(bits.readUInt16BE(Math.floor((i * 5) / 8)) >> (11 - ((i * 5) % 8))) & 31],
  );
  return text.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** Whether `given` is the code, however it was typed: small letters, spaces, O for 0, I or L for 1. In constant time. */
export function setUpCodeFits(given: string, secret: string): boolean {
  return timingSafeEqual(digest(plain(given), secret), digest(plain(setUpCode(secret)), secret));
}

const plain = (code: string) =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

/** Equal lengths for the comparison, whatever was given. */
const digest = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest();
