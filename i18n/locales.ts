/** Languages of the interface, in the order in which the switch lists them. */
export const locales = ["en", "zh-Hant", "zh-Hans"] as const;
export type AppLocale = (typeof locales)[number];

export const defaultLocale: AppLocale = "en";
export const localeCookie = "plimsoll_locale";
export const zoneCookie = "plimsoll_zone";
export const themeCookie = "plimsoll_theme";

/** Tag for the html element and for Intl: it decides glyphs, punctuation marks and number words. */
export const languageTags: Record<AppLocale, string> = {
  en: "en",
  "zh-Hant": "zh-Hant-TW",
  "zh-Hans": "zh-Hans-CN",
};

/** Each language by its own name, so that a reader finds it whatever the page's language is. */
export const languageNames: Record<AppLocale, string> = {
  en: "English",
  "zh-Hant": "繁體中文",
  "zh-Hans": "简体中文",
};

export const isAppLocale = (value: unknown): value is AppLocale => locales.some((locale) => locale === value);

/** Tag for Intl of any locale text; an unknown one is handed on as it is. */
export const intlTag = (locale: string): string => (isAppLocale(locale) ? languageTags[locale] : locale);
