import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SettingsPage } from "./settings-header";

/** "People – Settings": the layout adds the product. */
export async function settingsTitle(page: SettingsPage): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t(`tabs.${page}`)} – ${t("title")}` };
}
