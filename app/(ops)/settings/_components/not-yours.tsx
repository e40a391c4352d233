import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";

/** For somebody who followed a link to a page of another role: says so instead of showing an empty list. */
export async function NotYours() {
  const t = await getTranslations("settings");
  return (
    <EmptyState
      kind="cannotBeKnown"
      title={t("notYours.title")}
      text={t("notYours.text")}
      action={<ButtonLink href="/settings">{t("notYours.back")}</ButtonLink>}
    />
  );
}
