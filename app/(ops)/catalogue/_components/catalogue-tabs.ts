import { getTranslations } from "next-intl/server";
import type { PageTab } from "@/components/page-header";

const tabs = [
  { key: "products", href: "/catalogue" },
  { key: "channels", href: "/catalogue/channels" },
  { key: "promotions", href: "/catalogue/promotions" },
] as const;

/** The pages of the catalogue: products, what channels keep back, and promotions. */
export async function catalogueTabs(current: (typeof tabs)[number]["key"]): Promise<PageTab[]> {
  const t = await getTranslations("publishing.tabs");
  return tabs.map(({ key, href }) => ({ label: t(key), href, current: key === current }));
}
