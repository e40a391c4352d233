import { themeCookie } from "@/i18n/locales";

export type ThemeChoice = "system" | "light" | "dark";

/** The choice stored in this browser; "system" until somebody chose. Browser only. */
export function chosenTheme(): ThemeChoice {
  const match = new RegExp(`(?:^|; )${themeCookie}=(light|dark)`).exec(document.cookie);
  return match?.[1] === "light" || match?.[1] === "dark" ? match[1] : "system";
}

/** Stores the choice for a year and applies it at once. Browser only. */
export function chooseTheme(choice: ThemeChoice): void {
  const age = choice === "system" ? 0 : 31_536_000;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the three engines
  document.cookie = `${themeCookie}=${choice}; path=/; max-age=${age}; samesite=lax`;
  window.dispatchEvent(new Event("plimsoll:theme"));
}
