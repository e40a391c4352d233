import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/page-header";
import type { Role } from "@/lib/services/_shared/actor";
import { may, type Permission } from "@/lib/services/_shared/authorise";

/** Every settings page, and what a person needs to see it. What a role may never see is left out. */
const pages = [
  { key: "account", href: "/settings", needs: "read" },
  { key: "company", href: "/settings/company", needs: "policy.edit" },
  { key: "people", href: "/settings/people", needs: "people.manage" },
  { key: "policy", href: "/settings/policy", needs: "read" },
  { key: "connections", href: "/settings/connections", needs: "connection.manage" },
  { key: "webhooks", href: "/settings/webhooks", needs: "connection.manage" },
  { key: "alerts", href: "/settings/alerts", needs: "policy.edit" },
  { key: "tokens", href: "/settings/tokens", needs: "token.manage" },
  { key: "audit", href: "/settings/audit", needs: "audit.read" },
] as const satisfies { key: string; href: string; needs: Permission }[];

export type SettingsPage = (typeof pages)[number]["key"];

/** Head of a settings page with the way to the others. */
export async function SettingsHeader({
  current,
  role,
  actions,
}: {
  current: SettingsPage;
  role: Role;
  actions?: React.ReactNode;
}) {
  const t = await getTranslations("settings");
  const tabs = pages
    .filter((page) => may(role, page.needs))
    .map(({ key, href }) => ({ label: t(`tabs.${key}`), href, current: key === current }));
  return <PageHeader title={t("title")} question={t(`questions.${current}`)} tabs={tabs} actions={actions} />;
}
