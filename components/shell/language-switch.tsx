"use client";

import { Languages } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { Menu, type MenuItem } from "@/components/popup/menu";
import { type AppLocale, languageNames, languageTags, localeCookie, locales } from "@/i18n/locales";

/** Stores the language for a year; the next answer of the server is in it. Browser only. */
export function chooseLanguage(locale: AppLocale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the three engines
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
}

/** The languages, each by its own name. */
export function useLanguageItems(): MenuItem[] {
  const current = useLocale();
  const router = useRouter();
  return locales.map((locale) => ({
    key: locale,
    label: languageNames[locale],
    lang: languageTags[locale],
    checked: locale === current,
    onSelect: () => {
      chooseLanguage(locale);
      router.refresh();
    },
  }));
}

export function LanguageSwitch() {
  const t = useTranslations("shell");
  return (
    <Menu
      label={t("language")}
      align="end"
      items={useLanguageItems()}
      className="h-8 w-8 text-muted hover:bg-surface-secondary hover:text-foreground"
      trigger={<Languages aria-hidden="true" size={16} />}
    />
  );
}
