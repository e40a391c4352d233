import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/page-header";
import type { Role } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { type SettingsPageKey, settingsPages } from "../pages";

/** Head of a settings page with the way to the others. */
export async function SettingsHeader({
  current,
  role,
  actions,
}: {
  current: SettingsPageKey;
  role: Role;
  actions?: React.ReactNode;
}) {
  const t = await getTranslations("settings");
  const tabs = settingsPages
    .filter((page) => may(role, page.needs))
    .map(({ key, href }) => ({ label: t(`tabs.${key}`), href, current: key === current }));
  return <PageHeader title={t("title")} question={t(`questions.${current}`)} tabs={tabs} actions={actions} />;
}
