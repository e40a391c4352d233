import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";

/** For an address that names no import. */
export default async function ImportNotFound() {
  const t = await getTranslations("imports");
  return (
    <>
      <PageHeader title={t("title")} />
      <EmptyState
        kind="cannotBeKnown"
        title={t("notFound.title")}
        text={t("notFound.text")}
        action={<ButtonLink href="/imports">{t("notYours.back")}</ButtonLink>}
      />
    </>
  );
}
