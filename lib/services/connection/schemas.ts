import { z } from "zod";

/** Hours that a replaced signing secret holds beside the new one, unless somebody says otherwise. */
export const OVERLAP_HOURS_USUAL = 24;
export const OVERLAP_HOURS_MAX = 720;

/** Vendors that a person can connect by hand; others come with their own set-up. */
export const CONNECTION_VENDORS = ["webhook", "api", "file"] as const;

const baseUrl = z
  .string()
  .trim()
  .max(500)
  .transform((text) => text.replace(/\/+$/, ""))
  .refine((text) => text === "" || isPlainAddress(text), { params: { key: "settings.errors.baseUrlField" } })
  .nullish()
  .transform((text) => text || null);

/** A tick of a form comes as "on", of a program as true. */
const tick = z.union([z.boolean(), z.literal("on").transform(() => true)]).default(false);
/** A figure of a form comes as text, and an empty field as "". */
const minutes = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value === "" || value === null || value === undefined ? null : Number(value)))
  .pipe(z.number().int().min(1).max(100_000).nullable());

/** Codes between commas of a form, or a list; undefined: not said. */
const codes = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((given) => {
    if (given === undefined) return undefined;
    const parts = Array.isArray(given) ? given : (given ?? "").split(/[\s,;]+/);
    return [...new Set(parts.map((code) => code.trim()).filter((code) => code !== ""))];
  })
  .pipe(z.array(z.string().max(200)).max(500).optional());

/** What is said of a connection when it is made or changed. */
export const connectionFields = {
  name: z.string().trim().min(1).max(100),
  /** Where actions are sent and states are read; empty for sources that only send to us. */
  baseUrl,
  /** Lets the address lie inside the host's own network. */
  allowPrivateNetwork: tick,
  /** How often the state of what was sent is read. */
  readingSeconds: z.coerce.number().int().min(10).max(86_400).default(300),
  /** Longest age that counts as fresh, in minutes; null: the policy's bands. */
  lagLimitMinutes: minutes,
  /** Locations whose stock it runs, so that transfers from there are asked of it; left out: as it was. */
  locations: codes,
};

/** http or https, without name, password, query or fragment. */
function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
}
