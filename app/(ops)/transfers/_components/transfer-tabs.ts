import { getTranslations } from "next-intl/server";
import type { PageTab } from "@/components/page-header";
import type { countTransfers } from "@/db/queries/transfers";
import { type TabName, tabNames, tabs } from "../query";

/** The pages of transfers: what is planned, three lists, and the lanes. `planned`: lines of the plan, where it was read. */
export async function transferTabs(
  current: TabName | "lanes",
  counts: Awaited<ReturnType<typeof countTransfers>>,
  planned?: number,
): Promise<PageTab[]> {
  const t = await getTranslations("transfers");
  const lists = tabs.map((one): PageTab => {
    const count = one === "plan" ? planned : counts[tabNames[one]].count;
    return {
      label: t(`tabs.${one}`),
      href: one === "plan" ? "/transfers" : `/transfers?tab=${one}`,
      ...(count === undefined ? {} : { count }),
      current: one === current,
    };
  });
  return [...lists, { label: t("lanes.tab"), href: "/transfers/lanes", current: current === "lanes" }];
}
