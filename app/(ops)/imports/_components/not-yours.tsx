import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";

/** For a role that reads imports but starts none. */
export async function NotYours() {
  const t = await getTranslations("imports");
  return (
    <>
      <PageHeader title={t("steps.titles.file")} />
      <EmptyState
        kind="cannotBeKnown"
        title={t("notYours.title")}
        text={t("notYours.text")}
        action={<ButtonLink href="/imports">{t("notYours.back")}</ButtonLink>}
      />
    </>
  );
}
