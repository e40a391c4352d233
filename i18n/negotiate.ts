import { type AppLocale, defaultLocale } from "./locales";

/** The one of our languages that serves a BCP 47 tag, or null. Chinese is told apart by script first, then by region. */
function serve(tag: string): AppLocale | null {
  const parts = tag.toLowerCase().split("-");
  if (parts[0] === "en") return "en";
  if (parts[0] !== "zh" && parts[0] !== "yue") return null;
  if (parts.includes("hant")) return "zh-Hant";
  if (parts.includes("hans")) return "zh-Hans";
  if (parts.some((part) => part === "tw" || part === "hk" || part === "mo")) return "zh-Hant";
  return parts[0] === "yue" ? "zh-Hant" : "zh-Hans";
}

/** Language for an Accept-Language header, by its weights (RFC 9110, 12.5.4); the default when nothing fits. */
export function negotiateLocale(header: string | null): AppLocale {
  const wanted = (header ?? "")
    .split(",")
    .map((entry, place) => {
      const [tag = "", ...parameters] = entry.trim().split(";");
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight), place };
    })
    .filter((entry) => entry.tag !== "" && entry.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  for (const { tag } of wanted) {
    const locale = serve(tag);
    if (locale) return locale;
  }
  return defaultLocale;
}
