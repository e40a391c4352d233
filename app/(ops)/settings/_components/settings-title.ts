import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SettingsPageKey } from "../pages";

/** "People – Settings": the layout adds the product. */
export async function settingsTitle(page: SettingsPageKey): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t(`tabs.${page}`)} – ${t("title")}` };
}
