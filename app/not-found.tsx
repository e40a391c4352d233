import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/button/button-link";

/** Stands inside the frame where a page was not found, and alone for an unknown address. */
export default async function NotFoundPage() {
  const t = await getTranslations("errors");
  return (
    <div className="mx-auto flex max-w-prose flex-col items-start gap-3 px-(--page-gutter) py-16">
      <h1 className="text-title">{t("notFoundTitle")}</h1>
      <p className="text-form">{t("notFoundText")}</p>
      <ButtonLink variant="primary" href="/">
        {t("toOverview")}
      </ButtonLink>
    </div>
  );
}
