import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";

export interface PagesFootProps {
  /** Address of the next page; null at the end. */
  earlierHref: string | null;
  /** Back to the newest; null on the first page. */
  newestHref: string | null;
}

/** The way through the pages of a list that is read from its newest end. */
export function PagesFoot({ earlierHref, newestHref }: PagesFootProps) {
  const t = useTranslations("sku.pages");
  if (!earlierHref && !newestHref) return null;
  const link = "target-24 text-accent underline underline-offset-2";
  return (
    <p className="flex gap-4 border-t border-border px-4 py-2 text-caption">
      {newestHref ? (
        <AppLink href={newestHref} className={link}>
          {t("newest")}
        </AppLink>
      ) : null}
      {earlierHref ? (
        <AppLink href={earlierHref} className={link}>
          {t("earlier")}
        </AppLink>
      ) : null}
    </p>
  );
}
