import { expect, test } from "vitest";
import { sealSecret, unsealSecret } from "./seal";

const key = "a secret of the environment, long enough";

test("what is sealed opens with the same secret, and never looks the same twice", () => {
  const sealed = sealSecret("whsec_abc/é", key);
  expect(unsealSecret(sealed, key)).toBe("whsec_abc/é");
  expect(sealSecret("whsec_abc/é", key).equals(sealed)).toBe(false);
  expect(sealed.includes("whsec")).toBe(false);
});

test("another secret, a changed byte, an unknown form and a missing secret are refused in a sentence", () => {
  const sealed = sealSecret("whsec_abc", key);
  expect(() => unsealSecret(sealed, `${key}!`)).toThrow("differs from the one");
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => unsealSecret(changed, key)).toThrow("cannot be opened");
  expect(() => unsealSecret(Buffer.from("plain text, never sealed at all"), key)).toThrow("unknown form");
  expect(() => sealSecret("x", "short")).toThrow("PLIMSOLL_SECRET");
});
